// What the network card of an interface says about received packets, after all `ethtool` lines of the node.

import { microsoftToeplitzKey, nicL4Hash, type L4HashSource } from '@ospflab/ecmp';
import type { LoadedNode } from '../scenario/scenario.ts';

/** Undefined while nobody turned it on. Without a key of its own the card has Microsoft's, which most drivers' manuals print. */
export function receiveHashOf(node: LoadedNode, name: string): L4HashSource | undefined {
  let enabled = false;
  let udpPorts = false;
  let key = microsoftToeplitzKey;
  for (const command of node.setup) {
    if (command.kind !== 'receiveHashSet' || command.interface !== name) continue;
    enabled = command.enabled ?? enabled;
    udpPorts = command.udpPorts ?? udpPorts;
    key = command.key ?? key;
  }
  return enabled ? nicL4Hash(key, udpPorts) : undefined;
}
