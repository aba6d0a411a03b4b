// `traceroute A.B.C.D`: three UDP probes per hop to ports from 33434, laid out as `traceroute -n` prints them.

import type { SocketEffect } from '@ospflab/linux-host';
import { formatIpv4Address, parseIpv4Address, quotedFiveTuple, type Ipv4Address } from '@ospflab/net';
import { seconds, type EventHandle, type Instant } from '@ospflab/sim';
import type { ApplicationContext } from '../applications/application.ts';
import type { Program, ProgramStart } from './program.ts';

const usage = 'traceroute [-n] A.B.C.D';
const hopsMax = 30;
const probesPerHop = 3;
const firstPort = 33434;
const probeWait = seconds(5);
const probeBytes = new Uint8Array(32);

export function startTraceroute(words: readonly string[]): ProgramStart {
  const address = parseIpv4Address(words.find((word) => !word.startsWith('-')) ?? '');
  if (address === undefined) return { ok: false, usage };
  return { ok: true, make: (context) => new Traceroute(context, address) };
}

class Traceroute implements Program {
  output: string;
  finished = false;
  readonly #context: ApplicationContext;
  readonly #address: Ipv4Address;
  #socket = 0;
  #probe = 0;
  #sentAt = 0 as Instant;
  #timeLimit: EventHandle | undefined;
  #lastAnswerer: Ipv4Address | undefined;
  #arrived = false;

  constructor(context: ApplicationContext, address: Ipv4Address) {
    this.#context = context;
    this.#address = address;
    const text = formatIpv4Address(address);
    this.output = `traceroute to ${text} (${text}), ${hopsMax} hops max, 60 byte packets\n`;
  }

  start(): void {
    this.#socket = this.#context.newSocket();
    this.#sendProbe();
  }

  crashed(): void {
    this.finished = true;
  }

  /** The probe was not answered in time. */
  woken(): void {
    if (this.finished) return;
    this.output += ' *';
    this.#next();
  }

  socketEffect(effect: SocketEffect): void {
    if (this.finished || effect.kind !== 'icmpReceived') return;
    const { payload, source } = effect.packet;
    if (payload.kind !== 'icmpTimeExceeded' && payload.kind !== 'icmpDestinationUnreachable') return;
    const quoted = quotedFiveTuple(payload.original);
    if (quoted?.destination !== this.#address || quoted.destinationPort !== firstPort + this.#probe) return;
    if (this.#timeLimit !== undefined) this.#context.cancelWake(this.#timeLimit);
    if (source !== this.#lastAnswerer) this.output += ` ${formatIpv4Address(source)}`;
    this.#lastAnswerer = source;
    this.output += `  ${((this.#context.now() - this.#sentAt) / 1e6).toFixed(3)} ms`;
    if (payload.kind === 'icmpDestinationUnreachable') this.#arrived = true;
    this.#next();
  }

  #next(): void {
    this.#probe++;
    if (this.#probe % probesPerHop === 0) {
      this.output += '\n';
      if (this.#arrived || this.#probe >= hopsMax * probesPerHop) {
        this.finished = true;
        this.#context.host({ kind: 'udpClose', socket: this.#socket });
        this.#context.forgetSocket(this.#socket);
        return;
      }
    }
    this.#sendProbe();
  }

  #sendProbe(): void {
    const ttl = Math.floor(this.#probe / probesPerHop) + 1;
    if (this.#probe % probesPerHop === 0) {
      this.output += `${String(ttl).padStart(2)} `;
      this.#lastAnswerer = undefined;
    }
    this.#sentAt = this.#context.now();
    this.#timeLimit = this.#context.wakeAfter(probeWait, 0);
    this.#context.host({
      kind: 'udpSend',
      socket: this.#socket,
      destination: this.#address,
      port: firstPort + this.#probe,
      bytes: probeBytes,
      ttl,
    });
  }
}
