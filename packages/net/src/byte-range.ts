// Copying into and viewing parts of a byte array. The calls of the language cost more than most headers are worth,
// so short and empty ranges, which are the rule, do without them.

const shortBytesMax = 48;

/** The empty range; shared, since it cannot be written to. */
export const noBytes: Uint8Array = new Uint8Array(0);

export function copyBytes(from: Uint8Array, out: Uint8Array, offset: number): void {
  const length = from.length;
  if (length > shortBytesMax) {
    out.set(from, offset);
    return;
  }
  for (let index = 0; index < length; index++) out[offset + index] = from[index]!;
}

/** bytes[start, end) without a copy. */
export function viewOfBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return end > start ? bytes.subarray(start, end) : noBytes;
}
