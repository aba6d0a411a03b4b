// What the routers and networks of an area have to offer to its root, RFC 2328 §16.1 (stage 2).

import type { PrefixOffers } from './prefix-offers.ts';
import type { ShortestPaths } from './shortest-paths.ts';
import { unreachedDistance } from './unreached-distance.ts';

/** The networks and the stub links of all routers but the root. `wanted`: by number of the prefix, 1 for those to offer; absent: all. */
export function offerDestinations(
  { graph, root, distances, sets }: ShortestPaths,
  offers: PrefixOffers,
  wanted?: Uint8Array,
): void {
  const { rows } = graph;
  for (let vertex = 0; vertex < rows.length; vertex++) {
    const distance = distances[vertex]!;
    if (distance === unreachedDistance || vertex === root) continue;
    const set = sets[vertex]!;
    const { prefixes, prefixCosts } = rows[vertex]!;
    for (let index = 0; index < prefixes.length; index++) {
      const prefix = prefixes[index]!;
      if (wanted !== undefined && wanted[prefix] === 0) continue;
      offers.offer(prefix, distance + prefixCosts[index]!, set);
    }
  }
}
