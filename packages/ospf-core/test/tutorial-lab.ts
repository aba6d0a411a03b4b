// The tutorial's LAN: a router (priority 1) and two directors (priority 0) that both own the service address.

import { seconds } from '@ospflab/sim';
import type { OspfInterfaceConfig, OspfRouterConfig } from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from './network.ts';

export const vip = '192.168.28.211/32';

export interface TutorialLab {
  readonly network: TestNetwork;
  readonly router: TestNode;
  readonly ds1: TestNode;
  readonly ds2: TestNode;
}

/** Topology A of the recorded failures. `more` goes to every LAN interface. */
export function tutorialLab(
  seed: number,
  more: Partial<OspfInterfaceConfig> = {},
  routerMore: Partial<OspfRouterConfig> = {},
): TutorialLab {
  const network = new TestNetwork(seed);
  const lan = (address: string, priority: number): OspfInterfaceConfig =>
    interfaceConfig(2, address, 24, { cost: 1, priority, ...more });
  const routerLan = lan('192.168.28.210', 1);
  const ds1Lan = lan('192.168.28.101', 0);
  const ds2Lan = lan('192.168.28.102', 0);
  const service = interfaceConfig(1, '192.168.28.211', 32, {
    helloInterval: seconds(10),
    deadInterval: seconds(40),
  });
  const router = network.addNode('router', routerConfig('192.168.28.210', [routerLan], routerMore));
  const ds1 = network.addNode('ds1', routerConfig('192.168.28.101', [ds1Lan, service], routerMore));
  const ds2 = network.addNode('ds2', routerConfig('192.168.28.102', [ds2Lan, service], routerMore));
  network.connect([router, routerLan], [ds1, ds1Lan], [ds2, ds2Lan]);
  return { network, router, ds1, ds2 };
}

/** Topology B: a point-to-point link from the router to each director. */
export function pointToPointLab(
  seed: number,
  more: Partial<OspfInterfaceConfig> = {},
  routerMore: Partial<OspfRouterConfig> = {},
): TutorialLab {
  const network = new TestNetwork(seed);
  const link = (index: number, address: string, priority: number): OspfInterfaceConfig =>
    interfaceConfig(index, address, 30, { cost: 1, priority, networkType: 'pointToPoint', ...more });
  const toDs1 = link(2, '192.168.29.1', 1);
  const toDs2 = link(3, '192.168.30.1', 1);
  const ds1Link = link(2, '192.168.29.2', 0);
  const ds2Link = link(2, '192.168.30.2', 0);
  const service = interfaceConfig(1, '192.168.28.211', 32);
  const router = network.addNode('router', routerConfig('192.168.30.1', [toDs1, toDs2], routerMore));
  const ds1 = network.addNode('ds1', routerConfig('192.168.29.2', [ds1Link, service], routerMore));
  const ds2 = network.addNode('ds2', routerConfig('192.168.30.2', [ds2Link, service], routerMore));
  network.connect([router, toDs1], [ds1, ds1Link]);
  network.connect([router, toDs2], [ds2, ds2Link]);
  return { network, router, ds1, ds2 };
}
