// One variant of a scenario: a run that is stopped at each entry of its timeline to count the long flows.

import { toSeconds } from '@ospflab/sim';
import type { FlowCensus } from '../applications/flow-census.ts';
import { LongClient } from '../applications/long-client.ts';
import type { Network } from '../network/network.ts';
import { runScenario } from '../run/run-scenario.ts';
import type { LoadedScenario } from '../scenario/scenario.ts';

/** From one entry of the timeline to the next one, or to the end. */
export interface Phase {
  readonly name: string;
  readonly at: number;
  readonly census: FlowCensus;
}

export interface VariantRun {
  readonly name: string;
  readonly seed: number;
  readonly digest: string;
  /** In order; only those in which flows stood. */
  readonly phases: readonly Phase[];
  readonly boundHit: string | undefined;
}

/** `columns`: the names of the entries that begin a phase; what comes between belongs to the phase before it. */
export function runVariant(
  scenario: LoadedScenario,
  name: string,
  columns: ReadonlySet<string>,
  seed: number,
): VariantRun {
  const phases: Phase[] = [];
  let current: { name: string; at: number } | undefined;
  const close = (network: Network): void => {
    const census = countFlows(network);
    if (current !== undefined && census.flows > 0) phases.push({ ...current, census });
  };
  const { report } = runScenario(scenario, {
    seed,
    beforeAction: (network, entry) => {
      if (!columns.has(entry.name)) return;
      close(network);
      current = { name: entry.name, at: toSeconds(entry.at) };
    },
    beforeEnd: close,
  });
  return { name, seed, digest: report.digest, phases, boundHit: report.boundHit };
}

function countFlows(network: Network): FlowCensus {
  const counts = [...network.clients.values()].flatMap((client) =>
    client instanceof LongClient ? [client.takeCensus()] : [],
  );
  const sum = (pick: (census: FlowCensus) => number): number =>
    counts.reduce((total, census) => total + pick(census), 0);
  return {
    flows: sum(({ flows }) => flows),
    alive: sum(({ alive }) => alive),
    stalled: sum(({ stalled }) => stalled),
    reset: sum(({ reset }) => reset),
    endedOtherwise: sum(({ endedOtherwise }) => endedOtherwise),
    longestGapSeconds: Math.max(0, ...counts.map(({ longestGapSeconds }) => longestGapSeconds)),
  };
}
