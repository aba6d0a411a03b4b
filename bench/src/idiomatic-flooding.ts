// The peer of the flooding benchmark: reliable flooding as one would write it first, with classes, Maps keyed by text, closures as
// events and tinyqueue. It knows no hellos, no database exchange packets, no acknowledgements and no SPF.

import TinyQueue from 'tinyqueue';
import { RandomStream } from '@ospflab/sim';
import type { MeshLink } from './ospf-mesh.ts';

interface FloodedLsa {
  readonly router: number;
  readonly sequence: number;
  readonly neighbors: readonly number[];
}

interface TimedClosure {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

class FloodingRouter {
  readonly index: number;
  readonly database = new Map<string, FloodedLsa>();
  readonly neighbors: FloodingRouter[] = [];
  readonly mesh: IdiomaticFlooding;
  sequence = 0;

  constructor(index: number, mesh: IdiomaticFlooding) {
    this.index = index;
    this.mesh = mesh;
  }

  linkUp(neighbor: FloodingRouter): void {
    this.neighbors.push(neighbor);
    this.mesh.send(this, neighbor, [...this.database.values()]);
    const own = {
      router: this.index,
      sequence: ++this.sequence,
      neighbors: this.neighbors.map((each) => each.index),
    };
    this.receive([own], undefined);
  }

  receive(lsas: readonly FloodedLsa[], from: FloodingRouter | undefined): void {
    const fresh = lsas.filter((lsa) => {
      const known = this.database.get(`router ${lsa.router}`);
      return known === undefined || known.sequence < lsa.sequence;
    });
    for (const lsa of fresh) this.database.set(`router ${lsa.router}`, lsa);
    if (fresh.length === 0) return;
    for (const neighbor of this.neighbors) if (neighbor !== from) this.mesh.send(this, neighbor, fresh);
  }
}

export class IdiomaticFlooding {
  readonly routers: FloodingRouter[] = [];
  readonly #queue = new TinyQueue<TimedClosure>([], (a, b) => a.at - b.at || a.order - b.order);
  readonly #clones: boolean;
  #order = 0;
  #now = 0;
  deliveries = 0;

  /** Links come up over ten seconds. With `clones` every packet carries its own copies of the LSAs. */
  constructor(nodeCount: number, links: readonly MeshLink[], clones: boolean) {
    this.#clones = clones;
    for (let index = 0; index < nodeCount; index++) this.routers.push(new FloodingRouter(index, this));
    const stream = new RandomStream('bench', 'links up');
    for (const { left, right } of links) {
      const at = stream.integer(10e9);
      this.#at(at, () => this.routers[left]!.linkUp(this.routers[right]!));
      this.#at(at, () => this.routers[right]!.linkUp(this.routers[left]!));
    }
  }

  send(from: FloodingRouter, to: FloodingRouter, lsas: readonly FloodedLsa[]): void {
    const carried = this.#clones ? structuredClone(lsas) : lsas;
    this.#at(this.#now + 1_000_000, () => {
      this.deliveries += carried.length;
      to.receive(carried, from);
    });
  }

  run(): void {
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) {
      this.#now = next.at;
      next.run();
    }
  }

  /** `router: neighbours` as one router sees all of them. */
  topologySeenBy(index: number): string[] {
    return [...this.routers[index]!.database.values()].map(
      ({ router, neighbors }) => `${router}: ${[...neighbors].sort((a, b) => a - b).join(' ')}`,
    );
  }

  #at(at: number, run: () => void): void {
    this.#queue.push({ at, order: this.#order++, run });
  }
}
