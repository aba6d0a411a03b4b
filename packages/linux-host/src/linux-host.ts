// A Linux machine as the network sees it. One entry, `handle`; effects leave through the sink in order.
// The machine starts switched off: `booted` makes a kernel from the configuration, `crashed` throws it away without a word.

import type { EthernetFrame, Ipv4Address, MacAddress } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import { applyBoot } from './boot.ts';
import type { HostConfig } from './config.ts';
import type { HostEffect } from './effect.ts';
import type { HostInput, RawInput } from './input.ts';
import { handleConfiguration } from './handle-configuration.ts';
import type { Neighbor } from './arp/neighbor.ts';
import type { NetworkInterface } from './interface/network-interface.ts';
import { ipInput } from './ip/ip-input.ts';
import { ipOutput } from './ip/ip-output.ts';
import { Kernel } from './kernel.ts';
import type { HostHooks } from './local-in-verdict.ts';
import type { FibRoute } from './routing/fib-route.ts';
import type { NextHopObject } from './routing/next-hop-objects.ts';
import type { ZebraNextHop } from './routing/rib.ts';
import { routeAnswer, type RouteAnswer } from './routing/route-answer.ts';
import type { RibEntry } from './routing/rib-entry.ts';
import type { TcpSocketView } from './tcp/tcp-stack.ts';
import { sendPing } from './transport/ping-sockets.ts';

/** Packets a host may send to itself within one input, so that two of its sockets cannot talk for ever at one instant. */
const loopedPerInputMax = 100_000;

export class LinuxHost {
  private readonly config: HostConfig;
  private readonly random: () => number;
  private readonly sink: (effect: HostEffect) => void;
  private readonly hooks: HostHooks;
  private current: Kernel | undefined;
  /** Cables outlive a crash. */
  private readonly carriers = new Map<number, boolean>();
  private busy = false;
  private readonly pending: HostInput[] = [];

  constructor(
    config: HostConfig,
    random: () => number,
    sink: (effect: HostEffect) => void,
    hooks: HostHooks = {},
  ) {
    this.config = config;
    this.random = random;
    this.sink = sink;
    this.hooks = hooks;
  }

  /** An input given from within the sink waits until the current one is done. */
  handle(input: HostInput, now: Instant): void {
    if (this.busy) {
      this.pending.push(input);
      return;
    }
    this.busy = true;
    this.process(input, now);
    for (let position = 0; position < this.pending.length; position++)
      this.process(this.pending[position]!, now);
    this.pending.length = 0;
    this.busy = false;
  }

  get running(): boolean {
    return this.current !== undefined;
  }

  /** In index order; empty while switched off. Changes only within `handle`. */
  get interfaces(): readonly NetworkInterface[] {
    return this.current?.interfaces.list ?? [];
  }

  interfaceNamed(name: string): NetworkInterface | undefined {
    return this.current?.interfaces.named(name);
  }

  /** Delivered here: on any interface, up or down. */
  isLocalAddress(address: Ipv4Address): boolean {
    return this.current?.interfaces.holderOf(address) !== undefined;
  }

  /** zebra's table: by prefix, the newest offer first. */
  ribEntries(): readonly RibEntry[] {
    return this.current?.rib.entries() ?? [];
  }

  /** The kernel's main table: by prefix, then metric. */
  fibRoutes(): readonly FibRoute[] {
    return this.current?.fib.routes() ?? [];
  }

  /** `ip nexthop`: by number, without zebra's. */
  nextHopObjects(): readonly NextHopObject[] {
    return this.current?.nextHopObjects.list() ?? [];
  }

  /** Those that zebra made. */
  zebraNextHops(): readonly ZebraNextHop[] {
    return this.current?.rib.nextHopObjects() ?? [];
  }

  /** `ip route get`. A machine that is switched off has no way anywhere. */
  routeTo(address: Ipv4Address): RouteAnswer {
    return this.current === undefined
      ? { kind: 'refused', type: 'none' }
      : routeAnswer(this.current, address);
  }

  /** By interface, then address. */
  neighbors(): readonly Neighbor[] {
    return this.current?.neighbors.entries() ?? [];
  }

  tcpSockets(): readonly TcpSocketView[] {
    return this.current?.tcp.sockets() ?? [];
  }

  /** What the network card would take in: for a segment that asks before it delivers. */
  acceptsFrame(interfaceIndex: number, destination: MacAddress): boolean {
    return this.current?.interfaces.at(interfaceIndex)?.acceptsDestination(destination) ?? false;
  }

  private process(input: HostInput, now: Instant): void {
    if (input.kind === 'carrierChanged') this.carriers.set(input.interfaceIndex, input.up);
    if (input.kind === 'booted') this.boot(now);
    const kernel = this.current;
    if (kernel === undefined) return;
    kernel.now = now;
    if (input.kind === 'crashed') {
      this.crash(kernel);
      return;
    }
    this.dispatch(kernel, input);
    this.drainLoopback(kernel);
  }

  private dispatch(kernel: Kernel, input: HostInput): void {
    switch (input.kind) {
      case 'frameReceived':
        receiveFrame(kernel, input.interfaceIndex, input.frame);
        return;
      case 'timerExpired':
        kernel.timers.expire(input.timer);
        return;
      case 'sendRaw':
        sendRaw(kernel, input);
        return;
      case 'tcpListen':
      case 'tcpUnlisten':
      case 'tcpConnect':
      case 'tcpSend':
      case 'tcpClose':
      case 'tcpAbort':
        kernel.tcp.handle(input);
        return;
      case 'udpBind':
      case 'udpClose':
      case 'udpSend':
        kernel.udp.handle(input);
        return;
      case 'pingSend':
        sendPing(kernel, input);
        return;
      default:
        handleConfiguration(kernel, input);
    }
  }

  private boot(now: Instant): void {
    this.current?.timers.cancelAll();
    const kernel = new Kernel(this.config, this.random, this.sink, this.hooks);
    kernel.now = now;
    this.current = kernel;
    applyBoot(kernel, this.carriers);
  }

  private crash(kernel: Kernel): void {
    kernel.timers.cancelAll();
    this.current = undefined;
    this.sink({ kind: 'record', event: { kind: 'hostCrashed' } });
  }

  private drainLoopback(kernel: Kernel): void {
    for (let count = 0; kernel.looped.length > 0 && count < loopedPerInputMax; count++) {
      const { packet, holder } = kernel.looped.shift()!;
      ipInput(kernel, holder, packet, true);
    }
  }
}

function sendRaw(kernel: Kernel, input: RawInput & { kind: 'sendRaw' }): void {
  const result = ipOutput(kernel, {
    source: input.source,
    destination: input.destination,
    protocol: input.protocol,
    payload: input.payload,
    ttl: input.ttl,
    typeOfService: input.typeOfService,
    dontFragment: false,
    interfaceIndex: input.interfaceIndex,
  });
  if (result !== 'sent')
    kernel.sink({ kind: 'sendFailed', destination: input.destination, reason: 'noRoute' });
}

function receiveFrame(kernel: Kernel, interfaceIndex: number, frame: EthernetFrame): void {
  const holder = kernel.interfaces.at(interfaceIndex);
  const payload = frame.payload;
  if (holder === undefined || payload.kind === 'unknown') return;
  if (!holder.adminUp || !holder.announcedCarrier) {
    if (payload.kind === 'ipv4') kernel.drop('interfaceDown', payload, interfaceIndex);
    return;
  }
  // A switch that does not know the station yet floods: frames for others end here.
  if (!holder.acceptsDestination(frame.destination)) return;
  if (payload.kind === 'arp') kernel.arp.receive(holder, frame, payload);
  else ipInput(kernel, holder, payload, frame.destination === holder.mac);
}
