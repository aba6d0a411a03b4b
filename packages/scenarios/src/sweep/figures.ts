// Every figure of a report that is worth comparing between runs, under a name that is the same in every run.

import type { ActionReport, Report, TrafficReport } from '../report/report.ts';

export interface Figure {
  /** For example `fails: withdrawalSeconds`. */
  readonly name: string;
  /** Null: it did not happen. */
  readonly value: number | null;
}

/** In the order of the report: start, actions, traffic, shares. */
export function figuresOf(report: Report): Figure[] {
  const { adjacencies, routes } = report.start;
  const figure = (name: string, value: number | undefined): Figure => ({ name, value: value ?? null });
  return [
    figure('start: lastFullSeconds', latest(adjacencies.map(({ fullAt }) => fullAt))),
    figure('start: lastRouteSeconds', latest(routes.map(({ at }) => at))),
    ...report.actions.flatMap(figuresOfAction),
    ...report.traffic.flatMap(figuresOfTraffic),
    ...[...report.directors, ...report.realServers].map(({ node, share }) => figure(`${node}: share`, share)),
  ];
}

function figuresOfAction(action: ActionReport): Figure[] {
  const figures: Readonly<Record<string, number | undefined>> = {
    withdrawalSeconds: action.withdrawalSeconds,
    returnSeconds: action.returnSeconds,
    detectionSeconds: action.detectionSeconds,
    outageSeconds: action.outageSeconds,
    longFlowsReset: action.longFlowsReset,
    packetsLost: action.packetsLost,
  };
  return named(action.name, figures);
}

function figuresOfTraffic(traffic: TrafficReport): Figure[] {
  switch (traffic.kind) {
    case 'short': {
      const { sent, served, lost, reset, refused, unreachable } = traffic;
      return named(traffic.name, { sent, served, lost, reset, refused, unreachable });
    }
    case 'long': {
      const { survived, hung, reset, otherwise, longestGapSeconds } = traffic;
      return named(traffic.name, { survived, hung, reset, otherwise, longestGapSeconds });
    }
    case 'ping': {
      const { sent, answered, lost } = traffic;
      return named(traffic.name, { sent, answered, lost });
    }
  }
}

function named(owner: string, figures: Readonly<Record<string, number | undefined>>): Figure[] {
  return Object.entries(figures).map(([name, value]) => ({
    name: `${owner}: ${name}`,
    value: value ?? null,
  }));
}

function latest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}
