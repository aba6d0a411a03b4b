// The inbox of a daemon that shares processors with others, and the rhythm of FRR's event loop behind it: it sleeps whole milliseconds
// towards its next timer and polls without sleeping for the rest, which keeps a processor. FRR: lib/thread.c, fd_poll, 8.4.
// Another daemon that wakes up while every processor is kept comes late to its own timers, and what is due by then is done first.

import {
  TimerTable,
  after,
  microseconds,
  milliseconds,
  nanoseconds,
  type Duration,
  type Instant,
  type RandomStream,
  type RecordId,
  type Simulation,
} from '@ospflab/sim';
import type { Processors, ProcessorUser } from './processors.ts';

interface Waiting<Input> {
  readonly input: Input;
  readonly cause: RecordId;
}

export interface Daemon<Input> {
  readonly deliver: (input: Input) => void;
  /** When its next timer is due. */
  readonly nextDeadline: () => Instant | undefined;
}

/** Shorter than this it does not sleep. */
const sleepingUnit = milliseconds(1);
/** From a packet or the end of its sleep to the process; of FRR's wake-ups on a free processor, most took between these. */
const wakingTimeMin = microseconds(20);
const wakingTimeMax = microseconds(80);
/** So long it works on what came in; of 6,600 times that FRR did, most took between these. */
const workTimeMin = microseconds(20);
const workTimeMax = microseconds(100);

/** Timers of the process itself. */
const wakeUp = 0;
const workDone = 1;

/** Asleep until a packet or a timer of the process; then without a processor; then with one, at work or polling. */
type State = 'asleep' | 'requesting' | 'awake';

export class ContendingInbox<Input> implements ProcessorUser {
  readonly #simulation: Simulation;
  readonly #random: RandomStream;
  readonly #processors: Processors;
  readonly #daemon: Daemon<Input>;
  readonly #timers: TimerTable;
  #state: State = 'asleep';
  #expired: Waiting<Input>[] = [];
  #packets: Waiting<Input>[] = [];

  constructor(simulation: Simulation, random: RandomStream, processors: Processors, daemon: Daemon<Input>) {
    this.#simulation = simulation;
    this.#random = random;
    this.#processors = processors;
    this.#daemon = daemon;
    this.#timers = new TimerTable(simulation, (timer) => {
      if (timer === wakeUp) this.#wake();
      else this.#rest();
    });
  }

  receive(input: Input): void {
    this.#packets.push({ input, cause: this.#simulation.currentCause });
    if (this.#state === 'awake') this.#work();
    else if (this.#state === 'asleep') this.#wakeBy(after(this.#simulation.now, this.#wakingTime()));
  }

  timerExpired(input: Input): void {
    this.#expired.push({ input, cause: this.#simulation.currentCause });
    if (this.#state === 'awake') this.#work();
  }

  /** The process has worked on something else; its next timer may be another. */
  worked(): void {
    if (this.#state === 'asleep') this.#sleep();
  }

  /** The process ended; what waited for it is lost. */
  clear(): void {
    this.#timers.clear();
    this.#processors.release(this);
    this.#state = 'asleep';
    this.#expired = [];
    this.#packets = [];
  }

  processorGranted(): void {
    this.#work();
  }

  #wake(): void {
    this.#state = 'requesting';
    this.#processors.request(this);
  }

  /** What is due comes before what was sent. */
  #work(): void {
    this.#state = 'awake';
    const time = nanoseconds(Math.floor(this.#random.between(workTimeMin, workTimeMax)));
    this.#timers.set(workDone, after(this.#simulation.now, time));
    for (const waiting of [this.#expired, this.#packets]) {
      for (const { input, cause } of waiting.splice(0)) {
        this.#simulation.currentCause = cause;
        this.#daemon.deliver(input);
      }
    }
  }

  /** Polls for a timer that is near, else sleeps. */
  #rest(): void {
    const deadline = this.#daemon.nextDeadline();
    if (deadline !== undefined && deadline - this.#simulation.now < sleepingUnit) {
      this.#timers.set(workDone, deadline);
      return;
    }
    this.#state = 'asleep';
    this.#processors.release(this);
    this.#sleep();
  }

  /** Until shortly before the next timer. */
  #sleep(): void {
    const { now } = this.#simulation;
    const deadline = this.#daemon.nextDeadline();
    if (deadline === undefined) return;
    const units = Math.floor(Math.max(0, deadline - now) / sleepingUnit);
    this.#wakeBy(after(after(now, nanoseconds(units * sleepingUnit)), this.#wakingTime()));
  }

  #wakeBy(at: Instant): void {
    const known = this.#timers.deadlineOf(wakeUp);
    if (known === undefined || at < known) this.#timers.set(wakeUp, at);
  }

  #wakingTime(): Duration {
    return nanoseconds(Math.floor(this.#random.between(wakingTimeMin, wakingTimeMax)));
  }
}
