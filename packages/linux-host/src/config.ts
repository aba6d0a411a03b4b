// What a Linux machine is made of before it boots: interfaces, addresses, sysctls, routes, zebra's filters and the behaviour profile.
// A reboot starts again from exactly this; whatever was changed while running is lost, as on a real machine.

import type { L4HashSource } from '@ospflab/ecmp';
import type { Ipv4Address, Ipv4Prefix, MacAddress } from '@ospflab/net';
import type { NextHopInput } from './input.ts';
import type { LinkWatch } from './interface/link-watch.ts';
import type { HostProfile } from './profile/host-profile.ts';
import type { SharedSocketHashes } from './tcp/shared-socket-hashes.ts';
import type { RouteSpecification } from './routing/route.ts';

export interface HostConfig {
  /** Interface 1 is the loopback; it is added (`lo`, MTU 65536, 127.0.0.1/8) when the list has no loopback. */
  readonly interfaces: readonly InterfaceConfig[];
  /** Applied in order at boot, e.g. `net.ipv4.ip_forward` = 1. Keys with slashes are accepted too. */
  readonly sysctls?: readonly SysctlSetting[];
  /** `ip nexthop` commands, in order. */
  readonly nextHops?: readonly NextHopInput[];
  readonly routes?: readonly RouteSpecification[];
  readonly prefixLists?: readonly PrefixList[];
  readonly routeMaps?: readonly RouteMap[];
  /** `ip protocol ospf route-map NAME`: a name that no route-map bears denies everything. */
  readonly ospfRouteMap?: string;
  /** Differences between kernels and routing suites; `linuxWithFrr84` when absent. */
  readonly profile?: HostProfile;
  /** Handed to all machines that are namespaces of one kernel; machines of their own have none. */
  readonly sharedSockets?: SharedSocketHashes;
  /** Likewise; the interfaces are then ends of virtual cables. */
  readonly linkWatch?: LinkWatch;
  /** TCP sockets at once, TIME_WAIT included; beyond it SYNs are dropped. Default 65536. */
  readonly tcpSocketsMax?: number;
}

export interface InterfaceConfig {
  /** Unique, 1 is the loopback. */
  readonly index: number;
  readonly name: string;
  readonly mac: MacAddress;
  /** Bytes of an IPv4 packet, default 1500. */
  readonly mtu?: number;
  /** Default true. */
  readonly adminUp?: boolean;
  /** Default true. */
  readonly carrier?: boolean;
  /** Default false. */
  readonly loopback?: boolean;
  readonly addresses?: readonly InterfaceAddress[];
  /** What the network card says about the packets it receives; policy 1 takes it for the hash. Default: nothing. */
  readonly receiveHash?: L4HashSource;
  /** The other end of its virtual cable happens to have the same index, in another namespace. Default false. */
  readonly ownIndexAtPeer?: boolean;
}

export interface InterfaceAddress {
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly prefixLength: number;
  /** Default 'global'; 127.0.0.0/8 on the loopback has 'host'. */
  readonly scope?: AddressScope;
  /** `eth0:1` of ifconfig; default the name of the interface. */
  readonly label?: string;
}

export type AddressScope = 'global' | 'link' | 'host';

export interface SysctlSetting {
  /** Dotted form; interface names with dots are written with slashes as sysctl(8) does. */
  readonly key: string;
  readonly value: number;
}

export interface PrefixList {
  readonly name: string;
  readonly entries: readonly PrefixListEntry[];
}

/** Entries are tried by sequence; the end of the list denies. */
export interface PrefixListEntry {
  readonly sequence: number;
  readonly action: 'permit' | 'deny';
  readonly prefix: Ipv4Prefix;
  readonly greaterOrEqual?: number;
  readonly lessOrEqual?: number;
}

export interface RouteMap {
  readonly name: string;
  readonly entries: readonly RouteMapEntry[];
}

/** Entries are tried by sequence; an entry without a match takes every route; the end of the map denies. */
export interface RouteMapEntry {
  readonly sequence: number;
  readonly action: 'permit' | 'deny';
  /** `match ip address prefix-list NAME`: all of them have to permit; a name that no list bears does not. Absent or empty: any route. */
  readonly matchPrefixLists?: readonly string[];
}
