// Every address a node will have when it is up, wherever it was given: scenario file, zebra, set-up script.

import type { Ipv4Address } from '@ospflab/net';
import type { Position } from '../readers/diagnostic.ts';
import type { LoadedNode } from './scenario.ts';

export interface NodeAddress {
  readonly interface: string;
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly length: number;
  readonly at: Position;
}

/** In the order of boot: scenario, zebra, set-up script with its deletions. An address given twice counts once. */
export function addressesOf(node: LoadedNode): NodeAddress[] {
  let found: NodeAddress[] = [];
  const sameAs = (one: { interface: string; address: number; length: number }) => (other: NodeAddress) =>
    other.interface === one.interface && other.address === one.address && other.length === one.length;
  const add = (one: NodeAddress): void => {
    if (!found.some(sameAs(one))) found.push(one);
  };
  for (const { name, addresses } of node.interfaces) {
    // Ranges may be long, and they hold no address twice.
    found.push(...addresses.map(({ address, length, at }) => ({ interface: name, address, length, at })));
  }
  for (const { name, addresses } of node.frr?.interfaces ?? []) {
    for (const { address, length, at } of addresses) add({ interface: name, address, length, at });
  }
  for (const command of node.setup) {
    if (command.kind === 'addressDelete') found = found.filter((other) => !sameAs(command)(other));
    if (command.kind === 'addressAdd') {
      add({ interface: command.interface, address: command.address, length: command.length, at: command.at });
    }
  }
  return found;
}
