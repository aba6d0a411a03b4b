// The host's interfaces in index order, and the table of local addresses that decides what is delivered here.
// Linux answers for an address on any interface (weak host model), even when the interface that holds it is down.

import { ipv4FromNumber, type Ipv4Address } from '@ospflab/net';
import type { InterfaceAddress, InterfaceConfig } from '../config.ts';
import type { SysctlTable } from '../sysctl/sysctl-table.ts';
import { heldAddressOf, NetworkInterface, type HeldAddress } from './network-interface.ts';

export class InterfaceTable {
  /** Ascending by index. */
  readonly list: readonly NetworkInterface[];
  private readonly byIndex: (NetworkInterface | undefined)[] = [];
  private readonly local = new Map<number, NetworkInterface>();
  private readonly broadcasts = new Set<number>();
  /** Whole prefixes that are local because an address shorter than /32 sits on the loopback. */
  private localPrefixes: { readonly held: HeldAddress; readonly holder: NetworkInterface }[] = [];

  constructor(configs: readonly InterfaceConfig[], sysctls: SysctlTable) {
    this.list = configs
      .toSorted((left, right) => left.index - right.index)
      .map(
        (config) => new NetworkInterface(config, sysctls.of(config.name), sysctls.neighborOf(config.name)),
      );
    for (const entry of this.list) this.byIndex[entry.index] = entry;
  }

  at(index: number): NetworkInterface | undefined {
    return this.byIndex[index];
  }

  named(name: string): NetworkInterface | undefined {
    return this.list.find((entry) => entry.name === name);
  }

  get loopback(): NetworkInterface {
    return this.list.find((entry) => entry.loopback) as NetworkInterface;
  }

  /** The interface that holds the address, or undefined when it is not local. */
  holderOf(address: Ipv4Address): NetworkInterface | undefined {
    const holder = this.local.get(address | 0);
    if (holder !== undefined || this.localPrefixes.length === 0) return holder;
    for (const entry of this.localPrefixes) {
      if (((entry.held.address ^ address) & entry.held.mask) === 0) return entry.holder;
    }
    return undefined;
  }

  /** 255.255.255.255 or the directed broadcast of an own subnet. */
  isBroadcast(address: Ipv4Address): boolean {
    return address === 0xffffffff || this.broadcasts.has(address | 0);
  }

  /** False when that address with that length is already there. */
  addAddress(holder: NetworkInterface, given: InterfaceAddress): HeldAddress | undefined {
    const held = heldAddressOf(given, holder.name);
    for (const other of holder.addresses) {
      if (other.prefixLength !== held.prefixLength) continue;
      if (other.address === held.address) return undefined;
      if (((other.address ^ held.address) & held.mask) === 0) held.secondary = true;
    }
    holder.addresses.push(held);
    this.rebuild();
    return held;
  }

  /**
   * Removes the address and, when it was a primary, the secondaries of its subnet, unless promote_secondaries keeps them.
   * Gives back what went, in order. Linux: net/ipv4/devinet.c, __inet_del_ifa.
   */
  removeAddress(
    holder: NetworkInterface,
    address: Ipv4Address,
    prefixLength: number | undefined,
    promote: boolean,
  ): HeldAddress[] {
    const position = holder.addresses.findIndex(
      (held) =>
        held.address === address && (prefixLength === undefined || held.prefixLength === prefixLength),
    );
    const held = holder.addresses[position];
    if (held === undefined) return [];
    holder.addresses.splice(position, 1);
    const removed = [held];
    if (!held.secondary) this.orphanSecondaries(holder, held, promote, removed);
    this.rebuild();
    return removed;
  }

  private orphanSecondaries(
    holder: NetworkInterface,
    primary: HeldAddress,
    promote: boolean,
    out: HeldAddress[],
  ): void {
    for (const other of [...holder.addresses]) {
      if (!other.secondary || other.prefixLength !== primary.prefixLength) continue;
      if (((other.address ^ primary.address) & primary.mask) !== 0) continue;
      if (promote) {
        other.secondary = false;
        return;
      }
      holder.addresses.splice(holder.addresses.indexOf(other), 1);
      out.push(other);
    }
  }

  private rebuild(): void {
    this.local.clear();
    this.broadcasts.clear();
    this.localPrefixes = [];
    for (const holder of this.list) {
      for (const held of holder.addresses) {
        if (!this.local.has(held.address | 0)) this.local.set(held.address | 0, holder);
        if (holder.loopback) {
          if (held.prefixLength < 32) this.localPrefixes.push({ held, holder });
        } else if (held.prefixLength < 31) {
          this.broadcasts.add(ipv4FromNumber(held.address | ~held.mask) | 0);
        }
      }
    }
  }
}
