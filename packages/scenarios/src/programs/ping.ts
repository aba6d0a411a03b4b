// `ping [-c N] A.B.C.D`: echo requests one second apart, laid out as iputils prints them.

import type { SocketEffect } from '@ospflab/linux-host';
import { formatIpv4Address, parseIpv4Address, quotedFiveTuple, type Ipv4Address } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import type { ApplicationContext } from '../applications/application.ts';
import type { Program, ProgramStart } from './program.ts';

const usage = 'ping [-c COUNT] [-n] A.B.C.D';
const countDefault = 4;
const countMax = 1000;
const dataBytes = 56;
const headerBytes = 28;
const lastWait = seconds(2);

export function startPing(words: readonly string[]): ProgramStart {
  let count = countDefault;
  let address: Ipv4Address | undefined;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === '-c') count = Number(words[++index]);
    else if (word !== '-n') address = parseIpv4Address(word);
  }
  if (address === undefined || !Number.isInteger(count) || count < 1 || count > countMax)
    return { ok: false, usage };
  const target = address;
  return { ok: true, make: (context) => new Ping(context, target, count) };
}

class Ping implements Program {
  output: string;
  finished = false;
  readonly #context: ApplicationContext;
  readonly #address: Ipv4Address;
  readonly #count: number;
  readonly #sentAt = new Map<number, Instant>();
  readonly #times: number[] = [];
  #identifier = 0;
  #sent = 0;
  #errors = 0;

  constructor(context: ApplicationContext, address: Ipv4Address, count: number) {
    this.#context = context;
    this.#address = address;
    this.#count = count;
    const text = formatIpv4Address(address);
    this.output = `PING ${text} (${text}) ${dataBytes}(${dataBytes + headerBytes}) bytes of data.\n`;
  }

  start(): void {
    this.#identifier = this.#context.newSocket() & 0xffff;
    this.woken();
  }

  crashed(): void {
    this.finished = true;
  }

  woken(): void {
    if (this.finished) return;
    if (this.#sent >= this.#count) {
      this.#finish();
      return;
    }
    const sequence = ++this.#sent;
    this.#sentAt.set(sequence, this.#context.now());
    this.#context.host({
      kind: 'pingSend',
      identifier: this.#identifier,
      sequence,
      destination: this.#address,
      dataBytes,
    });
    this.#context.wakeAfter(sequence < this.#count ? seconds(1) : lastWait, 0);
  }

  socketEffect(effect: SocketEffect): void {
    if (this.finished) return;
    if (effect.kind === 'sendFailed' && effect.destination === this.#address) {
      this.#errors++;
      const words = effect.reason === 'noRoute' ? 'Network is unreachable' : 'Destination Host Unreachable';
      this.output += `ping: ${words}\n`;
    }
    if (effect.kind !== 'icmpReceived') return;
    const { payload, source, ttl } = effect.packet;
    if (payload.kind === 'icmpEcho' && payload.operation === 'reply') {
      this.#replied(payload.identifier, payload.sequence, source, ttl);
    } else if ('original' in payload && quotedFiveTuple(payload.original)?.destination === this.#address) {
      if (payload.kind === 'icmpRedirect') {
        this.output += `From ${formatIpv4Address(source)}: Redirect Host(New nexthop: ${formatIpv4Address(payload.gateway)})\n`;
        return;
      }
      this.#errors++;
      const words = payload.kind === 'icmpTimeExceeded' ? 'Time to live exceeded' : 'Destination unreachable';
      this.output += `From ${formatIpv4Address(source)} icmp_seq=${this.#sent} ${words}\n`;
    }
  }

  #replied(identifier: number, sequence: number, source: Ipv4Address, ttl: number): void {
    const sentAt = this.#sentAt.get(sequence);
    if (identifier !== this.#identifier || sentAt === undefined) return;
    this.#sentAt.delete(sequence);
    const milliseconds = (this.#context.now() - sentAt) / 1e6;
    this.#times.push(milliseconds);
    this.output += `${dataBytes + 8} bytes from ${formatIpv4Address(source)}: icmp_seq=${sequence} ttl=${ttl} time=${milliseconds.toFixed(3)} ms\n`;
    if (sequence === this.#count) this.#finish();
  }

  #finish(): void {
    this.finished = true;
    const received = this.#times.length;
    const loss = Math.round(((this.#sent - received) / this.#sent) * 100);
    const errors = this.#errors > 0 ? `+${this.#errors} errors, ` : '';
    this.output += `\n--- ${formatIpv4Address(this.#address)} ping statistics ---\n`;
    this.output += `${this.#sent} packets transmitted, ${received} received, ${errors}${loss}% packet loss\n`;
    if (received === 0) return;
    const average = this.#times.reduce((sum, time) => sum + time, 0) / received;
    const figures = [Math.min(...this.#times), average, Math.max(...this.#times)];
    this.output += `rtt min/avg/max = ${figures.map((figure) => figure.toFixed(3)).join('/')} ms\n`;
  }
}
