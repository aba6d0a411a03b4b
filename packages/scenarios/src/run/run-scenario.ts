// Runs a scenario from power-on to its end, performing its timeline, and makes the report.

import { endOfTime, type Instant, type RunOutcome } from '@ospflab/sim';
import { LongClient } from '../applications/long-client.ts';
import { checkExpectations, ExpectationSampler } from '../checks/check-expectations.ts';
import { Network } from '../network/network.ts';
import type { RunScript } from '../network/scripts.ts';
import { buildReport } from '../report/build-report.ts';
import type { Report } from '../report/report.ts';
import { RunObserver } from '../report/run-observer.ts';
import { chainKinds } from '../report/simulation-event.ts';
import type { LoadedScenario, WireMode } from '../scenario/scenario.ts';
import { performAction } from './perform-action.ts';

export interface RunOptions {
  /** Default: the scenario's. */
  readonly seed?: number;
  readonly until?: Instant;
  /** Default: the scenario's, else `objects`. */
  readonly wireMode?: WireMode;
  readonly eventsMax?: number;
  /** Decides how the programs of MISC_CHECKs exit. */
  readonly runScript?: RunScript;
  /** Called with the network before anything happens, to tap segments or listen to the trace. */
  readonly onNetwork?: (network: Network) => void;
  /** Called when everything up to an entry of the timeline has happened. */
  readonly beforeAction?: (network: Network, entry: LoadedScenario['timeline'][number]) => void;
  /** Called when everything has happened, before clients are asked what became of their flows. */
  readonly beforeEnd?: (network: Network) => void;
}

export interface FinishedRun {
  readonly report: Report;
  readonly network: Network;
}

export function runScenario(scenario: LoadedScenario, options: RunOptions = {}): FinishedRun {
  const seed = options.seed ?? scenario.seed;
  const wireMode = options.wireMode ?? scenario.wireMode ?? 'objects';
  const network = new Network(scenario, {
    seed,
    wireMode,
    keep: chainKinds,
    ...(options.eventsMax === undefined ? {} : { eventsMax: options.eventsMax }),
    ...(options.runScript === undefined ? {} : { runScript: options.runScript }),
  });
  const observer = new RunObserver(network);
  const sampler = new ExpectationSampler(network);
  options.onNetwork?.(network);
  const outcome = playTimeline(network, options.until ?? scenario.until, {
    beforeAction: (entry) => {
      options.beforeAction?.(network, entry);
      observer.openWindow(entry);
    },
    sampler,
  });
  options.beforeEnd?.(network);
  for (const client of network.clients.values()) if (client instanceof LongClient) client.finish();
  observer.closeWindow();
  const report = buildReport(network, observer, { seed, wireMode, outcome });
  return { network, report: { ...report, checks: checkExpectations(network.scenario, sampler, report) } };
}

interface Watchers {
  readonly beforeAction?: (entry: LoadedScenario['timeline'][number]) => void;
  readonly sampler?: ExpectationSampler;
}

/**
 * Starts the network and runs it to `until`, stopping at each entry of the timeline and each instant that a check looks at.
 * Checks of an instant come before the actions of the same instant.
 */
export function playTimeline(network: Network, until: Instant, watchers: Watchers = {}): RunOutcome {
  const { simulation, scenario } = network;
  network.start();
  const stops = [
    ...new Set([...scenario.timeline.map(({ at }) => at), ...(watchers.sampler?.instants ?? []), until]),
  ]
    .filter((at) => at <= until)
    .sort((left, right) => left - right);
  let outcome: RunOutcome | undefined;
  for (const stop of stops) {
    outcome = simulation.run({ until: stop });
    if (outcome.end === 'eventBoundHit' || outcome.end === 'timeBoundHit') return outcome;
    watchers.sampler?.sample(stop);
    for (const entry of scenario.timeline) {
      if (entry.at !== stop || stop === until) continue;
      watchers.beforeAction?.(entry);
      simulation.trace.record(entry.action.node, {
        kind: 'actionPerformed',
        action: entry.action.kind,
        name: entry.name,
      });
      performAction(network, entry.action);
      simulation.currentCause = 0;
    }
  }
  return outcome ?? simulation.run({ until: endOfTime });
}
