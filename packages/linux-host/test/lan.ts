// A small network of real hosts for tests: LANs with a fixed delay, an event loop over an array, and everything the hosts did.

import {
  decodeFrame,
  encodeFrame,
  ipv4,
  macFromNumber,
  parseIpv4Prefix,
  type EthernetFrame,
  type Ipv4Prefix,
} from '@ospflab/net';
import { microseconds, type Instant } from '@ospflab/sim';
import {
  LinuxHost,
  type HostConfig,
  type HostEffect,
  type HostEvent,
  type HostHooks,
  type HostInput,
} from '@ospflab/linux-host';

/** A small fixed generator (xorshift), so that a failing test fails again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

export function prefix(text: string): Ipv4Prefix {
  const parsed = parseIpv4Prefix(text);
  if (parsed === undefined) throw new RangeError(text);
  return parsed;
}

export interface SeenFrame {
  readonly at: Instant;
  readonly from: string;
  readonly lan: string;
  readonly frame: EthernetFrame;
}

interface Pending {
  readonly at: Instant;
  readonly order: number;
  readonly run: () => void;
}

interface Port {
  readonly node: string;
  readonly interfaceIndex: number;
  cut: boolean;
}

export interface NodeOptions {
  /** Interface name → [lan, addresses]; indexes follow in order from 2. */
  readonly interfaces: Readonly<Record<string, readonly [string, ...string[]]>>;
  readonly loopback?: readonly string[];
  readonly sysctls?: Readonly<Record<string, number>>;
  /** `destination via gateway` */
  readonly routes?: Readonly<Record<string, string>>;
  readonly hooks?: HostHooks;
  readonly config?: Partial<HostConfig>;
  readonly mtu?: number;
}

export class Lan {
  now = 0 as Instant;
  readonly frames: SeenFrame[] = [];
  readonly effects: { at: Instant; node: string; effect: HostEffect }[] = [];
  /** Frames for which it returns true are lost. */
  lose: (frame: EthernetFrame, from: string) => boolean = () => false;
  /** Called for each effect after it is kept: an application. */
  react: (node: string, effect: HostEffect) => void = () => undefined;
  private readonly hosts = new Map<string, LinuxHost>();
  private readonly ports = new Map<string, Port[]>();
  private readonly timers = new Map<string, number>();
  private pending: Pending[] = [];
  private order = 0;
  private readonly seed: number;
  private readonly asBytes: boolean;

  constructor(options: { seed?: number; asBytes?: boolean } = {}) {
    this.seed = options.seed ?? 1;
    this.asBytes = options.asBytes ?? false;
  }

  add(node: string, options: NodeOptions): LinuxHost {
    const number = this.hosts.size + 1;
    const names = Object.entries(options.interfaces);
    const config: HostConfig = {
      interfaces: [
        {
          index: 1,
          name: 'lo',
          mac: macFromNumber(0),
          loopback: true,
          addresses: (options.loopback ?? []).map(addressOf),
        },
        ...names.map(([name, [, ...addresses]], position) => ({
          index: position + 2,
          name,
          mac: macFromNumber(0x020000000000 + number * 256 + position),
          mtu: options.mtu ?? 1500,
          addresses: addresses.map(addressOf),
        })),
      ],
      sysctls: Object.entries(options.sysctls ?? {}).map(([key, value]) => ({ key, value })),
      routes: Object.entries(options.routes ?? {}).map(([destination, gateway]) => ({
        source: 'kernel' as const,
        prefix: prefix(destination),
        nextHops: gateway.split(',').map((text) => ({ address: ipv4(text) })),
      })),
      ...options.config,
    };
    const host = new LinuxHost(
      config,
      seeded(this.seed * 1000 + number),
      (effect) => this.effect(node, effect),
      options.hooks,
    );
    this.hosts.set(node, host);
    names.forEach(([, [lan]], position) => {
      const ports = this.ports.get(lan) ?? [];
      ports.push({ node, interfaceIndex: position + 2, cut: false });
      this.ports.set(lan, ports);
    });
    this.give(node, { kind: 'booted' });
    return host;
  }

  host(node: string): LinuxHost {
    return this.hosts.get(node)!;
  }

  give(node: string, input: HostInput): void {
    this.hosts.get(node)!.handle(input, this.now);
  }

  at(instant: Instant, run: () => void): void {
    this.pending.push({ at: instant, order: this.order++, run });
  }

  /** A silent cut: carrier stays. */
  cut(node: string, cut = true): void {
    for (const ports of this.ports.values()) for (const port of ports) if (port.node === node) port.cut = cut;
  }

  run(until: Instant): void {
    for (let events = 0; events < 2_000_000; events++) {
      let best: Pending | undefined;
      for (const entry of this.pending) {
        if (entry.at > until) continue;
        if (best === undefined || entry.at < best.at || (entry.at === best.at && entry.order < best.order))
          best = entry;
      }
      if (best === undefined) {
        this.now = until;
        return;
      }
      this.pending.splice(this.pending.indexOf(best), 1);
      this.now = best.at;
      best.run();
    }
    throw new Error('the test network never came to rest');
  }

  runFor(duration: number): void {
    this.run((this.now + duration) as Instant);
  }

  events<K extends HostEvent['kind']>(node: string, kind: K): (HostEvent & { kind: K })[] {
    return this.effects.flatMap(({ node: from, effect }) =>
      from === node && effect.kind === 'record' && effect.event.kind === kind
        ? [effect.event as HostEvent & { kind: K }]
        : [],
    );
  }

  effectsOf<K extends HostEffect['kind']>(node: string, kind: K): (HostEffect & { kind: K })[] {
    return this.effects.flatMap(({ node: from, effect }) =>
      from === node && effect.kind === kind ? [effect as HostEffect & { kind: K }] : [],
    );
  }

  /** Every event with its instant and node, as one text: for comparing whole runs. */
  story(): string {
    return this.effects
      .flatMap(({ at, node, effect }) =>
        effect.kind === 'record' ? [`${at} ${node} ${JSON.stringify(effect.event)}`] : [],
      )
      .join('\n');
  }

  /** A frame from outside, as a test puts it on the wire. */
  inject(lan: string, frame: EthernetFrame): void {
    this.deliver(lan, 'outside', frame);
  }

  private effect(node: string, effect: HostEffect): void {
    this.effects.push({ at: this.now, node, effect });
    switch (effect.kind) {
      case 'sendFrame':
        this.transmit(node, effect.interfaceIndex, effect.frame);
        break;
      case 'setTimer':
        this.setTimer(node, effect.timer, effect.at);
        break;
      case 'cancelTimer':
        this.timers.delete(`${node}/${effect.timer}`);
        break;
      default:
        this.react(node, effect);
    }
  }

  private setTimer(node: string, timer: number, at: Instant): void {
    const key = `${node}/${timer}`;
    const mark = this.order;
    this.timers.set(key, mark);
    this.at(at, () => {
      if (this.timers.get(key) !== mark) return;
      this.timers.delete(key);
      this.give(node, { kind: 'timerExpired', timer });
    });
  }

  private transmit(node: string, interfaceIndex: number, frame: EthernetFrame): void {
    for (const [lan, ports] of this.ports) {
      const sender = ports.find((port) => port.node === node && port.interfaceIndex === interfaceIndex);
      if (sender === undefined) continue;
      this.frames.push({ at: this.now, from: node, lan, frame });
      if (!sender.cut && !this.lose(frame, node)) this.deliver(lan, node, frame);
    }
  }

  private deliver(lan: string, from: string, frame: EthernetFrame): void {
    const carried = this.asBytes ? reparsed(frame) : frame;
    for (const port of this.ports.get(lan) ?? []) {
      if (port.node === from || port.cut) continue;
      if (!this.host(port.node).acceptsFrame(port.interfaceIndex, frame.destination)) continue;
      this.at((this.now + microseconds(50)) as Instant, () => {
        if (!port.cut)
          this.give(port.node, {
            kind: 'frameReceived',
            interfaceIndex: port.interfaceIndex,
            frame: carried,
          });
      });
    }
  }
}

function reparsed(frame: EthernetFrame): EthernetFrame {
  const decoded = decodeFrame(encodeFrame(frame));
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.value;
}

function addressOf(text: string): { address: ReturnType<typeof ipv4>; prefixLength: number; scope?: 'host' } {
  const [address = '', length = '32', scope] = text.split('/');
  return {
    address: ipv4(address),
    prefixLength: Number(length),
    ...(scope === 'host' ? { scope: 'host' as const } : {}),
  };
}
