// A director as a whole for tests: keepalived steering a real IPVS, and servers that answer, refuse or stay silent, on one event loop.

import { seconds, type Instant } from '@ospflab/sim';
import { formatIpv4Address, ipv4, type Ipv4Address } from '@ospflab/net';
import {
  Ipvs,
  Keepalived,
  type DestinationView,
  type KeepalivedConfig,
  type KeepalivedEffect,
  type KeepalivedEvent,
} from '@ospflab/lvs-sim';

export type ServerMood = 'serving' | 'refused' | 'silent' | { readonly status: number };

/** One way through the network, and how long a SYN waits for its first and second repetition (RFC 6298 §2, 1 s doubled). */
const latency = 200_000;
const synTimes = [0, 1e9, 3e9, 7e9];

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly run: (now: Instant) => void;
}

export class WatchedDirector {
  readonly ipvs: Ipvs;
  readonly keepalived: Keepalived;
  readonly log: string[] = [];
  readonly commands: string[] = [];
  readonly events: { readonly at: Instant; readonly event: KeepalivedEvent }[] = [];
  /** Every change of the kernel's pool: `address weight, …` in the scheduler's order. */
  readonly pools: { readonly at: Instant; readonly pool: string }[] = [];
  /** Open attempts, to see that there is never more than one per check. */
  readonly open = new Map<number, number>();
  onCommand: (text: string) => void = () => undefined;
  /** What a serving web server answers with. */
  body = 'hello';
  now = 0 as Instant;
  private readonly moods = new Map<Ipv4Address, ServerMood>();
  private readonly timers = new Map<number, number>();
  private queue: Pending[] = [];
  private nextOrder = 0;
  private connections = 0;

  constructor(config: KeepalivedConfig, random: () => number) {
    this.ipvs = new Ipvs({}, random, () => undefined);
    this.keepalived = new Keepalived(config, random, (effect) => this.obey(effect));
  }

  setMood(address: string, mood: ServerMood): void {
    this.moods.set(ipv4(address), mood);
  }

  start(): void {
    this.keepalived.handle({ kind: 'started' }, this.now);
  }

  runUntil(end: Instant): void {
    for (let next = this.earliest(); next !== undefined && next.at <= end; next = this.earliest()) {
      this.queue = this.queue.filter((each) => each !== next);
      this.now = next.at as Instant;
      next.run(this.now);
    }
    this.now = end;
  }

  runFor(secondsCount: number): void {
    this.runUntil((this.now + seconds(secondsCount)) as Instant);
  }

  destinations(): readonly DestinationView[] {
    return this.ipvs.virtualServices(this.now)[0]?.destinations ?? [];
  }

  pool(): string {
    return this.destinations()
      .map(({ key, settings }) => `${formatIpv4Address(key.address)} ${settings.weight}`)
      .sort()
      .join(', ');
  }

  private earliest(): Pending | undefined {
    let first: Pending | undefined;
    for (const each of this.queue) {
      if (first === undefined || each.at < first.at || (each.at === first.at && each.order < first.order))
        first = each;
    }
    return first;
  }

  private at(instant: number, run: (now: Instant) => void): void {
    this.queue.push({ at: instant, order: this.nextOrder++, run });
  }

  private obey(effect: KeepalivedEffect): void {
    switch (effect.kind) {
      case 'setTimer': {
        const { timer, at } = effect;
        const order = this.nextOrder;
        this.timers.set(timer, order);
        this.at(at, (now) => {
          if (this.timers.get(timer) === order) this.keepalived.handle({ kind: 'timerExpired', timer }, now);
        });
        return;
      }
      case 'cancelTimer':
        this.timers.delete(effect.timer);
        return;
      case 'openConnection':
        this.connect(effect.check, effect.address);
        return;
      case 'sendBytes':
        this.answer(effect.check);
        return;
      case 'closeConnection':
      case 'abandonConnection':
        this.open.delete(effect.check);
        return;
      case 'ipvs':
        this.ipvs.handle(effect.command, this.now);
        if (this.pools.at(-1)?.pool !== this.pool()) this.pools.push({ at: this.now, pool: this.pool() });
        return;
      case 'runCommand':
        this.commands.push(effect.text);
        this.onCommand(effect.text);
        return;
      case 'log':
        this.log.push(effect.text);
        return;
      case 'record':
        this.events.push({ at: this.now, event: effect.event });
    }
  }

  /** A SYN now and its repetitions; the first that finds the server listening or refusing decides. */
  private connect(check: number, address: Ipv4Address): void {
    if (this.open.has(check)) throw new Error(`check ${check} has two connections`);
    const connection = ++this.connections;
    this.open.set(check, connection);
    for (const wait of synTimes) {
      this.at(this.now + wait + latency, () => {
        const mood = this.moods.get(address) ?? 'serving';
        if (mood === 'silent' || this.open.get(check) !== connection) return;
        this.at(this.now + latency, (now) => {
          if (this.open.get(check) !== connection) return;
          if (mood === 'refused') {
            this.open.delete(check);
            this.keepalived.handle({ kind: 'connectFailed', check, reason: 'refused' }, now);
          } else this.keepalived.handle({ kind: 'connectSucceeded', check }, now);
        });
      });
      if (this.moods.get(address) !== 'silent') return;
    }
  }

  private answer(check: number): void {
    const connection = this.open.get(check);
    this.at(this.now + 2 * latency, (now) => {
      if (this.open.get(check) !== connection) return;
      const address = [...this.moods.keys()][0];
      const mood = address === undefined ? 'serving' : this.moods.get(address);
      if (mood === 'silent') return;
      const status = typeof mood === 'object' ? mood.status : 200;
      const text = `HTTP/1.0 ${status} x\r\nContent-Length: ${this.body.length}\r\n\r\n${this.body}`;
      const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
      this.keepalived.handle({ kind: 'bytesReceived', check, bytes }, now);
    });
  }
}
