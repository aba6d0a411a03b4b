// The routers whose ospfd runs, with what they are configured to do and what they say of themselves.

import type { OspfRouterConfig, OspfView, RouterId } from '@ospflab/ospf-core';
import type { Network } from '../network/network.ts';
import type { SimulatedNode } from '../network/simulated-node.ts';

export interface RunningRouter {
  readonly name: string;
  readonly node: SimulatedNode;
  readonly routerId: RouterId;
  readonly config: OspfRouterConfig;
  readonly view: OspfView;
}

/** In the order of the scenario's nodes. */
export function runningRouters({ machines, simulation }: Network): RunningRouter[] {
  return [...machines.values()].flatMap(({ node, ospf: { router, config } }): RunningRouter[] => {
    if (router === undefined || config === undefined) return [];
    const view = router.view(simulation.now);
    return [{ name: node.name, node, routerId: view.routerId, config, view }];
  });
}
