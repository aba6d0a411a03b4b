// What the lines of a set-up script do to a Linux host, whichever program says it (ip, ifconfig, route, sysctl, echo to /proc).

import type { IpvsCommand } from '@ospflab/lvs-sim';
import type { Ipv4Address, Ipv4Prefix, MacAddress } from '@ospflab/net';
import type { Position } from '../diagnostic.ts';

export type AddressScope = 'global' | 'link' | 'host';

export interface AddressCommand {
  readonly kind: 'addressAdd' | 'addressDelete';
  readonly interface: string;
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly length: number;
  /** `lo:0` */
  readonly label: string | undefined;
  readonly scope: AddressScope | undefined;
  readonly broadcast: Ipv4Address | undefined;
  readonly at: Position;
}

export interface LinkCommand {
  readonly kind: 'linkSet';
  readonly interface: string;
  readonly up: boolean | undefined;
  readonly mtu: number | undefined;
  readonly mac: MacAddress | undefined;
  readonly at: Position;
}

export interface SetupNextHop {
  readonly address: Ipv4Address | undefined;
  readonly interface: string | undefined;
  /** 1 … 256 */
  readonly weight: number;
}

export type SetupRouteType = 'unicast' | 'blackhole' | 'unreachable' | 'prohibit';

export interface RouteCommand {
  /** `routeReplace` removes routes of the same prefix and metric first. */
  readonly kind: 'routeAdd' | 'routeReplace' | 'routeDelete';
  readonly prefix: Ipv4Prefix;
  readonly type: SetupRouteType;
  /** Empty for blackholes, and for deletions that name only the prefix. */
  readonly nextHops: readonly SetupNextHop[];
  readonly metric: number;
  /** The preferred source address. */
  readonly source: Ipv4Address | undefined;
  /** `nhid`: type and next hops are those of this object. */
  readonly nextHopId?: number;
  readonly at: Position;
}

export interface NextHopCommand {
  readonly kind: 'nextHopAdd' | 'nextHopReplace';
  readonly id: number;
  readonly nextHop:
    | { readonly kind: 'hop'; readonly address: Ipv4Address | undefined; readonly interface: string }
    | { readonly kind: 'blackhole' }
    | {
        readonly kind: 'group';
        readonly members: readonly SetupGroupMember[];
        readonly resilient: SetupResilient | undefined;
      };
  readonly at: Position;
}

export interface SetupGroupMember {
  readonly id: number;
  /** 1 … 256 */
  readonly weight: number;
}

/** What is left out keeps its value, or gets the kernel's default. */
export interface SetupResilient {
  readonly buckets: number | undefined;
  readonly idleSeconds: number | undefined;
  readonly unbalancedSeconds: number | undefined;
}

export interface NextHopDeleteCommand {
  readonly kind: 'nextHopDelete';
  readonly id: number;
  readonly at: Position;
}

/** Toeplitz hashing in the network card; what is left out stays. */
export interface ReceiveHashCommand {
  readonly kind: 'receiveHashSet';
  readonly interface: string;
  readonly enabled: boolean | undefined;
  readonly udpPorts: boolean | undefined;
  readonly key: Uint8Array | undefined;
  readonly at: Position;
}

export interface SysctlCommand {
  readonly kind: 'sysctlSet';
  /** With dots: `net.ipv4.conf.all.arp_ignore`. */
  readonly key: string;
  readonly value: string;
  readonly at: Position;
}

/** ipvsadm, by command or by rules file. */
export interface IpvsadmCommand {
  readonly kind: 'ipvs';
  readonly command: IpvsCommand;
  readonly at: Position;
}

/** iptables in mangle PREROUTING; undefined matches everything. */
export interface PacketMarkCommand {
  readonly kind: 'packetMark';
  readonly interface: string | undefined;
  readonly protocol: 'tcp' | 'udp' | undefined;
  readonly source: Ipv4Prefix | undefined;
  readonly destination: Ipv4Prefix | undefined;
  readonly ports: readonly { readonly from: number; readonly to: number }[] | undefined;
  /** At least 1. */
  readonly mark: number;
  readonly at: Position;
}

export type SetupCommand =
  | IpvsadmCommand
  | PacketMarkCommand
  | AddressCommand
  | LinkCommand
  | RouteCommand
  | NextHopCommand
  | NextHopDeleteCommand
  | ReceiveHashCommand
  | SysctlCommand;
