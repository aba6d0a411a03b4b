// Looks at the running network at the instants that checks name, and judges all checks once the report stands.

import { match } from 'ts-pattern';
import { toSeconds, type Instant } from '@ospflab/sim';
import type { Network } from '../network/network.ts';
import type { CheckResult, Report } from '../report/report.ts';
import type { LoadedScenario, ScenarioExpectation } from '../scenario/scenario.ts';
import { checkMetric } from './check-metric.ts';
import { checkNeighbor } from './check-neighbor.ts';
import { notReached, type CheckOutcome } from './check-outcome.ts';
import { checkRoute } from './check-route.ts';

export class ExpectationSampler {
  readonly instants: readonly Instant[];
  readonly #network: Network;
  readonly #outcomes = new Map<ScenarioExpectation, CheckOutcome>();

  constructor(network: Network) {
    this.#network = network;
    const instants = network.scenario.expectations.flatMap(({ check }) =>
      check.kind === 'metric' || check.at === undefined ? [] : [check.at],
    );
    this.instants = [...new Set(instants)];
  }

  /** Judges the checks of exactly this instant. */
  sample(now: Instant): void {
    for (const expectation of this.#network.scenario.expectations) {
      const { check } = expectation;
      if (check.kind !== 'metric' && check.at === now) this.#outcomes.set(expectation, this.#look(check));
    }
  }

  outcomeOf(expectation: ScenarioExpectation): CheckOutcome {
    const { check } = expectation;
    const sampled = this.#outcomes.get(expectation);
    if (sampled !== undefined) return sampled;
    if (check.kind !== 'metric' && check.at === undefined) return this.#look(check);
    return notReached;
  }

  #look(check: Exclude<ScenarioExpectation['check'], { kind: 'metric' }>): CheckOutcome {
    return match(check)
      .with({ kind: 'route' }, (route) => checkRoute(this.#network, route))
      .with({ kind: 'neighbor' }, (neighbor) => checkNeighbor(this.#network, neighbor))
      .exhaustive();
  }
}

export function checkExpectations(
  scenario: LoadedScenario,
  sampler: ExpectationSampler,
  report: Omit<Report, 'checks'>,
): CheckResult[] {
  const endedEarly = report.boundHit === undefined && report.simulatedSeconds < toSeconds(scenario.until);
  return scenario.expectations.map((expectation) => {
    const { check, text, source } = expectation;
    // Figures of the whole run mean nothing when it was cut short on purpose.
    const { verdict, found } =
      check.kind !== 'metric'
        ? sampler.outcomeOf(expectation)
        : endedEarly
          ? notReached
          : checkMetric(report, check);
    return { text, verdict, found, file: source.file, line: source.line };
  });
}
