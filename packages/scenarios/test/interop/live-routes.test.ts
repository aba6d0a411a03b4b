// Labs run by the FRR daemons that are installed, with costs drawn afresh: the simulation computes the same routes, row by row.
// `OSPFLAB_LIVE_SEED` repeats a run.

import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { seconds, type Instant } from '@ospflab/sim';
import { loadLab, showAt, type LoadedScenario } from '@ospflab/scenarios';
import { fixturePath } from '../folder-source.ts';
import { ospfRouteRows, type OspfRouteTable } from '../ospf-route-rows.ts';
import { FrrLab, frrMissing, type FrrTopology } from './frr-lab.ts';

const missing = frrMissing();

const seed = Number(process.env['OSPFLAB_LIVE_SEED'] ?? Date.now() % 1_000_000);
/** FRR has this long to reach the routes that the simulation predicts. */
const patienceMilliseconds = 60_000;
const simulatedAt = seconds(90) as number as Instant;

function dice(start: number): (most: number) => number {
  let state = start >>> 0;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + Math.floor((state / 2 ** 32) * most);
  };
}

function withNewCosts(configuration: string, roll: (most: number) => number): string {
  return configuration.replace(/ip ospf cost \d+/g, () => `ip ospf cost ${roll(9)}`);
}

/** The recorded lab as it stands on the disc, every cost drawn anew. */
function drawnLab(name: string): FrrTopology {
  const folder = fixturePath(`frr/${name}`);
  const { segments, routers } = JSON.parse(readFileSync(`${folder}/topology.json`, 'utf8')) as FrrTopology;
  const roll = dice(seed);
  const configurations = Object.entries(routers).map(([router, file]) => [
    router,
    withNewCosts(readFileSync(`${folder}/${file}`, 'utf8'), roll),
  ]);
  return { segments, routers: Object.fromEntries(configurations) as FrrTopology['routers'] };
}

/** Three routers on a network without multicast; the third is not eligible and knows nobody. */
function nonBroadcastLab(): FrrTopology {
  const roll = dice(seed);
  const configuration = (host: number, priority: number, neighbors: readonly string[]) => `hostname r${host}
interface lo
 ip address 10.255.0.${host}/32
 ip ospf area 0
interface eth0
 ip address 10.0.1.${host}/24
 ip ospf area 0
 ip ospf network non-broadcast
 ip ospf hello-interval 1
 ip ospf dead-interval 4
 ip ospf priority ${priority}
 ip ospf cost ${roll(9)}
router ospf
 ospf router-id 10.255.0.${host}
${neighbors.map((address) => ` neighbor ${address} poll-interval 5\n`).join('')}`;
  return {
    segments: { cloud: ['r1:eth0', 'r2:eth0', 'r3:eth0'] },
    routers: {
      r1: configuration(1, 1, ['10.0.1.2', '10.0.1.3']),
      r2: configuration(2, 1, ['10.0.1.1', '10.0.1.3']),
      r3: configuration(3, 0, []),
    },
  };
}

function simulated({ segments, routers }: FrrTopology): LoadedScenario {
  const names = Object.keys(routers).map((router) => [router, `${router}.conf`]);
  const files = new Map(Object.entries(routers).map(([router, text]) => [`live/${router}.conf`, text]));
  const topology = { name: 'live', about: 'live', segments, routers: Object.fromEntries(names) as object };
  files.set('live/topology.json', JSON.stringify(topology));
  const { scenario, diagnostics } = loadLab({ read: (path) => files.get(path) }, 'live');
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

function predictedRows(topology: FrrTopology): Record<string, string[]> {
  const shown = showAt(simulated(topology), 'all', 'show ip ospf route json', { at: simulatedAt });
  if (!shown.ok) throw new Error(shown.message);
  const tables = JSON.parse(shown.text) as Readonly<Record<string, OspfRouteTable>>;
  return Object.fromEntries(Object.entries(tables).map(([router, table]) => [router, ospfRouteRows(table)]));
}

function liveRows(lab: FrrLab, routers: readonly string[]): Record<string, string[]> {
  const rowsOf = (router: string) =>
    ospfRouteRows(JSON.parse(lab.show(router, 'show ip ospf route json')) as OspfRouteTable);
  return Object.fromEntries(routers.map((router) => [router, rowsOf(router)]));
}

describe.skipIf(missing !== undefined)(missing ?? `with costs of seed ${seed}`, () => {
  let lab: FrrLab | undefined;
  afterEach(() => lab?.stop());

  it.each([
    ['diamond-ecmp', drawnLab],
    ['grid-3x3', drawnLab],
    ['random-lans', drawnLab],
    ['areas-two-abrs', drawnLab],
    ['a non-broadcast network', nonBroadcastLab],
  ] as const)('%s: FRR comes to the predicted routes', async (name, make) => {
    const topology = make(name);
    const predicted = predictedRows(topology);
    lab = new FrrLab(topology);
    const deadline = Date.now() + patienceMilliseconds;
    let live: Record<string, string[]> = {};
    do {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      live = liveRows(lab, Object.keys(topology.routers));
    } while (JSON.stringify(live) !== JSON.stringify(predicted) && Date.now() < deadline);
    expect(live).toEqual(predicted);
  });
});
