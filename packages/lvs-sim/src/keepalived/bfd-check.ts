// BFD_CHECK: the BFD process tells when a session comes up or goes down. keepalived 2.2.7: check_bfd.c.

import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { HealthCheck } from './health-check.ts';
import type { BfdCheckConfig } from './keepalived-config.ts';

export class BfdCheck implements HealthCheck {
  readonly state: CheckState<BfdCheckConfig>;
  private readonly sink: (effect: KeepalivedEffect) => void;

  constructor(state: CheckState<BfdCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    this.state = state;
    this.sink = sink;
  }

  start(): void {
    // It asks nothing: the first word comes when the BFD process starts.
  }

  timerExpired(): void {
    // It sets none.
  }

  answered(): void {
    // Nor does it ask.
  }

  stop(): void {
    // So there is nothing to give up.
  }

  sessionChanged(up: boolean): void {
    const { state } = this;
    if (state.isUp === up && state.hasRun) return;
    const { config, server, pool } = state;
    this.sink({
      kind: 'log',
      text: `BFD check of [${config.instance}] RS(${server.text}) is ${up ? 'UP' : 'DOWN'}`,
    });
    pool.noteVerdict(state, up);
  }
}
