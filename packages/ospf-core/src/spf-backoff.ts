// The back-off of RFC 8405: SPF follows a first change fast, those of the same failure after a moment, and a storm of changes slowly.
// The two timers only ever change the state that the next change finds, so they are looked at when it comes.

import { after, type Duration, type Instant } from '@ospflab/sim';
import type { OspfSpfBackoffConfig } from './config.ts';
import { StateMachine, type Named } from './state-machine.ts';

export const spfBackoffStateNames = ['quiet', 'shortWait', 'longWait'] as const;
export type SpfBackoffState = (typeof spfBackoffStateNames)[number];
type SpfBackoffEvent = 'change' | 'learnTimer' | 'holdDownTimer';

type Action = Named<(subject: SpfBackoff) => void>;

const holdDown: Action = { says: 'restart hold-down timer', run: (subject) => subject.holdDown() };
const learn: Action = {
  says: 'start learn and hold-down timers',
  run: (subject) => {
    subject.startLearning();
    subject.holdDown();
  },
};
const endLearning: Action = { says: 'stop learn timer', run: (subject) => subject.endLearning() };

/** RFC 8405 §5.4. A change waits as long as the state says in which it comes. */
export const spfBackoffMachine = new StateMachine<SpfBackoffState, SpfBackoffEvent, SpfBackoff>(
  spfBackoffStateNames,
  ['change', 'learnTimer', 'holdDownTimer'],
  [
    { from: ['quiet'], event: 'change', to: 'shortWait', action: learn },
    { from: ['shortWait', 'longWait'], event: 'change', to: 'same', action: holdDown },
    { from: ['shortWait'], event: 'learnTimer', to: 'longWait' },
    { from: ['shortWait'], event: 'holdDownTimer', to: 'quiet', action: endLearning },
    { from: ['longWait'], event: 'holdDownTimer', to: 'quiet' },
  ],
);

export class SpfBackoff {
  readonly #config: OspfSpfBackoffConfig;
  #state: SpfBackoffState = 'quiet';
  #now = 0 as Instant;
  #learnedAt: Instant | undefined = undefined;
  #quietAt: Instant | undefined = undefined;

  constructor(config: OspfSpfBackoffConfig) {
    this.#config = config;
  }

  /** A change that makes routes stale: how long SPF waits after it, unless it is scheduled already. */
  changed(now: Instant): Duration {
    this.stateAt(now);
    const delay = this.#delay();
    this.#fire('change');
    return delay;
  }

  /** No earlier than the last change. */
  stateAt(now: Instant): SpfBackoffState {
    const learned = this.#learnedAt;
    const quiet = this.#quietAt;
    // Whichever is due first goes first.
    if (learned !== undefined && learned <= now && (quiet === undefined || learned <= quiet)) {
      this.#learnedAt = undefined;
      this.#fire('learnTimer');
    }
    if (quiet !== undefined && quiet <= now) {
      this.#quietAt = undefined;
      this.#fire('holdDownTimer');
    }
    this.#now = now;
    return this.#state;
  }

  startLearning(): void {
    this.#learnedAt = after(this.#now, this.#config.timeToLearn);
  }

  holdDown(): void {
    this.#quietAt = after(this.#now, this.#config.holdDown);
  }

  endLearning(): void {
    this.#learnedAt = undefined;
  }

  #delay(): Duration {
    const { initialDelay, shortDelay, longDelay } = this.#config;
    switch (this.#state) {
      case 'quiet':
        return initialDelay;
      case 'shortWait':
        return shortDelay;
      case 'longWait':
        return longDelay;
    }
  }

  #fire(event: SpfBackoffEvent): void {
    const row = spfBackoffMachine.rowFor(spfBackoffStateNames.indexOf(this.#state), event, this);
    if (row === undefined) return;
    if (row.to !== 'same' && row.to !== 'decided') this.#state = row.to;
    row.action?.run(this);
  }
}
