// The report of a run as plain data: what `--json` writes and what the text and JUnit forms are made from. Version 1 is stable:
// fields are added, never changed. Times are seconds since the start of the run.

import type { Trouble } from '../diagnosis/trouble.ts';

export interface Report {
  readonly version: 1;
  readonly scenario: string;
  readonly about: string;
  readonly seed: number;
  readonly wireMode: 'bytes' | 'objects';
  readonly ospfProfiles: readonly string[];
  readonly simulatedSeconds: number;
  readonly events: number;
  /** Two runs are equal when their digests are. */
  readonly digest: string;
  /** Undefined when the run came to its end; else the bound that it hit, in words. */
  readonly boundHit: string | undefined;
  readonly start: StartReport;
  readonly actions: readonly ActionReport[];
  readonly traffic: readonly TrafficReport[];
  readonly directors: readonly ShareRow[];
  readonly realServers: readonly ShareRow[];
  /** Of the χ² test that the directors' counts follow their expected shares; undefined with fewer than two directors. */
  readonly directorSpreadP: number | undefined;
  readonly drops: readonly DropRow[];
  /** As the network was in the end. */
  readonly troubles: readonly Trouble[];
  readonly checks: readonly CheckResult[];
}

/** From power-on to the first action. */
export interface StartReport {
  readonly adjacencies: readonly AdjacencyRow[];
  /** Every FIB that took a route from OSPF, when it last changed. */
  readonly routes: readonly RouteRow[];
  /** Redirects taken, quorums gained and lost. */
  readonly remarks: readonly Consequence[];
}

export interface AdjacencyRow {
  readonly node: string;
  readonly neighbor: string;
  readonly interface: string;
  readonly fullAt: number;
}

export interface RouteRow {
  readonly node: string;
  readonly prefix: string;
  readonly nextHops: readonly string[];
  readonly at: number;
}

export interface ActionReport {
  readonly at: number;
  readonly name: string;
  readonly kind: string;
  readonly node: string;
  /** The causal chain, in order of time. */
  readonly consequences: readonly Consequence[];
  /** Absent figures did not happen before the next action. */
  readonly withdrawalSeconds: number | undefined;
  readonly returnSeconds: number | undefined;
  readonly detectionSeconds: number | undefined;
  readonly outageSeconds: number | undefined;
  readonly longFlowsReset: number;
  readonly packetsLost: number;
}

export interface Consequence {
  readonly at: number;
  readonly node: string;
  readonly text: string;
  /** The figure people came for. */
  readonly figure: string | undefined;
}

export type TrafficReport = ShortTrafficReport | LongTrafficReport | PingTrafficReport;

export interface ShortTrafficReport {
  readonly kind: 'short';
  readonly name: string;
  readonly sent: number;
  readonly served: number;
  readonly lost: number;
  readonly reset: number;
  readonly refused: number;
  readonly unreachable: number;
  /** Neither served nor failed when the run ended. */
  readonly pending: number;
}

export interface LongTrafficReport {
  readonly kind: 'long';
  readonly name: string;
  readonly flows: number;
  readonly survived: number;
  readonly hung: number;
  readonly reset: number;
  readonly otherwise: number;
  /** Of the flows that survived. */
  readonly longestGapSeconds: number;
  readonly byDirector: readonly {
    readonly director: string;
    readonly survived: number;
    readonly hung: number;
    readonly reset: number;
    readonly otherwise: number;
  }[];
}

export interface PingTrafficReport {
  readonly kind: 'ping';
  readonly name: string;
  readonly sent: number;
  readonly answered: number;
  readonly lost: number;
}

export interface ShareRow {
  readonly node: string;
  readonly connections: number;
  /** 0 … 1 */
  readonly share: number;
  /** What next-hop sets and weights made likely at each connection's start, 0 … 1. */
  readonly expected: number;
}

export interface DropRow {
  /** A segment or a node. */
  readonly where: string;
  readonly reason: string;
  readonly packets: number;
}

export interface CheckResult {
  readonly text: string;
  /** `notReached`: the run was asked to end before the check could be made. */
  readonly verdict: 'passed' | 'failed' | 'notReached';
  /** What was found. */
  readonly found: string;
  readonly file: string;
  readonly line: number;
}
