// One graph per distinct database content: routers that hold the same LSA instances calculate on the same graph.
// A memory of pure results; what it forgets is built again and comes out the same.

import type { Lsa } from './lsa/lsa.ts';
import { buildLinkStateGraph, type LinkStateGraph } from './spf/link-state-graph.ts';

/** Graphs kept; the one that was not asked for longest goes first. */
const graphsMax = 16;

interface KnownGraph {
  readonly lsas: readonly Lsa[];
  readonly graph: LinkStateGraph;
}

const known = new Map<number, KnownGraph>();

/** The graph of these LSAs, which are in canonical order. `before`: the graph that it takes the place of. */
export function graphOf(lsas: readonly Lsa[], before: LinkStateGraph | undefined): LinkStateGraph {
  const fingerprint = fingerprintOf(lsas);
  let found = known.get(fingerprint);
  if (found === undefined || !sameInstances(found.lsas, lsas)) {
    found = { lsas, graph: buildLinkStateGraph(lsas, before) };
  }
  known.delete(fingerprint);
  known.set(fingerprint, found);
  if (known.size > graphsMax) {
    for (const oldest of known.keys()) {
      known.delete(oldest);
      break;
    }
  }
  return found.graph;
}

// Only narrows the search; the instances themselves are compared.
function fingerprintOf(lsas: readonly Lsa[]): number {
  let hash = lsas.length;
  for (const lsa of lsas) {
    hash = Math.imul(hash ^ lsa.checksum, 0x01000193) ^ lsa.sequence;
  }
  return hash;
}

function sameInstances(left: readonly Lsa[], right: readonly Lsa[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}
