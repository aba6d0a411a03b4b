// What all checks that attempt something share: when the attempts begin and end, and the log.

import type { Instant } from '@ospflab/sim';
import type { Attempt } from './attempt.ts';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckInput, HealthCheck } from './health-check.ts';
import type { CheckConfig } from './keepalived-config.ts';

export abstract class AttemptedCheck<
  Config extends CheckConfig,
  Means extends Attempt,
> implements HealthCheck {
  readonly state: CheckState<Config>;
  protected readonly attempt: Means;
  private readonly sink: (effect: KeepalivedEffect) => void;

  constructor(state: CheckState<Config>, attempt: Means, sink: (effect: KeepalivedEffect) => void) {
    this.state = state;
    this.attempt = attempt;
    this.sink = sink;
  }

  start(firstAttempt: Instant): void {
    this.attempt.wait(firstAttempt);
  }

  stop(): void {
    this.attempt.stop();
  }

  abstract timerExpired(now: Instant): void;

  abstract answered(input: CheckInput, now: Instant): void;

  protected log(text: string): void {
    this.sink({ kind: 'log', text });
  }
}
