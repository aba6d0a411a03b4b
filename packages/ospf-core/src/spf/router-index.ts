// The routers of a graph by id: a search in their order needs nothing built, unlike a hash table.

import type { RouterId } from '../lsa/lsa.ts';
import type { RouterVertex } from './link-state-graph.ts';

export class RouterIndex {
  readonly #routers: readonly RouterVertex[];

  /** `routers` in order of id. */
  constructor(routers: readonly RouterVertex[]) {
    this.#routers = routers;
  }

  /** The vertex of a router; −1 when it has none. */
  get(id: RouterId): number {
    let low = 0;
    let high = this.#routers.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#routers[middle]!.advertisingRouter;
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  find(id: RouterId): RouterVertex | undefined {
    const vertex = this.get(id);
    return vertex < 0 ? undefined : this.#routers[vertex];
  }
}
