// A rolling 64-bit digest in two 32-bit lanes. Every step is a bijection of each lane for a given input, so a
// difference between two runs is never absorbed by what follows it.

const scratch = new DataView(new ArrayBuffer(8));

export class Digest {
  private first = 0x243f6a88 | 0;
  private second = 0x85a308d3 | 0;

  /** Folds one 32-bit integer. */
  foldInteger(value: number): void {
    const first = Math.imul(this.first ^ value, 0x9e3779b1);
    this.first = (first << 13) | (first >>> 19);
    const second = Math.imul(this.second + value, 0x85ebca77);
    this.second = second ^ (second >>> 15);
  }

  /** Folds any number: a 32-bit integer at the cost of one step, anything else as the two halves of its IEEE 754 form. */
  foldNumber(value: number): void {
    const integer = value | 0;
    if (integer === value) {
      this.foldInteger(integer);
      return;
    }
    // One byte order on every machine, and one NaN.
    scratch.setFloat64(0, value === value ? value : NaN, true);
    this.foldInteger(scratch.getInt32(0, true));
    this.foldInteger(scratch.getInt32(4, true) ^ 0x5bd1e995);
  }

  /** The 64 bits as four groups of four hexadecimal digits, `3f9a 51c2 0b77 e410`. Folding may go on afterwards. */
  toString(): string {
    const high = finish(this.first ^ rotate(this.second, 16));
    const low = finish(this.second ^ rotate(high, 7));
    return `${hexGroups(high)} ${hexGroups(low)}`;
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Spreads each bit of a lane over all of it; a bijection. */
function finish(lane: number): number {
  let value = lane;
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
  return (value ^ (value >>> 16)) >>> 0;
}

function hexGroups(lane: number): string {
  const digits = (lane >>> 0).toString(16).padStart(8, '0');
  return `${digits.slice(0, 4)} ${digits.slice(4)}`;
}
