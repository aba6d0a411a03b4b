// Packets on their way from the kernel to a daemon: a process that sleeps comes to the first one a little late, and to those behind
// it at once. Which of two neighbours is served first when both answer is therefore a matter of chance, as it is on a real machine.

import {
  after,
  microseconds,
  nanoseconds,
  type EventTarget,
  type Instant,
  type RandomStream,
  type RecordId,
  type Simulation,
  type TargetId,
} from '@ospflab/sim';

/** From the packet to the process that works on it; even in 0 … this. */
const wakingTimeMax = microseconds(200);
/** A process that worked that recently has not gone to sleep. */
const awakeTime = microseconds(1000);

interface Waiting<Input> {
  readonly input: Input;
  readonly cause: RecordId;
}

export class DaemonInbox<Input> implements EventTarget {
  readonly #simulation: Simulation;
  readonly #self: TargetId;
  readonly #random: RandomStream;
  readonly #deliver: (input: Input) => void;
  #waiting: Waiting<Input>[] = [];
  #awakeUntil = 0 as Instant;

  constructor(simulation: Simulation, random: RandomStream, deliver: (input: Input) => void) {
    this.#simulation = simulation;
    this.#self = simulation.register(this);
    this.#random = random;
    this.#deliver = deliver;
  }

  receive(input: Input): void {
    const { now, currentCause: cause } = this.#simulation;
    if (this.#waiting.length === 0 && now < this.#awakeUntil) {
      this.#deliver(input);
      return;
    }
    this.#waiting.push({ input, cause });
    if (this.#waiting.length > 1) return;
    const late = nanoseconds(Math.floor(this.#random.between(0, wakingTimeMax)));
    this.#simulation.schedule(after(now, late), this.#self, 0, this.#waiting);
  }

  /** A timer of the process is due, for which it is awake. */
  timerExpired(input: Input): void {
    this.#deliver(input);
  }

  /** The process has worked on something, a packet or anything else. */
  worked(): void {
    this.#awakeUntil = after(this.#simulation.now, awakeTime);
  }

  /** The process ended; what waited for it is lost. */
  clear(): void {
    this.#waiting = [];
    this.#awakeUntil = 0 as Instant;
  }

  handleEvent(_kind: number, argument: unknown): void {
    if (argument !== this.#waiting) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { input, cause } of waiting) {
      this.#simulation.currentCause = cause;
      this.#deliver(input);
    }
  }
}
