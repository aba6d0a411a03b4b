// Real servers that cannot take what their directors send: without the virtual address, or out of reach of the way of forwarding.

import { formatIpv4Address, type Ipv4Address } from '@ospflab/net';
import type { DestinationView, VirtualServiceView } from '@ospflab/lvs-sim';
import type { Network } from '../network/network.ts';
import type { SimulatedNode } from '../network/simulated-node.ts';
import { isInSubnet } from './is-in-subnet.ts';
import type { Trouble } from './trouble.ts';

/** Each told once, with all directors that it holds for. */
export function balancingTroubles(network: Network): Trouble[] {
  const found = new Map<string, { words: Trouble; directors: string[] }>();
  for (const { node: director, ipvs } of network.machines.values()) {
    if (ipvs === undefined || !director.running) continue;
    for (const service of ipvs.director.virtualServices(network.simulation.now)) {
      // What the firewall marks has no address of its own.
      if (service.key.firewallMark !== undefined) continue;
      for (const destination of service.destinations) {
        const words = destinationTrouble(network, director, service, destination);
        if (words === undefined) continue;
        const key = `${words.kind}\n${words.ends.join('\n')}\n${words.text}`;
        const known = found.get(key) ?? { words, directors: [] };
        if (!known.directors.includes(director.name)) known.directors.push(director.name);
        found.set(key, known);
      }
    }
  }
  return [...found.values()].map(({ words, directors }) => ({
    ...words,
    ends: [...words.ends, ...directors],
  }));
}

/** `ends`: without the director. */
function destinationTrouble(
  { machines }: Network,
  director: SimulatedNode,
  { key: { address: virtual } }: VirtualServiceView,
  { key: { address }, settings: { forwarding } }: DestinationView,
): Trouble | undefined {
  const server = [...machines.values()].find(({ node }) => node.host.isLocalAddress(address))?.node;
  if (server === undefined || server === director || forwarding === 'masquerading') return undefined;
  if (forwarding === 'directRouting' && !isNextTo(director, address)) {
    return {
      kind: 'serverOutOfReach',
      segment: undefined,
      ends: [server.name],
      text: `${formatIpv4Address(address)} is in no subnet of the director, which forwards by direct routing`,
      remedy: 'put both into one subnet, or forward by NAT or TUN',
    };
  }
  if (server.host.isLocalAddress(virtual)) return undefined;
  return {
    kind: 'virtualAddressMissing',
    segment: undefined,
    ends: [server.name],
    text: `gets packets for ${formatIpv4Address(virtual)}, which is no address of it`,
    remedy: `add it there: \`ip addr add ${formatIpv4Address(virtual)}/32 dev lo\``,
  };
}

function isNextTo({ host }: SimulatedNode, address: Ipv4Address): boolean {
  return host.interfaces.some(
    ({ addresses, loopback }) => !loopback && addresses.some((own) => isInSubnet(own, address)),
  );
}
