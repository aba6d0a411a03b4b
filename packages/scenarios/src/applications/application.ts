// What a program on a simulated host sees: sockets of its own, wake-ups, a random stream and the trace. It never sees the network.

import type { HostInput, SocketEffect } from '@ospflab/linux-host';
import type { Duration, EventHandle, Instant, RandomStream } from '@ospflab/sim';
import type { ApplicationEvent } from './application-event.ts';

export interface ApplicationContext {
  readonly now: () => Instant;
  /** Done by the host after what it is doing now. */
  readonly host: (input: HostInput) => void;
  /** A number below `firstAcceptedSocket` whose effects come to this application; also used for listeners and ping identifiers. */
  readonly newSocket: () => number;
  /** The application expects nothing more from this socket. */
  readonly forgetSocket: (socket: number) => void;
  readonly wakeAfter: (delay: Duration, argument: number) => EventHandle;
  readonly cancelWake: (handle: EventHandle) => void;
  readonly random: RandomStream;
  readonly record: (event: ApplicationEvent) => void;
}

export interface Application {
  start(): void;
  /** Its host lost power: sockets and wake-ups are gone already. `start` may follow. */
  crashed(): void;
  socketEffect(effect: SocketEffect): void;
  woken(argument: number): void;
}
