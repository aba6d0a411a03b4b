// Memory for encoded frames. An array of its own costs the engine a trip to the system's allocator beyond 64 bytes;
// cutting frames off a slab does not. No part of a slab is ever given out twice.

const slabBytes = 16384;
const shareBytesMax = 2048;

let slab = new Uint8Array(slabBytes);
let used = 0;

/** Zeroed bytes. The array may be a view of a larger buffer: use its byteOffset when you make a DataView. */
export function allocateBytes(length: number): Uint8Array {
  if (length > shareBytesMax) return new Uint8Array(length);
  if (used + length > slabBytes) {
    slab = new Uint8Array(slabBytes);
    used = 0;
  }
  const start = used;
  used += length;
  return slab.subarray(start, used);
}
