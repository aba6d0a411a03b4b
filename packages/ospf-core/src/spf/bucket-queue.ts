// A circular array of buckets with doubly linked vertices: constant time for every operation as long as edge costs are moderate.

import type { VertexQueue } from './vertex-queue.ts';

export class BucketQueue implements VertexQueue {
  /** Vertex + 1 of the first in each bucket; 0 is an empty bucket. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  /** Vertex + 1 of the one before, 0 for the first of a bucket. */
  readonly #previous: Int32Array;
  readonly #key: Float64Array;
  readonly #mask: number;
  #current = 0;
  #size = 0;

  /** `keySpan`: no key is ever further than this above the smallest one in the queue. */
  constructor(vertexCount: number, keySpan: number) {
    const buckets = 1 << (32 - Math.clz32(keySpan + 2));
    this.#first = new Int32Array(buckets);
    this.#next = new Int32Array(vertexCount);
    this.#previous = new Int32Array(vertexCount);
    this.#key = new Float64Array(vertexCount);
    this.#mask = buckets - 1;
  }

  insert(vertex: number, key: number): void {
    this.#link(vertex, key);
    this.#size++;
  }

  decrease(vertex: number, key: number): void {
    const next = this.#next[vertex]!;
    const previous = this.#previous[vertex]!;
    if (previous === 0) this.#first[this.#key[vertex]! & this.#mask] = next;
    else this.#next[previous - 1] = next;
    if (next !== 0) this.#previous[next - 1] = previous;
    this.#link(vertex, key);
  }

  take(): number {
    if (this.#size === 0) return -1;
    const first = this.#first;
    const mask = this.#mask;
    let current = this.#current;
    while (first[current & mask] === 0) current++;
    this.#current = current;
    const vertex = first[current & mask]! - 1;
    const next = this.#next[vertex]!;
    first[current & mask] = next;
    if (next !== 0) this.#previous[next - 1] = 0;
    this.#size--;
    return vertex;
  }

  #link(vertex: number, key: number): void {
    const bucket = key & this.#mask;
    const head = this.#first[bucket]!;
    this.#next[vertex] = head;
    this.#previous[vertex] = 0;
    this.#key[vertex] = key;
    this.#first[bucket] = vertex + 1;
    if (head !== 0) this.#previous[head - 1] = vertex + 1;
    // A link of cost 0 from a router to a network leads back by one key.
    if (key < this.#current || this.#size === 0) this.#current = key;
  }
}
