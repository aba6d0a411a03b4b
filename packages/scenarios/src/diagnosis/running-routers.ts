// The routers whose ospfd runs, with what they are configured to do and what they say of themselves.

import type { OspfRouterConfig, OspfView, RouterId } from '@ospflab/ospf-core';
import type { Network } from '../network/network.ts';
import type { SimulatedNode } from '../network/simulated-node.ts';
import type { FrrConfig } from '../readers/frr/frr-config.ts';

export interface RunningRouter {
  readonly name: string;
  readonly node: SimulatedNode;
  readonly routerId: RouterId;
  readonly config: OspfRouterConfig;
  /** As read from its files, with what was typed since. */
  readonly frr: FrrConfig;
  readonly view: OspfView;
}

/** In the order of the scenario's nodes. */
export function runningRouters({ machines, simulation }: Network): RunningRouter[] {
  return [...machines.values()].flatMap(({ node, ospf: { router, config, statements } }): RunningRouter[] => {
    if (router === undefined || config === undefined || statements === undefined) return [];
    const view = router.view(simulation.now);
    return [{ name: node.name, node, routerId: view.routerId, config, frr: statements, view }];
  });
}
