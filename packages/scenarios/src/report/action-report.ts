// What followed from one action: the causal chains behind the first next hop lost and the last one regained, then its price.

import { formatIpv4Address } from '@ospflab/net';
import { toSeconds, type Instant, type Trace, type TraceRecord } from '@ospflab/sim';
import type { AddressBook } from './address-book.ts';
import { describeRecord } from './describe-record.ts';
import type { FibChange } from './fib-history.ts';
import { formatSeconds } from './format-seconds.ts';
import type { ActionReport, Consequence } from './report.ts';
import type { ActionWindow, RunObserver } from './run-observer.ts';
import type { SimulationEvent } from './simulation-event.ts';

/** Lines of one causal chain; what lies between is left out. */
const chainLinesMax = 8;

export function actionReportOf(window: ActionWindow, observer: RunObserver, trace: Trace): ActionReport {
  const changes = observer.fib.changes.filter(
    ({ at }) => at >= window.at && (window.end === undefined || at < window.end),
  );
  const candidates = candidatesOf(changes, window.entry.action.node);
  const withdrawal = candidates.find(({ lost }) => lost.length > 0);
  const returned = candidates.findLast(({ gained }) => gained.length > 0);
  const detection = detectionOf(window);
  const since = (at: Instant) => toSeconds((at - window.at) as Instant);
  const isReturn = returned !== undefined && !movesAway(returned, withdrawal);
  const shown = [withdrawal, isReturn ? returned : undefined];
  const onChains = new Set(
    shown.flatMap((change) => (change === undefined ? [] : trace.chainOf(change.record).map(({ id }) => id))),
  );
  return {
    at: toSeconds(window.at),
    name: window.entry.name,
    kind: window.entry.action.kind,
    node: window.entry.action.node,
    consequences: [
      ...(withdrawal === undefined ? [] : chainTo(withdrawal, 'withdrawn', window, observer, trace)),
      ...(isReturn ? chainTo(returned, 'returned', window, observer, trace) : []),
      ...window.remarks.flatMap((record) =>
        onChains.has(record.id) ? [] : (remarkOf(record, observer.book) ?? []),
      ),
      ...poolLines(window, observer),
      ...priceOf(window, observer),
    ],
    withdrawalSeconds: withdrawal === undefined ? undefined : since(withdrawal.at),
    returnSeconds: isReturn ? since(returned.at) : undefined,
    detectionSeconds: detection,
    outageSeconds: window.firstGoodAt === undefined ? undefined : since(window.firstGoodAt),
    longFlowsReset: window.longFlowsReset,
    packetsLost: window.packetsLost,
  };
}

/**
 * Routes through gateways that lost or gained one: that a node loses its own subnet with its link is no news. What other nodes
 * make of the action counts before what its own node does.
 */
function candidatesOf(changes: readonly FibChange[], actor: string): readonly FibChange[] {
  const news = changes.filter(({ lost, gained }) => [...lost, ...gained].some((hop) => hop !== 'link'));
  const elsewhere = news.filter(({ node }) => node !== actor);
  return elsewhere.length > 0 ? elsewhere : news;
}

/** A route that only changed to other next hops has both lost and gained; that is no return. */
function movesAway(returned: FibChange, withdrawal: FibChange | undefined): boolean {
  return withdrawal !== undefined && returned.record <= withdrawal.record;
}

function chainTo(
  change: FibChange,
  outcome: 'withdrawn' | 'returned',
  window: ActionWindow,
  observer: RunObserver,
  trace: Trace,
): Consequence[] {
  const records = trace
    .chainOf(change.record)
    .filter(({ instant }) => instant >= window.at)
    .reverse();
  const withObstacles = withDiscards(records, trace, window);
  const lines = withObstacles.flatMap((record): Consequence[] => {
    const text = describeRecord(record, observer.book);
    if (text === undefined) return [];
    return [{ at: toSeconds(record.instant), node: record.node, text, figure: figureOf(record, window) }];
  });
  const kept =
    lines.length > chainLinesMax ? [...lines.slice(0, 2), ...lines.slice(2 - chainLinesMax)] : lines;
  const took = toSeconds((change.at - window.at) as Instant);
  return [
    ...kept,
    {
      at: toSeconds(change.at),
      node: change.node,
      text: `FIB: ${routeText(change)}`,
      figure: `${formatSeconds(took)} to ${outcome === 'withdrawn' ? 'withdraw' : 'return'}`,
    },
  ];
}

/** A discarded LSA causes nothing, so it is on no chain; yet it is why a retransmission was needed. */
function withDiscards(
  chain: readonly TraceRecord[],
  trace: Trace,
  window: ActionWindow,
): readonly TraceRecord[] {
  const resent = chain.filter(({ event }) => event.kind === 'lsaRetransmitted');
  if (resent.length === 0) return chain;
  const discards = trace.records().filter((record) => {
    const event = record.event as SimulationEvent;
    return (
      event.kind === 'lsaDiscarded' &&
      record.instant >= window.at &&
      resent.some(({ event: other, instant }) => {
        const again = other as SimulationEvent;
        return (
          again.kind === 'lsaRetransmitted' &&
          instant > record.instant &&
          again.advertisingRouter === event.advertisingRouter &&
          again.linkStateId === event.linkStateId &&
          again.sequence === event.sequence
        );
      })
    );
  });
  return [...chain, ...discards].toSorted((left, right) => left.id - right.id);
}

function figureOf(record: TraceRecord, window: ActionWindow): string | undefined {
  const { kind } = record.event;
  return kind === 'deadTimerExpired' || kind === 'bfdSessionLost'
    ? `${formatSeconds(toSeconds((record.instant - window.at) as Instant))} blind`
    : undefined;
}

function routeText({ prefix, nextHops }: FibChange): string {
  return nextHops.length === 0 ? `${prefix} is gone` : `${prefix} via ${nextHops.join(' ')}`;
}

/** From the action until the last health checker changed its pool; the checkers of one node count once each. */
function detectionOf(window: ActionWindow): number | undefined {
  const last = window.poolChanges.at(-1);
  return last === undefined ? undefined : toSeconds((last.instant - window.at) as Instant);
}

function poolLines(window: ActionWindow, observer: RunObserver): Consequence[] {
  return window.poolChanges.flatMap((record): Consequence[] => {
    const event = record.event as SimulationEvent;
    if (event.kind !== 'realServerWentDown' && event.kind !== 'realServerCameUp') return [];
    const took = formatSeconds(toSeconds((record.instant - window.at) as Instant));
    const server = observer.book.nameOf(event.realServer);
    const text =
      event.kind === 'realServerWentDown'
        ? `health check: ${server}:${event.realPort} leaves the pool`
        : `health check: ${server}:${event.realPort} is back in the pool`;
    return [{ at: toSeconds(record.instant), node: record.node, text, figure: `${took} to detect` }];
  });
}

export function remarkOf(record: TraceRecord, book: AddressBook): Consequence | undefined {
  const event = record.event as SimulationEvent;
  const line = (text: string): Consequence => ({
    at: toSeconds(record.instant),
    node: record.node,
    text,
    figure: undefined,
  });
  switch (event.kind) {
    case 'redirectAccepted': {
      const destination = formatIpv4Address(event.destination);
      return line(`accepts a redirect: ${destination} via ${book.nameOf(event.gateway)}`);
    }
    case 'quorumLost':
      return line(`quorum lost for ${formatIpv4Address(event.virtualAddress)}:${event.virtualPort}`);
    case 'quorumGained':
      return line(`quorum gained for ${formatIpv4Address(event.virtualAddress)}:${event.virtualPort}`);
    default: {
      const text = describeRecord(record, book);
      return text === undefined ? undefined : line(text);
    }
  }
}

function priceOf(window: ActionWindow, observer: RunObserver): Consequence[] {
  const lines: Consequence[] = [];
  const node = 'clients';
  if (window.lastLostAt !== undefined) {
    lines.push({
      at: toSeconds(window.lastLostAt),
      node,
      text: `last of ${window.packetsLost} packets lost`,
      figure: undefined,
    });
  }
  if (window.firstGoodAt !== undefined) {
    const outage = formatSeconds(toSeconds((window.firstGoodAt - window.at) as Instant));
    lines.push({
      at: toSeconds(window.firstGoodAt),
      node,
      text: 'first answer to a flow that had lost packets',
      figure: `${outage} outage`,
    });
  }
  if (window.longFlowsReset > 0) {
    const total = observer.longFates.length;
    lines.push({
      at: toSeconds((window.end ?? window.at) as Instant),
      node,
      text: `${window.longFlowsReset} of ${total} long flows reset since`,
      figure: undefined,
    });
  }
  if (window.requestsFailed > 0) {
    lines.push({
      at: toSeconds((window.end ?? window.at) as Instant),
      node,
      text: `${window.requestsFailed} ${window.requestsFailed === 1 ? 'request' : 'requests'} failed since`,
      figure: undefined,
    });
  }
  return lines;
}
