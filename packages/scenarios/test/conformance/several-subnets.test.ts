// Several subnets on one interface, as live FRR 8.4 was seen to run OSPF on them.

import { describe, expect, it } from 'vitest';
import { formatIpv4Address } from '@ospflab/net';
import { loadScenario, runScenario } from '@ospflab/scenarios';

function yaml(network: 'broadcast' | 'point-to-point'): string {
  const node = (name: string, host: number) => `  ${name}:
    interfaces:
      eth0: { segment: lan }
    files:
      frr: |
        interface lo
         ip address 10.0.0.${host}/32
        interface eth0
         ip address 10.1.0.${host}/24
         ip address 10.1.1.${host}/24
         ip address 10.1.0.${host + 10}/24
         ip address 10.1.2.${host}/24 label eth0:x
         ip ospf hello-interval 1
         ip ospf dead-interval 4
         ip ospf network ${network}
        router ospf
         ospf router-id 10.0.0.${host}
         network 10.0.0.0/8 area 0
`;
  return `name: subnets
until: 60s
segments:
  lan: {}
nodes:
${node('r1', 1)}${node('r2', 2)}`;
}

function seenOn(network: 'broadcast' | 'point-to-point') {
  const files = new Map([['subnets.yaml', yaml(network)]]);
  const { scenario, diagnostics } = loadScenario({ read: (path) => files.get(path) }, 'subnets.yaml');
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  const run = runScenario(scenario);
  const view = run.network.machine('r1').ospf.router!.view(run.network.simulation.now);
  const own = view.areas[0]?.lsas.find(
    ({ lsa }) => lsa.type === 1 && lsa.advertisingRouter === view.routerId,
  );
  return {
    neighbors: view.interfaces.flatMap(({ address, neighbors }) =>
      neighbors.map((one) => `${formatIpv4Address(address)} ${formatIpv4Address(one.address)} ${one.state}`),
    ),
    interfaces: view.interfaces.map(({ address }) => formatIpv4Address(address)).sort(),
    linksOfRouterLsa: own?.lsa.body.kind === 'router' ? own.lsa.body.links.length : undefined,
    hopsToLoopback: view.routes.find(({ prefix }) => formatIpv4Address(prefix.address) === '10.0.0.2')
      ?.nextHops.length,
  };
}

const neighbors = ['10.1.0.1 10.1.0.2 Full', '10.1.1.1 10.1.1.2 Full', '10.1.2.1 10.1.2.2 Full'];
const interfaces = ['10.0.0.1', '10.1.0.1', '10.1.1.1', '10.1.2.1'];

describe('several subnets on one interface', () => {
  it('each is an OSPF interface with a neighbour of its own; a second address of one subnet is none', () => {
    expect(seenOn('point-to-point')).toEqual({
      neighbors,
      interfaces,
      linksOfRouterLsa: 7,
      hopsToLoopback: 3,
    });
  });

  it('on a broadcast network they are networks of their own, each with a designated router', () => {
    expect(seenOn('broadcast')).toEqual({ neighbors, interfaces, linksOfRouterLsa: 4, hopsToLoopback: 3 });
  });
});
