// A recorded lab folder after 60 s of simulation, beside what FRR 8.4.4 printed in the same network.

import { readFileSync } from 'node:fs';
import { loadLab, Network, playTimeline } from '@ospflab/scenarios';
import { renderOspfShow, type OspfView } from '@ospflab/ospf-core';
import { seconds, type Instant } from '@ospflab/sim';
import { discSource, fixturePath } from './folder-source.ts';

const quietAt = seconds(60) as number as Instant;

export interface ConvergedRouter {
  readonly name: string;
  readonly view: OspfView;
  /** What the show command prints here. */
  readonly show: (command: string) => string;
  /** `<name>.<what>` of the recording. */
  readonly recorded: (what: string) => string;
}

export function convergedLab(lab: string): readonly ConvergedRouter[] {
  const folder = fixturePath(lab);
  const { scenario } = loadLab(discSource, folder);
  const network = new Network(scenario!, { seed: scenario!.seed, wireMode: 'objects' });
  playTimeline(network, quietAt);
  return scenario!.nodes.map(({ name }) => {
    const view = network.machine(name).ospf.router!.view(network.simulation.now);
    return {
      name,
      view,
      show: (command) => renderOspfShow(view, command)!,
      recorded: (what) => readFileSync(`${folder}/expected/${name}.${what}`, 'utf8'),
    };
  });
}

/** Of the router whose complete database was recorded: its name and the answers to `show ip ospf database TYPE json` by type. */
export function recordedDatabase(lab: string, routers: readonly ConvergedRouter[]) {
  for (const { name } of routers) {
    try {
      const text = readFileSync(fixturePath(`${lab}/expected/lsdb-of-${name}.json`), 'utf8');
      return { name, byType: JSON.parse(text) as Readonly<Record<string, Json>> };
    } catch {
      continue;
    }
  }
  throw new Error(`no complete database of ${lab} was recorded`);
}

export type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | boolean;
