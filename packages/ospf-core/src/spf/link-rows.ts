// What each LSA says of links, read once per instance into small numbers that are the same in all LSAs. Building a graph is then
// copying rows, and its destinations need no search. A memory of pure results: it may start anew at any time.

import { readU16, readU32 } from '@ospflab/net';
import type { Lsa } from '../lsa/lsa.ts';
import { IdIndex } from './id-index.ts';
import { PrefixTable } from './prefix-table.ts';

/** One router- or network-LSA. Vertices and prefixes are numbers of its `LinkRows`. */
export interface LinkRow {
  readonly vertex: number;
  /** Point-to-point and transit links, or the routers of a network: where each leads, its cost, its place in the LSA. */
  readonly targets: number[];
  readonly costs: number[];
  readonly links: number[];
  /** Stub links, or the prefix of the network itself; prefixes without contiguous mask are left out. */
  readonly prefixes: number[];
  readonly prefixCosts: number[];
}

/** Link types of the wire, RFC 2328 appendix A.4.2. */
const wireLinkTypes = { pointToPoint: 1, transit: 2, stub: 3, virtual: 4 } as const;

export class LinkRows {
  readonly prefixTable = new PrefixTable();
  readonly #routers = new IdIndex();
  readonly #networks = new IdIndex();
  #vertexCount = 0;
  readonly #rows = new WeakMap<Lsa, LinkRow>();

  /** Numbers given to vertices so far. */
  get vertexCount(): number {
    return this.#vertexCount;
  }

  rowOf(lsa: Lsa): LinkRow {
    let row = this.#rows.get(lsa);
    if (row === undefined) {
      row = lsa.body.kind === 'network' ? this.#readNetwork(lsa) : this.#readRouter(lsa);
      this.#rows.set(lsa, row);
    }
    return row;
  }

  // Stub links are destinations, not edges.
  #readRouter(lsa: Lsa): LinkRow {
    const row = emptyRow(this.#vertexOf(this.#routers, lsa.advertisingRouter));
    const { bytes } = lsa;
    const count = readU16(bytes, 22);
    let offset = 24;
    for (let link = 0; link < count; link++) {
      const linkId = readU32(bytes, offset);
      const cost = readU16(bytes, offset + 10);
      switch (bytes[offset + 8]) {
        case wireLinkTypes.pointToPoint:
        case wireLinkTypes.virtual:
          addEdge(row, this.#vertexOf(this.#routers, linkId), cost, link);
          break;
        case wireLinkTypes.transit:
          addEdge(row, this.#vertexOf(this.#networks, linkId), cost, link);
          break;
        case wireLinkTypes.stub:
          this.#addPrefix(row, linkId, readU32(bytes, offset + 4), cost);
      }
      offset += 12 + 4 * bytes[offset + 9]!;
    }
    return row;
  }

  #readNetwork(lsa: Lsa): LinkRow {
    const row = emptyRow(this.#vertexOf(this.#networks, lsa.linkStateId));
    const { bytes } = lsa;
    for (let offset = 24, link = 0; offset < lsa.length; offset += 4, link++) {
      addEdge(row, this.#vertexOf(this.#routers, readU32(bytes, offset)), 0, link);
    }
    this.#addPrefix(row, lsa.linkStateId, readU32(bytes, 20), 0);
    return row;
  }

  #vertexOf(index: IdIndex, id: number): number {
    const known = index.get(id);
    if (known >= 0) return known;
    index.set(id, this.#vertexCount);
    return this.#vertexCount++;
  }

  #addPrefix(row: LinkRow, address: number, mask: number, cost: number): void {
    const prefix = this.prefixTable.numberOf(address, mask);
    if (prefix < 0) return;
    row.prefixes.push(prefix);
    row.prefixCosts.push(cost);
  }
}

function emptyRow(vertex: number): LinkRow {
  return { vertex, targets: [], costs: [], links: [], prefixes: [], prefixCosts: [] };
}

function addEdge(row: LinkRow, target: number, cost: number, link: number): void {
  row.targets.push(target);
  row.costs.push(cost);
  row.links.push(link);
}

/** Names kept beside those of the LSAs at hand. */
const namesMax = 1 << 16;

let shared = new LinkRows();

/** The rows that LSAs of so many bytes together shall be read with. */
export function linkRowsFor(lsaBytes: number): LinkRows {
  // A link takes 12 bytes and brings two names at most: LSAs never outgrow fresh rows by their own names alone.
  if (shared.vertexCount + shared.prefixTable.size > namesMax + lsaBytes) shared = new LinkRows();
  return shared;
}
