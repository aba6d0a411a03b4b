// What a check found, and whether that is what was expected.

export interface CheckOutcome {
  /** `notReached`: the run was asked to end before the check could be made. */
  readonly verdict: 'passed' | 'failed' | 'notReached';
  /** In words, for the report. */
  readonly found: string;
}

export function outcomeOf(passed: boolean, found: string): CheckOutcome {
  return { verdict: passed ? 'passed' : 'failed', found };
}

export const notReached: CheckOutcome = { verdict: 'notReached', found: 'the run ended before' };
