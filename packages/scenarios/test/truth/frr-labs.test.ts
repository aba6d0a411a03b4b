// Lab folders with the routes that FRR 8.4.4 computed: every row of every router, both ways.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seconds, type Instant } from '@ospflab/sim';
import { loadLab, showAt } from '@ospflab/scenarios';
import { discSource, fixturePath } from '../folder-source.ts';
import { ospfRouteRows, sortedSet, type OspfRouteTable } from '../ospf-route-rows.ts';
import { recordedAreaLabs, recordedLabs } from '../recorded-labs.ts';

interface RecordedFibEntry {
  readonly protocol: string;
  readonly selected?: boolean;
  readonly distance: number;
  readonly metric: number;
  readonly nexthops: readonly {
    readonly ip?: string;
    readonly interfaceName?: string;
    readonly blackhole?: boolean;
    readonly active?: boolean;
  }[];
}
type RecordedFib = Readonly<Record<string, readonly RecordedFibEntry[]>>;

const at = seconds(60) as number as Instant;

function fibRows(table: RecordedFib): string[] {
  return Object.entries(table)
    .flatMap(([prefix, entries]) =>
      entries.map(({ protocol, selected, distance, metric, nexthops }) => {
        const hops = nexthops
          .filter(({ active }) => active === true)
          .map(({ ip, interfaceName, blackhole }) =>
            blackhole === true ? 'blackhole' : `${ip ?? ''}%${interfaceName}`,
          );
        // An entry that is not selected keeps the distance that it had before `distance` was read.
        const rank = selected === true ? `[${distance}/${metric}] selected` : `[${metric}]`;
        return `${prefix} ${protocol} ${rank} ${sortedSet(hops).join(' ')}`;
      }),
    )
    .sort();
}

describe.each([...recordedLabs, ...recordedAreaLabs])('%s', (name) => {
  const folder = fixturePath(name);
  const { scenario, diagnostics } = loadLab(discSource, folder);

  it('is read without complaint', () => {
    expect(diagnostics).toEqual([]);
  });

  it('every router computes the recorded OSPF routes', () => {
    const shown = showAt(scenario!, 'all', 'show ip ospf route json', { at });
    if (!shown.ok) throw new Error(shown.message);
    const tables = JSON.parse(shown.text) as Readonly<Record<string, OspfRouteTable>>;
    for (const { name: router } of scenario!.nodes) {
      const recorded = JSON.parse(
        readFileSync(`${folder}/expected/${router}.ospf-route.json`, 'utf8'),
      ) as OspfRouteTable;
      expect(ospfRouteRows(tables[router]!), router).toEqual(ospfRouteRows(recorded));
    }
  });

  it('and hands them to the kernel beside its connected ones as recorded', () => {
    const shown = showAt(scenario!, 'all', 'show ip route json', { at });
    if (!shown.ok) throw new Error(shown.message);
    const tables = JSON.parse(shown.text) as Readonly<Record<string, RecordedFib>>;
    for (const { name: router } of scenario!.nodes) {
      const recorded = JSON.parse(
        readFileSync(`${folder}/expected/${router}.ip-route.json`, 'utf8'),
      ) as RecordedFib;
      expect(fibRows(tables[router]!), router).toEqual(fibRows(recorded));
    }
  });
});
