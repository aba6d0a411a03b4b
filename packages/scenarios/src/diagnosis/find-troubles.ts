// What is configured so that it cannot work, found by comparing the two ends of everything in the network as it is now.

import { dotted, type RouterId } from '@ospflab/ospf-core';
import type { Network } from '../network/network.ts';
import { backboneTroubles } from './backbone-troubles.ts';
import { balancingTroubles } from './balancing-troubles.ts';
import { forwardingTroubles } from './forwarding-troubles.ts';
import { idleStatements } from './idle-statements.ts';
import { ospfEndsOf } from './ospf-end.ts';
import { runningRouters, type RunningRouter } from './running-routers.ts';
import { segmentTroubles } from './segment-troubles.ts';
import { silentInterfaces } from './silent-interfaces.ts';
import type { Trouble } from './trouble.ts';
import { wayBackTroubles } from './way-back-troubles.ts';

/**
 * `notForwarded`: the packets for others that a node has dropped because it does not forward.
 * Routers, then the segments in the order of the scenario, then directors, real servers and clients.
 */
export function findTroubles(network: Network, notForwarded: (node: string) => number): Trouble[] {
  const routers = runningRouters(network);
  const ends = routers.flatMap(ospfEndsOf);
  const complete = [...network.machines.values()].every(
    ({ node, ospf }) => node.running && (ospf.config === undefined || ospf.router !== undefined),
  );
  const silent = silentInterfaces(routers, ends);
  return [
    ...sharedRouterIds(routers),
    ...backboneTroubles(routers, complete),
    ...idleStatements(routers),
    ...forwardingTroubles(routers, notForwarded),
    ...network.scenario.segments.flatMap(({ name }) => [
      ...segmentTroubles(
        ends.filter(({ segment }) => segment === name),
        network.simulation.now,
      ),
      ...silent.filter(({ segment }) => segment === name),
    ]),
    ...balancingTroubles(network),
    ...wayBackTroubles(network),
  ];
}

function sharedRouterIds(routers: readonly RunningRouter[]): Trouble[] {
  const holders = new Map<RouterId, string[]>();
  for (const { name, routerId } of routers) {
    const known = holders.get(routerId);
    if (known === undefined) holders.set(routerId, [name]);
    else known.push(name);
  }
  return [...holders]
    .filter(([, names]) => names.length > 1)
    .map(([routerId, names]) => ({
      kind: 'routerIdTwice',
      segment: undefined,
      ends: names,
      text: `all have the router id ${dotted(routerId)}: they ignore each other, and others hear of one at a time`,
      remedy: 'give each its own `ospf router-id`',
    }));
}
