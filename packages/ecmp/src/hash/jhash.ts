// Bob Jenkins' lookup3 as Linux has it: include/linux/jhash.h.

const initialValue = 0xdeadbeef | 0;

/** Of the words a and b; unsigned 32 bits. Linux: jhash_2words. */
export function jhash2Words(a: number, b: number, initial: number): number {
  return jhash3Words(a, b, 0, initial - 4);
}

/** Of three words; unsigned 32 bits. Linux: jhash_3words. `initial − 4` and one word 0 make two words of it. */
export function jhash3Words(first: number, second: number, third: number, initial: number): number {
  const start = (initialValue + (3 << 2) + initial) | 0;
  return jhashFinal((first + start) | 0, (second + start) | 0, (third + start) | 0);
}

function jhashFinal(first: number, second: number, third: number): number {
  let a = first;
  let b = second;
  let c = third;
  c = ((c ^ b) - ((b << 14) | (b >>> 18))) | 0;
  a = ((a ^ c) - ((c << 11) | (c >>> 21))) | 0;
  b = ((b ^ a) - ((a << 25) | (a >>> 7))) | 0;
  c = ((c ^ b) - ((b << 16) | (b >>> 16))) | 0;
  a = ((a ^ c) - ((c << 4) | (c >>> 28))) | 0;
  b = ((b ^ a) - ((a << 14) | (a >>> 18))) | 0;
  c = ((c ^ b) - ((b << 24) | (b >>> 8))) | 0;
  return c >>> 0;
}

/** Of any bytes; unsigned 32 bits. Linux: jhash, with words read little-endian. */
export function jhash(bytes: Uint8Array, initial: number): number {
  let a = (initialValue + bytes.length + initial) | 0;
  let b = a;
  let c = a;
  let offset = 0;
  for (; bytes.length - offset > 12; offset += 12) {
    a = (a + littleEndianWord(bytes, offset)) | 0;
    b = (b + littleEndianWord(bytes, offset + 4)) | 0;
    c = (c + littleEndianWord(bytes, offset + 8)) | 0;
    a = ((a - c) ^ ((c << 4) | (c >>> 28))) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ ((a << 6) | (a >>> 26))) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ ((b << 8) | (b >>> 24))) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ ((c << 16) | (c >>> 16))) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ ((a << 19) | (a >>> 13))) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ ((b << 4) | (b >>> 28))) | 0;
    b = (b + a) | 0;
  }
  if (offset === bytes.length) return c >>> 0;
  a = (a + littleEndianWord(bytes, offset)) | 0;
  b = (b + littleEndianWord(bytes, offset + 4)) | 0;
  c = (c + littleEndianWord(bytes, offset + 8)) | 0;
  return jhashFinal(a, b, c);
}

/** Bytes beyond the end count as 0. */
function littleEndianWord(bytes: Uint8Array, offset: number): number {
  const byteAt = (index: number): number => (index < bytes.length ? bytes[index]! : 0);
  return byteAt(offset) | (byteAt(offset + 1) << 8) | (byteAt(offset + 2) << 16) | (byteAt(offset + 3) << 24);
}
