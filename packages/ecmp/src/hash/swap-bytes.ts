// Network order against the order in which little-endian machines, and so their hashes, take four bytes.

/** The four bytes of a word in the other order, as a signed integer. */
export function swapBytes(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
