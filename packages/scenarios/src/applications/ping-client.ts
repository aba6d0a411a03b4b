// Ping traffic: one ICMP echo request every interval; a request without answer within its time limit is lost.

import type { SocketEffect } from '@ospflab/linux-host';
import { nanoseconds, seconds, type Instant } from '@ospflab/sim';
import type { PingTraffic } from '../scenario/traffic.ts';
import type { Application, ApplicationContext } from './application.ts';

const timeLimit = seconds(2);
/** Wake-up argument for sending; every other argument is the sequence number whose time is up. */
const sendNext = -1;

export class PingClient implements Application {
  sent = 0;
  readonly #context: ApplicationContext;
  readonly #traffic: PingTraffic;
  readonly #waiting = new Map<number, Instant>();
  #identifier = 0;
  #sequence = 0;

  constructor(context: ApplicationContext, traffic: PingTraffic) {
    this.#context = context;
    this.#traffic = traffic;
  }

  start(): void {
    this.#identifier = this.#context.newSocket();
    const wait = Math.max(0, this.#traffic.start - this.#context.now());
    this.#context.wakeAfter(nanoseconds(wait), sendNext);
  }

  crashed(): void {
    this.#waiting.clear();
  }

  woken(argument: number): void {
    if (argument === sendNext) this.#send();
    else if (this.#waiting.delete(argument)) {
      this.#context.record({ kind: 'pingLost', traffic: this.#traffic.name, sequence: argument });
    }
  }

  socketEffect(effect: SocketEffect): void {
    if (effect.kind !== 'icmpReceived') return;
    const message = effect.packet.payload;
    if (message.kind !== 'icmpEcho' || message.identifier !== (this.#identifier & 0xffff)) return;
    const sentAt = this.#waiting.get(message.sequence);
    if (sentAt === undefined) return;
    this.#waiting.delete(message.sequence);
    this.#context.record({
      kind: 'pingAnswered',
      traffic: this.#traffic.name,
      sequence: message.sequence,
      duration: this.#context.now() - sentAt,
    });
  }

  #send(): void {
    const { sources, destination, stop, interval } = this.#traffic;
    if (this.#context.now() > stop) return;
    const sequence = (this.#sequence = (this.#sequence + 1) & 0xffff);
    const source = sources[(sequence - 1) % Math.max(1, sources.length)];
    const identifier = this.#identifier & 0xffff;
    this.sent++;
    this.#waiting.set(sequence, this.#context.now());
    this.#context.host(
      source === undefined
        ? { kind: 'pingSend', identifier, sequence, destination }
        : { kind: 'pingSend', identifier, sequence, destination, source },
    );
    this.#context.wakeAfter(timeLimit, sequence);
    this.#context.wakeAfter(interval, sendNext);
  }
}
