// `check: metric`: a figure of the finished run inside its bounds.

import { match } from 'ts-pattern';
import type {
  ActionReport,
  LongTrafficReport,
  PingTrafficReport,
  Report,
  ShortTrafficReport,
} from '../report/report.ts';
import type { MetricExpectation } from '../scenario/expectations/metric.ts';
import { outcomeOf, type CheckOutcome } from './check-outcome.ts';

type Figures = Omit<Report, 'checks'>;

export function checkMetric(report: Figures, expected: MetricExpectation): CheckOutcome {
  const value = metricOf(report, expected);
  if (value === undefined) return outcomeOf(false, 'it did not happen');
  const passed =
    (expected.atLeast === undefined || value >= expected.atLeast) &&
    (expected.atMost === undefined || value <= expected.atMost) &&
    (expected.equals === undefined || value === expected.equals);
  return outcomeOf(passed, String(Number(value.toFixed(6))));
}

function metricOf(report: Figures, { metric, of }: MetricExpectation): number | undefined {
  const action = of.kind === 'action' ? report.actions[of.index] : undefined;
  const traffic = report.traffic.filter(({ name }) => of.kind !== 'traffic' || name === of.traffic);
  const short = (read: (one: ShortTrafficReport) => number) =>
    sum(traffic.filter((one) => one.kind === 'short').map(read));
  const long = (read: (one: LongTrafficReport) => number) =>
    sum(traffic.filter((one) => one.kind === 'long').map(read));
  const ping = (read: (one: PingTrafficReport) => number) =>
    sum(traffic.filter((one) => one.kind === 'ping').map(read));
  const ofAction = (read: (one: ActionReport) => number | undefined) =>
    action === undefined ? undefined : read(action);
  return match(metric)
    .with('withdrawalSeconds', () => ofAction((one) => one.withdrawalSeconds))
    .with('returnSeconds', () => ofAction((one) => one.returnSeconds))
    .with('detectionSeconds', () => ofAction((one) => one.detectionSeconds))
    .with('outageSeconds', () => ofAction((one) => one.outageSeconds))
    .with('longFlowsResetBy', () => ofAction((one) => one.longFlowsReset))
    .with('requestsSent', () => short(({ sent }) => sent))
    .with('requestsServed', () => short(({ served }) => served))
    .with('requestsLost', () => short(({ lost }) => lost))
    .with('requestsReset', () => short(({ reset }) => reset))
    .with('requestsRefused', () => short(({ refused }) => refused))
    .with('longFlowsReset', () => long(({ reset }) => reset))
    .with('longFlowsSurvived', () => long(({ survived }) => survived))
    .with('longFlowsHung', () => long(({ hung }) => hung))
    .with('pingsAnswered', () => ping(({ answered }) => answered))
    .with('pingsLost', () => ping(({ lost }) => lost))
    .with('share', () => {
      const node = of.kind === 'node' ? of.node : undefined;
      return [...report.directors, ...report.realServers].find((row) => row.node === node)?.share ?? 0;
    })
    .exhaustive();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
