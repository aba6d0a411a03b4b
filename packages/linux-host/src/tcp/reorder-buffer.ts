// Segments that arrived ahead of a gap, bounded by the receive window.

import { advance, distance, isAtOrBefore, isBefore } from './sequence-number.ts';

interface EarlySegment {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly fin: boolean;
}

const segmentsMax = 128;

export class ReorderBuffer {
  /** Ascending by sequence. */
  private segments: EarlySegment[] = [];

  get isEmpty(): boolean {
    return this.segments.length === 0;
  }

  insert(sequence: number, bytes: Uint8Array, fin: boolean): void {
    const last = this.segments.at(-1);
    if (last !== undefined && this.segments.length >= segmentsMax) {
      // What fills the gap always finds room, or the connection could never go on.
      if (!isBefore(sequence, last.sequence)) return;
      this.segments.pop();
    }
    let position = this.segments.length;
    while (position > 0 && isBefore(sequence, this.segments[position - 1]!.sequence)) position--;
    const before = this.segments[position - 1];
    if (before?.sequence === sequence && before.bytes.length >= bytes.length) return;
    this.segments.splice(position, 0, { sequence, bytes, fin });
  }

  /** The next piece that continues at `expected`, cut to what is new; undefined when a gap remains. */
  takeAt(expected: number): EarlySegment | undefined {
    for (;;) {
      const first = this.segments[0];
      if (first === undefined || !isAtOrBefore(first.sequence, expected)) return undefined;
      this.segments.shift();
      const end = advance(first.sequence, first.bytes.length);
      if (isBefore(end, expected) || (end === expected && !first.fin && first.bytes.length > 0)) continue;
      const known = distance(first.sequence, expected);
      return { sequence: expected, bytes: first.bytes.subarray(known), fin: first.fin };
    }
  }
}
