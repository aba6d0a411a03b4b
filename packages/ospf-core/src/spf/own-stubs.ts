// The stub links of the calculating router itself: destinations without a hop in between.

import { maskOfLength, prefixContains, type Ipv4Prefix } from '@ospflab/net';
import { compareNextHops, type OspfNextHop, type SpfInterface } from './ospf-route.ts';
import type { ShortestPaths } from './shortest-paths.ts';

export interface OwnStub {
  /** Of its prefix in canonical order. */
  readonly rank: number;
  readonly prefix: number;
  readonly cost: number;
  readonly nextHops: readonly OspfNextHop[];
}

/** In canonical order of prefixes, each at the cheapest of its metrics. */
export function ownStubsOf({ graph, root, interfaces }: ShortestPaths): readonly OwnStub[] {
  const row = graph.rows[root];
  if (row === undefined) return [];
  const { ranks, prefixes } = graph.prefixTable;
  const stubs: OwnStub[] = [];
  for (let index = 0; index < row.prefixes.length; index++) {
    const prefix = row.prefixes[index]!;
    const nextHops = directNextHops(prefixes[prefix]!, interfaces);
    if (nextHops.length > 0)
      stubs.push({ rank: ranks[prefix]!, prefix, cost: row.prefixCosts[index]!, nextHops });
  }
  stubs.sort(compareStubs);
  let kept = 0;
  for (const stub of stubs) if (kept === 0 || stubs[kept - 1]!.rank !== stub.rank) stubs[kept++] = stub;
  stubs.length = kept;
  return stubs;
}

function compareStubs(left: OwnStub, right: OwnStub): number {
  return left.rank - right.rank || left.cost - right.cost;
}

/** The interfaces whose subnet the prefix is; for a host route, the one whose address it is and not borrowed, or that contains it. */
function directNextHops(prefix: Ipv4Prefix, interfaces: readonly SpfInterface[]): readonly OspfNextHop[] {
  const exact: OspfNextHop[] = [];
  let containing: SpfInterface | undefined;
  for (const candidate of interfaces) {
    const { interfaceIndex, prefixLength, address } = candidate;
    // The address is another interface's, and so is the stub link.
    if (candidate.unnumbered === true) continue;
    if (prefixLength === prefix.length && prefixContains(prefix, address)) {
      exact.push({ interfaceIndex, address: undefined });
    }
    if (((prefix.address ^ address) & maskOfLength(prefixLength)) === 0) containing ??= candidate;
  }
  if (exact.length > 0) return exact.sort(compareNextHops);
  return containing === undefined ? [] : [{ interfaceIndex: containing.interfaceIndex, address: undefined }];
}
