// From what was observed to the report.

import { explainBound, toSeconds, type RunOutcome } from '@ospflab/sim';
import { distributionOf } from '@ospflab/ecmp';
import { findTroubles } from '../diagnosis/find-troubles.ts';
import type { Network } from '../network/network.ts';
import type { WireMode } from '../scenario/scenario.ts';
import type { LongTraffic } from '../scenario/traffic.ts';
import { PingClient } from '../applications/ping-client.ts';
import { ShortClient } from '../applications/short-client.ts';
import { actionReportOf, remarkOf } from './action-report.ts';
import type {
  AdjacencyRow,
  CheckResult,
  DropRow,
  LongTrafficReport,
  Report,
  RouteRow,
  ShareRow,
  StartReport,
  TrafficReport,
} from './report.ts';
import type { RunObserver } from './run-observer.ts';

export interface RunFacts {
  readonly seed: number;
  readonly wireMode: WireMode;
  readonly outcome: RunOutcome;
}

export function buildReport(
  network: Network,
  observer: RunObserver,
  facts: RunFacts,
): Omit<Report, 'checks'> & {
  checks: CheckResult[];
} {
  const { scenario, simulation } = network;
  const directors = sharesOf(observer.directors);
  const notForwarded = (node: string): number => observer.drops.get(`${node}\nforwardingOff`) ?? 0;
  return {
    version: 1,
    scenario: scenario.name,
    about: scenario.about,
    seed: facts.seed,
    wireMode: facts.wireMode,
    ospfProfiles: [
      ...new Set(scenario.nodes.filter(({ frr }) => frr?.ospf !== undefined).map((node) => node.ospfProfile)),
    ].sort(),
    simulatedSeconds: toSeconds(simulation.now),
    events: facts.outcome.eventsTotal,
    digest: simulation.trace.digest,
    boundHit: explainBound(facts.outcome),
    start: startOf(network, observer),
    actions: observer.windows.map((window) => actionReportOf(window, observer, simulation.trace)),
    traffic: scenario.traffic.map(({ name }) => trafficOf(network, observer, name)),
    directors,
    realServers: sharesOf(observer.realServers),
    directorSpreadP: spreadP([...observer.directors.values()]),
    drops: dropsOf(observer),
    troubles: findTroubles(network, notForwarded),
    checks: [],
  };
}

function startOf({ scenario }: Network, observer: RunObserver): StartReport {
  const end = observer.windows[0]?.at ?? Infinity;
  const adjacencies = observer.fullAt
    .filter(({ at }) => at < end)
    .map(({ node, neighbor, interfaceIndex, at }): AdjacencyRow => ({
      node,
      neighbor: observer.book.nameOf(neighbor),
      interface: observer.book.interfaceName(node, interfaceIndex),
      fullAt: toSeconds(at),
    }));
  const routers = new Set(
    scenario.nodes.filter(({ frr }) => frr?.ospf !== undefined).map(({ name }) => name),
  );
  const routes = new Map<string, RouteRow>();
  for (const { at, node, prefix, nextHops } of observer.fib.changes) {
    if (at === 0 || at >= end || !routers.has(node)) continue;
    routes.delete(`${node} ${prefix}`);
    if (nextHops.length > 0) {
      routes.set(`${node} ${prefix}`, { node, prefix, nextHops, at: toSeconds(at) });
    }
  }
  const remarks = observer.startRemarks.flatMap((record) => remarkOf(record, observer.book) ?? []);
  return { adjacencies, routes: [...routes.values()], remarks };
}

function trafficOf(network: Network, observer: RunObserver, name: string): TrafficReport {
  const traffic = network.scenario.traffic.find((one) => one.name === name)!;
  const client = network.clients.get(name);
  if (traffic.kind === 'long') return longTrafficOf(observer, traffic);
  if (traffic.kind === 'ping') {
    return {
      kind: 'ping',
      name,
      sent: client instanceof PingClient ? client.sent : 0,
      answered: observer.pingsAnswered.get(name) ?? 0,
      lost: observer.pingsLost.get(name) ?? 0,
    };
  }
  const counts = observer.shortCounts.get(name);
  const failed = counts?.failed;
  return {
    kind: 'short',
    name,
    sent: client instanceof ShortClient ? client.sent : 0,
    served: counts?.served ?? 0,
    lost: failed?.lost ?? 0,
    reset: failed?.reset ?? 0,
    refused: failed?.refused ?? 0,
    unreachable: (failed?.unreachable ?? 0) + (failed?.noLocalPort ?? 0),
    pending: client instanceof ShortClient ? client.pending : 0,
  };
}

function longTrafficOf(observer: RunObserver, traffic: LongTraffic): LongTrafficReport {
  const fates = observer.longFates.filter((fate) => fate.traffic === traffic.name);
  const count = (of: typeof fates) => ({
    survived: of.filter(({ reason }) => reason === 'survived').length,
    hung: of.filter(({ reason }) => reason === 'hung').length,
    reset: of.filter(({ reason }) => reason === 'reset').length,
    otherwise: of.filter(({ reason }) => !['survived', 'hung', 'reset'].includes(reason)).length,
  });
  const directors = [...new Set(fates.map(({ director }) => director ?? 'none'))].sort();
  return {
    kind: 'long',
    name: traffic.name,
    flows: fates.length,
    ...count(fates),
    longestGapSeconds: Math.max(
      0,
      ...fates
        .filter(({ reason }) => reason === 'survived')
        .map(({ longestGapSeconds }) => longestGapSeconds),
    ),
    byDirector: directors.map((director) => ({
      director,
      ...count(fates.filter((fate) => (fate.director ?? 'none') === director)),
    })),
  };
}

function sharesOf(rows: RunObserver['directors']): ShareRow[] {
  const total = [...rows.values()].reduce((sum, { connections }) => sum + connections, 0);
  const expectedTotal = [...rows.values()].reduce((sum, { expected }) => sum + expected, 0);
  return [...rows]
    .map(([node, { connections, expected }]) => ({
      node,
      connections,
      share: total === 0 ? 0 : connections / total,
      expected: expectedTotal === 0 ? 0 : expected / expectedTotal,
    }))
    .sort((left, right) => (left.node < right.node ? -1 : 1));
}

function spreadP(
  rows: readonly { readonly compared: number; readonly expected: number }[],
): number | undefined {
  if (rows.length < 2 || rows.some(({ expected }) => expected === 0)) return undefined;
  return distributionOf(
    rows.map(({ compared }) => compared),
    rows.map(({ expected }) => expected),
  ).pValue;
}

function dropsOf(observer: RunObserver): DropRow[] {
  return [...observer.drops]
    .map(([key, packets]) => {
      const [where = '', reason = ''] = key.split('\n');
      return { where, reason, packets };
    })
    .sort(
      (left, right) =>
        right.packets - left.packets || (left.where + left.reason < right.where + right.reason ? -1 : 1),
    );
}
