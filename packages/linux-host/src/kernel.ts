// Everything that one boot of the machine holds and a crash loses. The parts know each other only through it.

import type { LinuxHashOptions } from '@ospflab/ecmp';
import { isHashPolicyNumber } from '@ospflab/ecmp';
import { macFromNumber, type FiveTuple, type Ipv4Packet } from '@ospflab/net';
import { startOfTime, type Instant } from '@ospflab/sim';
import { ArpProtocol } from './arp/arp-protocol.ts';
import { NeighborTable } from './arp/neighbor-table.ts';
import type { HostConfig, InterfaceConfig } from './config.ts';
import type { HostEffect } from './effect.ts';
import type { DropReason, HostEvent } from './event.ts';
import { ErrorLimits } from './icmp/error-limits.ts';
import { IcmpProtocol } from './icmp/icmp-protocol.ts';
import { Redirects } from './icmp/redirects.ts';
import { InterfaceTable } from './interface/interface-table.ts';
import { LinkState } from './interface/link-state.ts';
import type { NetworkInterface } from './interface/network-interface.ts';
import type { OutputResult } from './ip/ip-output.ts';
import { Reassembly } from './ip/reassembly.ts';
import type { HostHooks } from './local-in-verdict.ts';
import { linuxWithFrr84, type HostProfile } from './profile/host-profile.ts';
import { Fib } from './routing/fib.ts';
import { KernelRoutes } from './routing/kernel-routes.ts';
import { NextHopObjects } from './routing/next-hop-objects.ts';
import { selectHopOfOutput } from './routing/next-hop-selection.ts';
import { Rib } from './routing/rib.ts';
import { RouteLookup } from './routing/route-lookup.ts';
import { SysctlTable } from './sysctl/sysctl-table.ts';
import { TcpStack } from './tcp/tcp-stack.ts';
import { TimerPool } from './timer-pool.ts';
import { UdpSockets } from './transport/udp-sockets.ts';

const loopedMax = 4096;

export class Kernel {
  now: Instant = startOfTime;
  readonly config: HostConfig;
  readonly profile: HostProfile;
  readonly random: () => number;
  readonly sink: (effect: HostEffect) => void;
  readonly hooks: HostHooks;
  readonly timers: TimerPool;
  readonly sysctls: SysctlTable;
  readonly interfaces: InterfaceTable;
  readonly links: LinkState;
  readonly fib = new Fib();
  readonly routes: RouteLookup;
  readonly kernelRoutes: KernelRoutes;
  readonly nextHopObjects: NextHopObjects;
  readonly rib: Rib;
  readonly neighbors: NeighborTable;
  readonly arp: ArpProtocol;
  readonly icmp: IcmpProtocol;
  readonly errorLimits: ErrorLimits;
  readonly redirects: Redirects;
  readonly reassembly: Reassembly;
  readonly tcp: TcpStack;
  readonly udp: UdpSockets;
  readonly rawProtocols = new Set<number>();
  /** Packets to the host itself, and those out of tunnels, taken in before the current input is done with. */
  readonly looped: { readonly packet: Ipv4Packet; readonly holder: NetworkInterface }[] = [];
  hashOptions: LinuxHashOptions;
  private readonly bootSeed: number;
  private identification: number;

  constructor(
    config: HostConfig,
    random: () => number,
    sink: (effect: HostEffect) => void,
    hooks: HostHooks,
  ) {
    this.config = config;
    this.profile = config.profile ?? linuxWithFrr84;
    this.random = random;
    this.sink = sink;
    this.hooks = hooks;
    this.timers = new TimerPool(sink);
    const interfaces = withLoopback(config.interfaces);
    this.sysctls = new SysctlTable(
      interfaces.map((entry) => entry.name),
      this.profile.forwarding,
    );
    this.interfaces = new InterfaceTable(interfaces, this.sysctls);
    this.links = new LinkState(this);
    this.routes = new RouteLookup(this);
    this.kernelRoutes = new KernelRoutes(this);
    this.nextHopObjects = new NextHopObjects(this);
    this.rib = new Rib(this);
    this.neighbors = new NeighborTable(this);
    this.arp = new ArpProtocol(this);
    this.icmp = new IcmpProtocol(this);
    this.errorLimits = new ErrorLimits(this);
    this.redirects = new Redirects(this);
    this.reassembly = new Reassembly(this);
    this.tcp = new TcpStack(this);
    this.udp = new UdpSockets(this);
    this.bootSeed = Math.floor(random() * 2 ** 32);
    this.identification = Math.floor(random() * 2 ** 16);
    this.hashOptions = { policy: 0, seed: this.bootSeed };
  }

  record(event: HostEvent): void {
    this.sink({ kind: 'record', event });
  }

  drop(reason: DropReason, packet: Ipv4Packet, interfaceIndex: number): void {
    const payload = packet.payload;
    const hasPorts = payload.kind === 'tcp' || payload.kind === 'udp';
    this.record({
      kind: 'packetDropped',
      reason,
      interfaceIndex,
      source: packet.source,
      destination: packet.destination,
      protocol: packet.protocol,
      sourcePort: hasPorts ? payload.sourcePort : 0,
      destinationPort: hasPorts ? payload.destinationPort : 0,
    });
  }

  setSysctl(key: string, value: number): void {
    if (!this.sysctls.set(key, value)) this.record({ kind: 'sysctlRefused', key });
    const {
      fib_multipath_hash_policy: policy,
      fib_multipath_hash_seed: seed,
      fib_multipath_hash_fields: fields,
    } = this.sysctls.global;
    this.hashOptions = {
      policy: isHashPolicyNumber(policy) ? policy : 0,
      // Linux 6.11 and later: 0 means a seed drawn at boot.
      seed: seed === 0 ? this.bootSeed : seed >>> 0,
      fields,
    };
    this.routes.invalidate();
  }

  nextIdentification(): number {
    this.identification = (this.identification + 1) & 0xffff;
    return this.identification;
  }

  loopBack(packet: Ipv4Packet, holder: NetworkInterface = this.interfaces.loopback): OutputResult {
    if (this.looped.length >= loopedMax) this.drop('socketBound', packet, holder.index);
    else this.looped.push({ packet, holder });
    return 'sent';
  }

  /** TCP made progress with that flow, so its next hop is alive. */
  confirmNeighbor(flow: FiveTuple): void {
    const destination = this.routes.lookup(flow.destination);
    if (destination.kind !== 'unicast') return;
    const hop = selectHopOfOutput(this, destination.route, flow);
    const holder = this.interfaces.at(hop.interfaceIndex);
    if (holder === undefined) return;
    const nextHop = this.redirects.gatewayOf(hop, flow.destination) ?? flow.destination;
    this.neighbors.find(holder, nextHop)?.confirm();
  }
}

function withLoopback(interfaces: readonly InterfaceConfig[]): readonly InterfaceConfig[] {
  if (interfaces.some((entry) => entry.loopback === true)) return interfaces;
  const loopback: InterfaceConfig = {
    index: 1,
    name: 'lo',
    mac: macFromNumber(0),
    loopback: true,
  };
  return [loopback, ...interfaces];
}
