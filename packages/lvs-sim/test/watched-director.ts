// A director as a whole for tests: keepalived steering a real IPVS, and servers that answer, refuse or stay silent, on one event loop.

import { seconds, type Instant } from '@ospflab/sim';
import { bytesOfText, formatIpv4Address, ipv4, textOfBytes, type Ipv4Address } from '@ospflab/net';
import {
  Ipvs,
  Keepalived,
  serverHello,
  type DestinationView,
  type IpvsCommand,
  type KeepalivedConfig,
  type KeepalivedEffect,
  type KeepalivedEvent,
} from '@ospflab/lvs-sim';

/** `status`: of the web server, the name server's answer, the mail server's banner, the program. */
export type ServerMood = 'serving' | 'refused' | 'silent' | 'noRoute' | { readonly status: number };

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
  /** Of each line of the log. */
  readonly loggedAt: Instant[] = [];
  readonly commands: string[] = [];
  readonly events: { readonly at: Instant; readonly event: KeepalivedEvent }[] = [];
  /** Every change of the kernel's pool: `address weight, …` in the scheduler's order. */
  readonly pools: { readonly at: Instant; readonly pool: string }[] = [];
  /** Open attempts, to see that there is never more than one per check. */
  readonly open = new Map<number, number>();
  onCommand: (text: string) => void = () => undefined;
  onIpvsCommand: (command: IpvsCommand) => void = () => undefined;
  /** What a serving web server answers with. */
  body = 'hello';
  now = 0 as Instant;
  /** Exit status of programs, by command. */
  readonly scripts = new Map<string, number>();
  /** The last request and datagram of each check. */
  readonly sent = new Map<number, Uint8Array>();
  /** Whether web servers take the stand-in for TLS. */
  tls = false;
  private readonly servers = new Map<number, { readonly address: Ipv4Address; readonly port: number }>();
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
        this.servers.set(effect.check, effect);
        this.connect(effect.check, effect.address);
        return;
      case 'sendBytes':
        this.sent.set(effect.check, effect.bytes);
        this.answer(effect.check, effect.bytes);
        return;
      case 'closeConnection':
      case 'abandonConnection':
      case 'forgetProbe':
      case 'killScript':
        this.open.delete(effect.check);
        return;
      case 'sendDatagram':
        this.sent.set(effect.check, effect.bytes);
        this.probe(effect.check, effect.address, effect.bytes);
        return;
      case 'sendEcho':
        this.probe(effect.check, effect.address, undefined);
        return;
      case 'runScript':
        this.run(effect.check, effect.command);
        return;
      case 'ipvs':
        this.onIpvsCommand(effect.command);
        this.ipvs.handle(effect.command, this.now);
        if (this.pools.at(-1)?.pool !== this.pool()) this.pools.push({ at: this.now, pool: this.pool() });
        return;
      case 'runCommand':
        this.commands.push(effect.text);
        this.onCommand(effect.text);
        return;
      case 'log':
        this.log.push(effect.text);
        this.loggedAt.push(this.now);
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
          } else {
            this.keepalived.handle({ kind: 'connectSucceeded', check }, now);
            if (this.servers.get(check)?.port === 25) this.greet(check, mood);
          }
        });
      });
      if (this.moods.get(address) !== 'silent') return;
    }
  }

  /** What a server says, if the attempt still stands when it arrives. */
  private say(check: number, text: string, andThen?: (now: Instant) => void): void {
    const connection = this.open.get(check);
    this.at(this.now + 2 * latency, (now) => {
      if (connection === undefined || this.open.get(check) !== connection) return;
      this.keepalived.handle({ kind: 'bytesReceived', check, bytes: bytesOfText(text) }, now);
      if (this.open.get(check) === connection) andThen?.(now);
    });
  }

  private greet(check: number, mood: ServerMood): void {
    this.say(check, `${typeof mood === 'object' ? mood.status : 220} mail\r\n`);
  }

  private answer(check: number, bytes: Uint8Array): void {
    const server = this.servers.get(check);
    const mood = (server && this.moods.get(server.address)) ?? 'serving';
    if (mood === 'silent') return;
    const close = (now: Instant): void =>
      this.keepalived.handle({ kind: 'connectionClosed', check, how: 'closed' }, now);
    const text = textOfBytes(bytes);
    if (server?.port === 25) {
      if (text === 'QUIT\r\n') this.say(check, '221 bye\r\n', close);
      else this.say(check, '250 ok\r\n');
    } else if (!text.startsWith('GET')) {
      if (this.tls) this.say(check, textOfBytes(serverHello));
      else this.say(check, 'HTTP/1.1 400 Bad Request\r\n\r\n', close);
    } else {
      const status = typeof mood === 'object' ? mood.status : 200;
      this.say(
        check,
        `HTTP/1.0 ${status} x\r\nContent-Length: ${this.body.length}\r\n\r\n${this.body}`,
        close,
      );
    }
  }

  /** A datagram with its echo, or a name server's answer to it; without bytes an echo request. */
  private probe(check: number, address: Ipv4Address, bytes: Uint8Array | undefined): void {
    const attempt = ++this.connections;
    this.open.set(check, attempt);
    const mood = this.moods.get(address) ?? 'serving';
    this.at(this.now + (mood === 'noRoute' ? 0 : 2 * latency), (now) => {
      if (mood === 'silent' || this.open.get(check) !== attempt) return;
      if (mood === 'noRoute' || (mood === 'refused' && bytes !== undefined)) {
        this.keepalived.handle({ kind: 'probeFailed', check, reason: mood }, now);
      } else if (bytes === undefined) this.keepalived.handle({ kind: 'echoReplied', check }, now);
      else {
        const answer = bytes.slice();
        if (typeof mood === 'object') answer.set([0x81, 0x80 | mood.status], 2);
        else if (answer[2] === 1 && answer[5] === 1) answer.set([0x81, 0x80], 2);
        this.keepalived.handle({ kind: 'datagramReceived', check, bytes: answer }, now);
      }
    });
  }

  /** Programs take 5 ms; without a status they hang. */
  private run(check: number, command: string): void {
    const attempt = ++this.connections;
    this.open.set(check, attempt);
    this.at(this.now + 5e6, (now) => {
      const status = this.scripts.get(command);
      if (status === undefined || this.open.get(check) !== attempt) return;
      this.open.delete(check);
      this.keepalived.handle({ kind: 'scriptExited', check, status }, now);
    });
  }
}
