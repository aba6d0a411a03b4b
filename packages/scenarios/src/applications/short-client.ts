// Short traffic: requests arrive as a Poisson process, each one TCP connection from an evenly drawn source address.

import { match } from 'ts-pattern';
import type { SocketEffect } from '@ospflab/linux-host';
import { bytesOfText, textOfBytes, formatIpv4Address, ipv4FromNumber, type Ipv4Address } from '@ospflab/net';
import { nanoseconds, seconds, type EventHandle, type Instant } from '@ospflab/sim';
import type { ShortTraffic } from '../scenario/traffic.ts';
import type { RequestFailure } from './application-event.ts';
import type { Application, ApplicationContext } from './application.ts';

/** Wake-up argument of the next arrival; every other argument is the socket whose time is up. */
const nextArrival = -1;
const endOfHeader = '\r\n\r\n';
const unspecified = ipv4FromNumber(0);

interface Request {
  readonly started: Instant;
  readonly timeLimit: EventHandle;
  source: Ipv4Address;
  sourcePort: number;
  connected: boolean;
  answer: string;
}

export class ShortClient implements Application {
  /** Requests whose SYN was handed to the host. */
  sent = 0;
  readonly #context: ApplicationContext;
  readonly #traffic: ShortTraffic;
  readonly #get: Uint8Array;
  readonly #requests = new Map<number, Request>();

  constructor(context: ApplicationContext, traffic: ShortTraffic) {
    this.#context = context;
    this.#traffic = traffic;
    this.#get = bytesOfText(`GET / HTTP/1.1\r\nHost: ${formatIpv4Address(traffic.destination)}\r\n\r\n`);
  }

  start(): void {
    const wait = Math.max(0, this.#traffic.start - this.#context.now());
    this.#scheduleArrival(wait);
  }

  crashed(): void {
    this.#requests.clear();
  }

  woken(argument: number): void {
    if (argument !== nextArrival) {
      this.#fail(argument, 'lost');
      return;
    }
    if (this.#context.now() > this.#traffic.stop) return;
    this.#connect();
    this.#scheduleArrival(0);
  }

  socketEffect(effect: SocketEffect): void {
    switch (effect.kind) {
      case 'tcpConnected':
        this.#connected(effect.socket, effect.local, effect.localPort);
        return;
      case 'tcpReceived': {
        const request = this.#requests.get(effect.socket);
        if (request !== undefined) request.answer += textOfBytes(effect.bytes);
        return;
      }
      case 'tcpClosed':
        this.#served(effect.socket);
        return;
      case 'tcpReset':
        this.#fail(effect.socket, 'reset');
        return;
      case 'tcpFailed':
        this.#fail(
          effect.socket,
          match(effect.reason)
            .returnType<RequestFailure>()
            .with('refused', () => 'refused')
            .with('timeout', () => 'lost')
            .with('unreachable', () => 'unreachable')
            .with('portInUse', 'tooManySockets', () => 'noLocalPort')
            .exhaustive(),
        );
        return;
      default:
        return;
    }
  }

  /** Requests that are neither served nor failed yet. */
  get pending(): number {
    return this.#requests.size;
  }

  #scheduleArrival(offset: number): void {
    const gap = this.#context.random.exponential(seconds(1 / this.#traffic.ratePerSecond));
    this.#context.wakeAfter(nanoseconds(offset + gap), nextArrival);
  }

  #connect(): void {
    const { sources, destination, port, timeout } = this.#traffic;
    const socket = this.#context.newSocket();
    const source = sources.length === 0 ? undefined : sources[this.#context.random.integer(sources.length)];
    this.#requests.set(socket, {
      started: this.#context.now(),
      timeLimit: this.#context.wakeAfter(timeout, socket),
      source: source ?? unspecified,
      sourcePort: 0,
      connected: false,
      answer: '',
    });
    this.sent++;
    this.#context.host(
      source === undefined
        ? { kind: 'tcpConnect', socket, destination, port }
        : { kind: 'tcpConnect', socket, destination, port, source },
    );
  }

  #connected(socket: number, local: Ipv4Address, localPort: number): void {
    const request = this.#requests.get(socket);
    if (request === undefined) return;
    request.source = local;
    request.sourcePort = localPort;
    request.connected = true;
    this.#context.host({ kind: 'tcpSend', socket, bytes: this.#get });
  }

  #served(socket: number): void {
    const request = this.#forget(socket);
    if (request === undefined) return;
    this.#context.host({ kind: 'tcpClose', socket });
    this.#context.record({
      kind: 'requestServed',
      traffic: this.#traffic.name,
      source: request.source,
      sourcePort: request.sourcePort,
      answer: bodyOf(request.answer),
      duration: this.#context.now() - request.started,
    });
  }

  #fail(socket: number, reason: RequestFailure): void {
    const request = this.#forget(socket);
    if (request === undefined) return;
    if (reason === 'lost') this.#context.host({ kind: 'tcpAbort', socket });
    this.#context.record({
      kind: 'requestFailed',
      traffic: this.#traffic.name,
      source: request.source,
      sourcePort: request.sourcePort,
      reason,
    });
  }

  #forget(socket: number): Request | undefined {
    const request = this.#requests.get(socket);
    if (request === undefined) return undefined;
    this.#context.cancelWake(request.timeLimit);
    this.#requests.delete(socket);
    this.#context.forgetSocket(socket);
    return request;
  }
}

/** What follows the header of an HTTP answer. */
function bodyOf(answer: string): string {
  const end = answer.indexOf(endOfHeader);
  return end < 0 ? '' : answer.slice(end + endOfHeader.length).trimEnd();
}
