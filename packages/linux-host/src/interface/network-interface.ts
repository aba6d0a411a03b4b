// One interface of the host and its addresses. Only the interface table and the link state change it.

import type { L4HashSource } from '@ospflab/ecmp';
import { broadcastMac, isGroupMac, maskOfLength, multicastMac } from '@ospflab/net';
import { ipv4FromNumber, type Ipv4Address, type MacAddress } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { AddressScope, InterfaceAddress, InterfaceConfig } from '../config.ts';
import type { InterfaceSettings, NeighborSettings } from '../sysctl/sysctl-defaults.ts';

/** An address as the kernel holds it. */
export interface HeldAddress {
  readonly address: Ipv4Address;
  readonly prefixLength: number;
  readonly mask: Ipv4Address;
  readonly scope: AddressScope;
  readonly label: string;
  /** An earlier address of the same subnet makes this one secondary: it has no connected route of its own. */
  secondary: boolean;
}

export class NetworkInterface {
  readonly index: number;
  readonly name: string;
  readonly mac: MacAddress;
  readonly mtu: number;
  readonly loopback: boolean;
  readonly receiveHash: L4HashSource | undefined;
  readonly settings: InterfaceSettings;
  readonly neighborSettings: NeighborSettings;
  readonly addresses: HeldAddress[] = [];
  readonly groups = new Set<Ipv4Address>();
  adminUp: boolean;
  /** The cable as the hardware sees it. */
  carrier: boolean;
  /** The cable as the kernel has announced it; a loss arrives through the link watch, somewhat later. */
  announcedCarrier: boolean;
  /** When it was last set up. */
  openedAt: Instant | undefined = undefined;
  readonly ownIndexAtPeer: boolean;

  constructor(config: InterfaceConfig, settings: InterfaceSettings, neighborSettings: NeighborSettings) {
    this.index = config.index;
    this.name = config.name;
    this.mac = config.mac;
    this.loopback = config.loopback ?? false;
    this.receiveHash = config.receiveHash;
    this.mtu = config.mtu ?? (this.loopback ? 65536 : 1500);
    this.adminUp = config.adminUp ?? true;
    this.ownIndexAtPeer = config.ownIndexAtPeer ?? false;
    this.carrier = this.loopback || (config.carrier ?? true);
    this.announcedCarrier = this.carrier;
    this.settings = settings;
    this.neighborSettings = neighborSettings;
  }

  /** Routing daemons and the kernel's next hops count on it. */
  get operational(): boolean {
    return this.adminUp && this.announcedCarrier;
  }

  /** What the network card lets through: its own address, broadcast, and the groups it has joined. */
  acceptsDestination(destination: MacAddress): boolean {
    if (destination === this.mac || destination === broadcastMac) return true;
    if (!isGroupMac(destination)) return false;
    if (destination === allHostsMac) return true;
    for (const group of this.groups) if (multicastMac(group) === destination) return true;
    return false;
  }

  hasAddress(address: Ipv4Address): boolean {
    for (const held of this.addresses) if (held.address === address) return true;
    return false;
  }

  /** Linux: inet_addr_onlink: both lie in the subnet of one primary address; without the second, the first does. */
  isOnLink(first: Ipv4Address, second?: Ipv4Address): boolean {
    for (const held of this.addresses) {
      if (held.secondary || ((held.address ^ first) & held.mask) !== 0) continue;
      if (second === undefined || ((held.address ^ second) & held.mask) === 0) return true;
    }
    return false;
  }
}

const allHostsMac = multicastMac(ipv4FromNumber(0xe0000001));

export function heldAddressOf(given: InterfaceAddress, interfaceName: string): HeldAddress {
  const isLoopbackAddress = given.address >>> 24 === 127;
  return {
    address: given.address,
    prefixLength: given.prefixLength,
    mask: maskOfLength(given.prefixLength),
    scope: given.scope ?? (isLoopbackAddress ? 'host' : 'global'),
    label: given.label ?? interfaceName,
    secondary: false,
  };
}
