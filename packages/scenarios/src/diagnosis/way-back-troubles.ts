// Machines that have no route to whom they talk to: a client to the service, or a server back to its clients.

import { formatIpv4Address, prefixContains, type Ipv4Address } from '@ospflab/net';
import { kernelInterfacesOf } from '../network/kernel-interfaces.ts';
import type { Network } from '../network/network.ts';
import type { SimulatedNode } from '../network/simulated-node.ts';
import type { Trouble } from './trouble.ts';

export function wayBackTroubles({ scenario, machines }: Network): Trouble[] {
  const found = new Map<string, Trouble>();
  const expectRoute = (node: SimulatedNode, peer: string, address: Ipv4Address): void => {
    if (!isConnected(node) || hasRoute(node, address)) return;
    const text = `has no route to ${formatIpv4Address(address)}`;
    found.set(`${node.name} ${peer} ${address}`, {
      kind: 'noRoute',
      segment: undefined,
      ends: [node.name, peer],
      text,
      remedy: 'add `ip route add default via …` to its set-up, or look for the router that should tell it',
    });
  };
  for (const { from, destination, sources } of scenario.traffic) {
    const client = machines.get(from)?.node;
    if (client === undefined) continue;
    const servers = [...machines.values()].filter(
      ({ node, servers: programs }) => programs.size > 0 && node.host.isLocalAddress(destination),
    );
    const own = client.host.interfaces.find(({ loopback }) => !loopback)?.addresses[0]?.address;
    const source = sources[0] ?? own;
    const [first] = servers;
    expectRoute(client, first?.node.name ?? formatIpv4Address(destination), destination);
    if (source !== undefined) for (const { node } of servers) expectRoute(node, from, source);
  }
  return [...found.values()];
}

/** Not cut off by something that has failed. */
function isConnected({ running, host }: SimulatedNode): boolean {
  return running && kernelInterfacesOf(host).every(({ usable }) => usable);
}

function hasRoute({ host }: SimulatedNode, address: Ipv4Address): boolean {
  return (
    host.isLocalAddress(address) ||
    host.fibRoutes().some(({ prefix, type }) => type === 'unicast' && prefixContains(prefix, address))
  );
}
