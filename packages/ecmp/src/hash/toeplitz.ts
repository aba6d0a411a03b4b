// Toeplitz, the hash of receive-side scaling in network cards: each bit of the input that is set adds the 32 bits of the key
// that begin at its place. Made a lookup of bytes: one table of 256 words for each byte of input.

/** 256 words for each of the twelve bytes of addresses and ports. */
export type ToeplitzTable = Int32Array;

/** The key of Microsoft's RSS specification, which most drivers ship with: 40 bytes. */
export const microsoftToeplitzKey: Uint8Array = Uint8Array.from([
  0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0, 0xd0, 0xca,
  0x2b, 0xcb, 0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30, 0xf2, 0x0c, 0x6a, 0x42, 0xb7, 0x3b,
  0xbe, 0xac, 0x01, 0xfa,
]);

/** 0x6d5a over and over: repeating after 16 bits it hashes both directions of a flow alike (Woo, Park 2012). */
export const symmetricToeplitzKey: Uint8Array = Uint8Array.from({ length: 40 }, (_, index) =>
  index % 2 === 0 ? 0x6d : 0x5a,
);

const flowBytes = 12;

/** Throws RangeError on a key shorter than the 16 bytes that twelve bytes of input take. */
export function toeplitzTable(key: Uint8Array): ToeplitzTable {
  if (key.length < flowBytes + 4) throw new RangeError(`a Toeplitz key of ${key.length} bytes`);
  const table = new Int32Array(flowBytes * 256);
  for (let position = 0; position < flowBytes; position++) {
    for (let value = 0; value < 256; value++) {
      table[position * 256 + value] = toeplitz(Uint8Array.of(value), key.subarray(position));
    }
  }
  return table;
}

/** Of any bytes, bit by bit; unsigned 32 bits. Key bytes beyond its end count as 0. */
export function toeplitz(bytes: Uint8Array, key: Uint8Array): number {
  const keyByte = (index: number): number => (index < key.length ? key[index]! : 0);
  let hash = 0;
  let window = (keyByte(0) << 24) | (keyByte(1) << 16) | (keyByte(2) << 8) | keyByte(3);
  for (let index = 0; index < bytes.length; index++) {
    for (let bit = 7; bit >= 0; bit--) {
      if (((bytes[index]! >>> bit) & 1) === 1) hash ^= window;
      window = (window << 1) | ((keyByte(index + 4) >>> bit) & 1);
    }
  }
  return hash >>> 0;
}

/** Source, destination, source port, destination port; unsigned 32 bits. */
export function toeplitzFlow(
  table: ToeplitzTable,
  source: number,
  destination: number,
  sourcePort: number,
  destinationPort: number,
): number {
  return (
    (table[source >>> 24]! ^
      table[256 + ((source >>> 16) & 255)]! ^
      table[512 + ((source >>> 8) & 255)]! ^
      table[768 + (source & 255)]! ^
      table[1024 + (destination >>> 24)]! ^
      table[1280 + ((destination >>> 16) & 255)]! ^
      table[1536 + ((destination >>> 8) & 255)]! ^
      table[1792 + (destination & 255)]! ^
      table[2048 + (sourcePort >>> 8)]! ^
      table[2304 + (sourcePort & 255)]! ^
      table[2560 + (destinationPort >>> 8)]! ^
      table[2816 + (destinationPort & 255)]!) >>>
    0
  );
}
