// Cold start of 100 routers on 400 point-to-point links in mode `objects`: hellos, exchange, flooding, acknowledgement, retransmission,
// SPF and routes under the frr profile, for 30 simulated seconds. The peers only flood. An operation is one LSA that a router receives.

import { speedOfMachine } from './hold-model.ts';
import { IdiomaticFlooding } from './idiomatic-flooding.ts';
import { OspfMesh, randomMesh, type MeshLink } from './ospf-mesh.ts';
import type { Contender, Race } from './ratio-table.ts';

const nodeCount = 100;
const linkCount = 400;
const simulatedSeconds = 30;
/** Of the yardstick on the machine that the floors were set on, in M/s. */
const referenceSpeed = 7.6;

export function* floodingRaces(): Iterable<Race> {
  const links = randomMesh(nodeCount, linkCount);
  const counts = checkResults(links);
  const yardstick = { million: speedOfMachine('million'), operations: speedOfMachine('operations') };
  // The floors of the whole protocol are 1 M deliveries/s and 0.5 s; what this has to reach for now is a third of them.
  yield {
    title:
      `flooding: whole cold start, ${nodeCount} routers / ${linkCount} links, ${counts} ` +
      `(peers flood only; a third of the floor of 500 ms is asked)`,
    unit: 'ms',
    floor: 1500,
    moonshot: 200,
    rounds: 5,
    reference: { peer: yardstick.million.name, result: 1000 / referenceSpeed },
    contenders: [...contenders(links, () => 1), yardstick.million],
  };
  yield {
    title: 'flooding: LSA deliveries in it (a third of the floor of 1 M/s is asked)',
    unit: 'M/s',
    floor: 1 / 3,
    moonshot: 2.5,
    rounds: 5,
    reference: { peer: yardstick.operations.name, result: referenceSpeed },
    contenders: [...contenders(links, (deliveries) => deliveries), yardstick.operations],
  };
}

function contenders(
  links: readonly MeshLink[],
  operations: (deliveries: number) => number,
): readonly Contender[] {
  const peer = (clones: boolean) => () => {
    const flooding = new IdiomaticFlooding(nodeCount, links, clones);
    flooding.run();
    return operations(flooding.deliveries);
  };
  return [
    {
      name: 'ospflab, whole protocol',
      run: () => {
        const mesh = new OspfMesh(nodeCount, links);
        mesh.run(simulatedSeconds);
        return operations(mesh.deliveries);
      },
    },
    { name: 'classes, Map, closures, tinyqueue', run: peer(false) },
    { name: 'the same, cloning LSAs per packet', run: peer(true) },
  ];
}

/** Every router of ours and of the peers ends with the topology that was built. Returns what ours did, in words. */
function checkResults(links: readonly MeshLink[]): string {
  const expected = configuredTopology(links);
  const mesh = new OspfMesh(nodeCount, links);
  mesh.run(simulatedSeconds);
  for (let index = 0; index < nodeCount; index++)
    expectEqual(`router ${index}`, mesh.topologySeenBy(index), expected);
  for (const clones of [false, true]) {
    const peer = new IdiomaticFlooding(nodeCount, links, clones);
    peer.run();
    for (let index = 0; index < nodeCount; index++)
      expectEqual(`peer ${index}`, peer.topologySeenBy(index), expected);
  }
  for (const node of mesh.nodes) {
    const { routes } = node.router.view(mesh.simulation.now);
    if (routes.length !== linkCount)
      throw new Error(`a router has ${routes.length} routes, not ${linkCount}`);
  }
  return (
    `${mesh.deliveries} deliveries in ${mesh.packets} packets, ${mesh.originations} originations, ` +
    `${mesh.spfRuns} SPF runs`
  );
}

function configuredTopology(links: readonly MeshLink[]): string[] {
  const neighbors: number[][] = Array.from({ length: nodeCount }, () => []);
  for (const { left, right } of links) {
    neighbors[left]!.push(right);
    neighbors[right]!.push(left);
  }
  return neighbors.map((own, index) => `${index}: ${own.sort((a, b) => a - b).join(' ')}`);
}

function expectEqual(who: string, found: readonly string[], expected: readonly string[]): void {
  const left = [...found].sort().join('\n');
  if (left !== [...expected].sort().join('\n'))
    throw new Error(`${who} does not see the configured topology`);
}
