// A binary heap in typed arrays for edge costs too large for buckets. Ties are broken by vertex, so the order is defined.

import type { VertexQueue } from './vertex-queue.ts';

export class HeapQueue implements VertexQueue {
  readonly #heap: Int32Array;
  readonly #place: Int32Array;
  readonly #key: Float64Array;
  #size = 0;

  constructor(vertexCount: number) {
    this.#heap = new Int32Array(vertexCount);
    this.#place = new Int32Array(vertexCount);
    this.#key = new Float64Array(vertexCount);
  }

  insert(vertex: number, key: number): void {
    this.#key[vertex] = key;
    this.#rise(vertex, this.#size++);
  }

  decrease(vertex: number, key: number): void {
    this.#key[vertex] = key;
    this.#rise(vertex, this.#place[vertex]!);
  }

  take(): number {
    if (this.#size === 0) return -1;
    const taken = this.#heap[0]!;
    const last = this.#heap[--this.#size]!;
    if (this.#size > 0) this.#sink(last);
    return taken;
  }

  #rise(vertex: number, from: number): void {
    let place = from;
    while (place > 0) {
      const parentPlace = (place - 1) >>> 1;
      const parent = this.#heap[parentPlace]!;
      if (!this.#before(vertex, parent)) break;
      this.#put(parent, place);
      place = parentPlace;
    }
    this.#put(vertex, place);
  }

  #sink(vertex: number): void {
    let place = 0;
    for (let child = 1; child < this.#size; child = 2 * place + 1) {
      if (child + 1 < this.#size && this.#before(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      const candidate = this.#heap[child]!;
      if (!this.#before(candidate, vertex)) break;
      this.#put(candidate, place);
      place = child;
    }
    this.#put(vertex, place);
  }

  #put(vertex: number, place: number): void {
    this.#heap[place] = vertex;
    this.#place[vertex] = place;
  }

  #before(left: number, right: number): boolean {
    const difference = this.#key[left]! - this.#key[right]!;
    return difference < 0 || (difference === 0 && left < right);
  }
}
