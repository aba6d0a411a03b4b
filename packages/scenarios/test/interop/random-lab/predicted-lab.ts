// The simulation of a random lab: the scenario that its files make, and the network at rest.

import { seconds, type Instant } from '@ospflab/sim';
import { hostShowCommands } from '@ospflab/linux-host';
import { renderOspfShow, type OspfView } from '@ospflab/ospf-core';
import { loadScenario, Network, playTimeline, type LoadedScenario } from '@ospflab/scenarios';
import { mapSource } from '../../map-source.ts';
import type { RandomLab } from './random-lab.ts';

const quietAt = seconds(90) as number as Instant;

export interface PredictedRouter {
  readonly name: string;
  readonly view: OspfView;
  readonly show: (command: string) => string;
}

export function predictedLab(lab: RandomLab): readonly PredictedRouter[] {
  const scenario = scenarioOf(lab);
  const network = new Network(scenario, { seed: scenario.seed, wireMode: 'bytes' });
  playTimeline(network, quietAt);
  const { now } = network.simulation;
  return scenario.nodes.map(({ name }) => {
    const { ospf, node } = network.machine(name);
    const view = ospf.router!.view(now);
    const ofHost = (command: string): string =>
      hostShowCommands.find((row) => row.command === command)!.run(node.host, now);
    return { name, view, show: (command) => renderOspfShow(view, command) ?? ofHost(command) };
  });
}

function scenarioOf({ segments, routers, kernelRoutes }: RandomLab): LoadedScenario {
  const files: Record<string, string> = {};
  const nodes: Record<string, object> = {};
  for (const [router, configuration] of Object.entries(routers)) {
    files[`${router}.conf`] = configuration;
    files[`${router}.sh`] = `${kernelRoutes[router]!.join('\n')}\n`;
    const interfaces = Object.entries(segments).flatMap(([segment, ends]) =>
      ends.filter((end) => end.startsWith(`${router}:`)).map((end) => [end.split(':')[1]!, { segment }]),
    );
    const own = { frr: `${router}.conf`, setup: `${router}.sh` };
    nodes[router] = { interfaces: Object.fromEntries(interfaces) as object, files: own };
  }
  const lans = Object.fromEntries(Object.keys(segments).map((segment) => [segment, { kind: 'lan' }]));
  files['lab.yaml'] = JSON.stringify({ name: 'random-lab', until: '90s', segments: lans, nodes });
  const { scenario, diagnostics } = loadScenario(mapSource(files), 'lab.yaml');
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}
