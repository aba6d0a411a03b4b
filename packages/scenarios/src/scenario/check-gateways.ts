// Gateways of routes that a node sets up: the kernel takes only those that are next to it, by an address or a route of scope link.

import { formatIpv4Address, prefixContains, prefixOf, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import type { Position } from '../readers/diagnostic.ts';
import type { LoadLog } from './load-log.ts';
import { addressesOf } from './node-addresses.ts';
import type { LoadedNode } from './scenario.ts';

interface Reach {
  readonly interface: string | undefined;
  readonly prefix: Ipv4Prefix;
}

/** Linux: net/ipv4/fib_semantics.c, fib_check_nh, 6.1: "Nexthop has invalid gateway". */
export function checkGateways(node: LoadedNode, log: LoadLog): void {
  const reached: Reach[] = addressesOf(node).map(({ interface: name, address, length }) => ({
    interface: name,
    prefix: prefixOf(address, length),
  }));
  const check = (gateway: Ipv4Address, name: string | undefined, at: Position): void => {
    const isNear = reached.some(
      (reach) =>
        prefixContains(reach.prefix, gateway) && (name === undefined || (reach.interface ?? name) === name),
    );
    if (isNear) return;
    const where = name === undefined ? 'no interface' : `no address of ${name}`;
    log.warning(
      at,
      `${formatIpv4Address(gateway)} is no neighbour of ${node.name}: ${where} is in its subnet, so the kernel refuses the command`,
      'correct the gateway, or the addresses of the node',
    );
  };
  for (const command of node.setup) {
    if (command.kind !== 'routeAdd' && command.kind !== 'routeReplace') continue;
    for (const { address, interface: name } of command.nextHops) {
      if (address === undefined) reached.push({ interface: name, prefix: command.prefix });
      else check(address, name, command.at);
    }
  }
}
