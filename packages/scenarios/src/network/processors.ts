// The processors of the computer on which all machines of a scenario are namespaces. A daemon that has something to do waits for one.

import {
  after,
  microseconds,
  nanoseconds,
  type EventTarget,
  type RandomStream,
  type Simulation,
  type TargetId,
} from '@ospflab/sim';

/** What one who asked for a processor is told when it is there. */
export interface ProcessorUser {
  processorGranted(): void;
}

/**
 * Programs outside the scenario hold the processors for 0.1 to 25.6 ms, short times as often as twice as long ones. Read off daemons of ten
 * labs on two processors: of 4,200 wake-ups 8 % were more than 0.1 ms late, 3 % more than 1 ms, 1 % more than 7 ms.
 */
const shortestWait = microseconds(100);
const waitDoublings = 8;

const othersDone = 0;
const handedOver = 1;

export class Processors implements EventTarget {
  readonly #simulation: Simulation;
  readonly #self: TargetId;
  readonly #random: RandomStream;
  readonly #otherPrograms: number;
  readonly #queue: ProcessorUser[] = [];
  /** Who has asked for a processor and has none yet. */
  readonly #asking = new Set<ProcessorUser>();
  readonly #granted = new Set<ProcessorUser>();
  #free: number;

  /** `otherPrograms`: the share of requests that find all processors taken by programs outside the scenario. */
  constructor(simulation: Simulation, count: number, otherPrograms: number) {
    this.#simulation = simulation;
    this.#self = simulation.register(this);
    this.#random = simulation.stream('processors');
    this.#free = count;
    this.#otherPrograms = otherPrograms;
  }

  /** Grants one at once or later. */
  request(user: ProcessorUser): void {
    this.#asking.add(user);
    if (!this.#random.chance(this.#otherPrograms)) {
      this.#grantOrQueue(user);
      return;
    }
    const wait = shortestWait * (1 << this.#random.integer(waitDoublings)) * this.#random.between(1, 2);
    const at = after(this.#simulation.now, nanoseconds(Math.floor(wait)));
    this.#simulation.schedule(at, this.#self, othersDone, user);
  }

  /** The user gives its processor to the next, or does not want one any more. */
  release(user: ProcessorUser): void {
    this.#asking.delete(user);
    if (!this.#granted.delete(user)) return;
    this.#free++;
    let next = this.#queue.shift();
    while (next !== undefined && !this.#asking.has(next)) next = this.#queue.shift();
    if (next === undefined) return;
    this.#take(next);
    this.#simulation.schedule(this.#simulation.now, this.#self, handedOver, next);
  }

  handleEvent(kind: number, argument: unknown): void {
    const user = argument as ProcessorUser;
    if (kind === othersDone) this.#grantOrQueue(user);
    else if (this.#granted.has(user)) user.processorGranted();
  }

  #grantOrQueue(user: ProcessorUser): void {
    if (!this.#asking.has(user)) return;
    if (this.#free === 0) {
      this.#queue.push(user);
      return;
    }
    this.#take(user);
    user.processorGranted();
  }

  #take(user: ProcessorUser): void {
    this.#free--;
    this.#asking.delete(user);
    this.#granted.add(user);
  }
}
