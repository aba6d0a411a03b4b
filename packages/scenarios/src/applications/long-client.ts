// Long traffic: connections that stay, send one byte every interval and note the longest silence between answers.
// They open as a web socket does; a plain echo server sends the opening back, which serves as well.

import type { SocketEffect } from '@ospflab/linux-host';
import { bytesOfText, formatIpv4Address, textOfBytes } from '@ospflab/net';
import { nanoseconds, type EventHandle, type Instant } from '@ospflab/sim';
import type { LongTraffic } from '../scenario/traffic.ts';
import type { LongFlowEnd } from './application-event.ts';
import type { Application, ApplicationContext } from './application.ts';
import type { FlowCensus } from './flow-census.ts';

const oneByte = bytesOfText('.');
const endOfOpening = '\r\n\r\n';

interface Flow {
  /** 0 … connections − 1 */
  readonly number: number;
  established: boolean;
  /** What came of the answer to the opening so far; undefined once it is complete. */
  opening: string | undefined;
  bytesSent: number;
  bytesAnswered: number;
  lastAnswer: Instant;
  longestGap: number;
  wake: EventHandle | undefined;
}

export class LongClient implements Application {
  readonly #context: ApplicationContext;
  readonly #traffic: LongTraffic;
  readonly #openingRequest: Uint8Array;
  readonly #flows = new Map<number, Flow>();
  #opened = 0;
  #established = 0;
  /** Since the last census. */
  readonly #since = { reset: 0, endedOtherwise: 0, longestGap: 0 };

  constructor(context: ApplicationContext, traffic: LongTraffic) {
    this.#context = context;
    this.#traffic = traffic;
    const host = formatIpv4Address(traffic.destination);
    this.#openingRequest = bytesOfText(
      `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: echo${endOfOpening}`,
    );
  }

  /** Flows start spread over one interval, so that they do not all send in the same instant. */
  start(): void {
    const wait = Math.max(0, this.#traffic.start - this.#context.now());
    for (let opened = this.#opened; opened < this.#traffic.connections; opened++) {
      const offset = this.#context.random.between(0, this.#traffic.interval);
      this.#context.wakeAfter(nanoseconds(wait + offset), 0);
    }
  }

  crashed(): void {
    for (const socket of [...this.#flows.keys()]) this.#end(socket, 'closed');
  }

  /** At the end of a run: tells what became of the flows that still stand. */
  finish(): void {
    for (const [socket, flow] of [...this.#flows]) {
      const waiting = flow.bytesSent - flow.bytesAnswered;
      this.#end(socket, flow.opening === undefined && waiting <= 1 ? 'survived' : 'hung');
    }
  }

  /** Counts the flows, and begins to count anew. */
  takeCensus(): FlowCensus {
    const standing = [...this.#flows.values()].filter(({ established }) => established);
    const { reset, endedOtherwise, longestGap } = this.#since;
    Object.assign(this.#since, { reset: 0, endedOtherwise: 0, longestGap: 0 });
    return {
      flows: this.#established,
      alive: standing.length,
      stalled: standing.filter(({ bytesSent, bytesAnswered }) => bytesSent - bytesAnswered > 1).length,
      reset,
      endedOtherwise,
      longestGapSeconds: longestGap / 1e9,
    };
  }

  woken(argument: number): void {
    if (argument === 0) this.#open();
    else this.#sendByte(argument);
  }

  socketEffect(effect: SocketEffect): void {
    switch (effect.kind) {
      case 'tcpConnected': {
        const flow = this.#flows.get(effect.socket);
        if (flow === undefined) return;
        flow.established = true;
        this.#established++;
        flow.lastAnswer = this.#context.now();
        this.#context.record({
          kind: 'longFlowEstablished',
          traffic: this.#traffic.name,
          flow: flow.number,
          source: effect.local,
          sourcePort: effect.localPort,
        });
        this.#context.host({ kind: 'tcpSend', socket: effect.socket, bytes: this.#openingRequest });
        return;
      }
      case 'tcpReceived':
        this.#received(effect.socket, effect.bytes);
        return;
      case 'tcpClosed':
        this.#context.host({ kind: 'tcpClose', socket: effect.socket });
        this.#end(effect.socket, 'closed');
        return;
      case 'tcpReset':
        this.#end(effect.socket, 'reset');
        return;
      case 'tcpFailed':
        this.#end(effect.socket, failureOf(effect.reason));
        return;
      default:
        return;
    }
  }

  #open(): void {
    const { sources, destination, port } = this.#traffic;
    const socket = this.#context.newSocket();
    const number = this.#opened++;
    this.#flows.set(socket, {
      number,
      established: false,
      opening: '',
      bytesSent: 0,
      bytesAnswered: 0,
      lastAnswer: this.#context.now(),
      longestGap: 0,
      wake: undefined,
    });
    const source = sources[number % Math.max(1, sources.length)];
    this.#context.host(
      source === undefined
        ? { kind: 'tcpConnect', socket, destination, port }
        : { kind: 'tcpConnect', socket, destination, port, source },
    );
  }

  #sendByte(socket: number): void {
    const flow = this.#flows.get(socket);
    if (flow === undefined || this.#context.now() > this.#traffic.stop) return;
    flow.bytesSent++;
    this.#context.host({ kind: 'tcpSend', socket, bytes: oneByte });
    flow.wake = this.#context.wakeAfter(this.#traffic.interval, socket);
  }

  #received(socket: number, bytes: Uint8Array): void {
    const flow = this.#flows.get(socket);
    if (flow === undefined) return;
    if (flow.opening === undefined) {
      this.#answered(flow, bytes.length);
      return;
    }
    flow.opening += textOfBytes(bytes);
    if (!flow.opening.endsWith(endOfOpening)) return;
    flow.opening = undefined;
    flow.lastAnswer = this.#context.now();
    this.#sendByte(socket);
  }

  #answered(flow: Flow, bytes: number): void {
    const now = this.#context.now();
    flow.bytesAnswered += bytes;
    const gap = now - flow.lastAnswer;
    flow.longestGap = Math.max(flow.longestGap, gap);
    this.#since.longestGap = Math.max(this.#since.longestGap, gap);
    flow.lastAnswer = now;
  }

  #end(socket: number, reason: LongFlowEnd): void {
    const flow = this.#flows.get(socket);
    if (flow === undefined) return;
    if (flow.wake !== undefined) this.#context.cancelWake(flow.wake);
    if (flow.established && reason === 'reset') this.#since.reset++;
    else if (flow.established) this.#since.endedOtherwise++;
    this.#flows.delete(socket);
    this.#context.forgetSocket(socket);
    this.#context.record({
      kind: 'longFlowEnded',
      traffic: this.#traffic.name,
      flow: flow.number,
      reason,
      longestGap: flow.longestGap,
    });
  }
}

function failureOf(
  reason: 'refused' | 'timeout' | 'unreachable' | 'portInUse' | 'tooManySockets',
): LongFlowEnd {
  return reason === 'portInUse' || reason === 'tooManySockets' ? 'noLocalPort' : reason;
}
