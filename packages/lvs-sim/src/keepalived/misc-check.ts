// MISC_CHECK: a program decides by its exit status; with misc_dynamic also about the weight. keepalived 2.2.7: check_misc.c.

import { after, microseconds, type Instant } from '@ospflab/sim';
import { Attempt } from './attempt.ts';
import { AttemptedCheck } from './attempted-check.ts';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckInput } from './health-check.ts';
import type { MiscCheckConfig } from './keepalived-config.ts';

/** A run that is overdue begins after this. */
const soon = microseconds(1);

class ScriptAttempt extends Attempt {
  run(command: string, now: Instant): void {
    const { config, settings, index } = this.state as CheckState<MiscCheckConfig>;
    this.current = 'exchanging';
    this.setDeadline(config.timeout ?? settings.scriptTimeout, now);
    this.sink({ kind: 'runScript', check: index, command });
  }

  override abandon(): void {
    this.sink({ kind: 'killScript', check: this.state.index });
  }
}

export class MiscCheck extends AttemptedCheck<MiscCheckConfig, ScriptAttempt> {
  /** The next run is counted from the beginning of the last, not from its end. */
  private ranAt = 0 as Instant;
  private lastStatus = 0;
  /** What this check adds to the weight of the server. */
  private addedWeight = 0;

  constructor(state: CheckState<MiscCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    super(state, new ScriptAttempt(state, sink), sink);
  }

  timerExpired(now: Instant): void {
    if (this.attempt.phase === 'waiting') {
      if (!this.attempt.begin(now)) return;
      this.ranAt = now;
      this.attempt.run(this.state.config.command, now);
      return;
    }
    this.attempt.abandon();
    this.attempt.noteFailure('timeout');
    this.failed('timed out', '');
    this.again(now);
  }

  answered(input: CheckInput, now: Instant): void {
    if (input.kind !== 'scriptExited' || this.attempt.phase !== 'exchanging') return;
    const { status } = input;
    if (status === 0 || (this.state.config.dynamic === true && status >= 2)) this.succeeded(status);
    else {
      this.attempt.noteFailure('exitStatus');
      const decided = this.failed('failed', ` (exited with status ${status})`);
      if (decided) this.lastStatus = status;
    }
    this.again(now);
  }

  private succeeded(status: number): void {
    const { state } = this;
    const { pool, server } = state;
    state.failuresInRow = 0;
    if (status !== this.lastStatus) {
      const before = server.effectiveWeight - this.addedWeight;
      this.addedWeight = status === 0 ? 0 : status - 2 - server.config.weight;
      pool.setWeight(server, before + this.addedWeight);
      this.lastStatus = status;
    }
    state.retries = 0;
    if (state.isUp && state.hasRun) return;
    this.log(`${this.naming()} succeeded.`);
    pool.noteVerdict(state, true);
  }

  /** True when it took the server down. */
  private failed(how: string, reason: string): boolean {
    const { state } = this;
    const { retry } = state.settings;
    if (!state.isUp && state.hasRun) return false;
    const decides = state.retries >= retry;
    state.retries = decides ? 0 : state.retries + 1;
    if (!decides && !state.logsAllFailures) return false;
    this.log(`${this.naming()} ${how}${retriesText(state.retries, retry)}${reason}.`);
    if (!decides) return false;
    if (how === 'failed') state.server.effectiveWeight -= this.addedWeight;
    this.addedWeight = 0;
    state.pool.noteVerdict(state, false);
    return true;
  }

  private again(now: Instant): void {
    const { state } = this;
    const { delayBeforeRetry, delayLoop } = state.settings;
    const due = after(this.ranAt, state.retries > 0 ? delayBeforeRetry : delayLoop);
    state.hasRun = true;
    this.attempt.wait(due > now ? due : after(now, soon));
  }

  private naming(): string {
    const { config, server, pool } = this.state;
    const [program] = config.command.split(' ');
    return `Misc check for [${server.text} VS ${pool.text}] by [${program}]`;
  }
}

/** `used`: how many retries have been decided on so far; 0 when there will be no more. */
function retriesText(used: number, retry: number): string {
  if (retry === 0) return ' with retry disabled';
  const noun = retry === 1 ? 'retry' : 'retries';
  if (used === 0) return ` after ${retry} ${noun}`;
  return used === 1 ? `, will do ${retry} ${noun}` : ` on retry ${used - 1}/${retry}`;
}
