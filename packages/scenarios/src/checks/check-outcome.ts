// What a check found, and whether that is what was expected.

export interface CheckOutcome {
  readonly passed: boolean;
  /** In words, for the report. */
  readonly found: string;
}
