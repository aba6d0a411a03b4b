// xxHash, the variant of 32 bits (Collet): https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md.

import { type ByteHash } from './flow-hash.ts';
import { swapBytes } from './swap-bytes.ts';

const prime1 = 0x9e3779b1 | 0;
const prime2 = 0x85ebca77 | 0;
const prime3 = 0xc2b2ae3d | 0;
const prime4 = 0x27d4eb2f;
const prime5 = 0x165667b1;

export const xxhash32: ByteHash = {
  name: 'xxhash32',
  about: 'xxHash, 32 bits',
  hashBits: 32,
  hashBytes: (bytes, seed) => {
    let offset = 0;
    let hash = (seed + prime5) | 0;
    if (bytes.length >= 16) {
      let a = (seed + prime1 + prime2) | 0;
      let b = (seed + prime2) | 0;
      let c = seed | 0;
      let d = (seed - prime1) | 0;
      for (; offset + 16 <= bytes.length; offset += 16) {
        a = lane(a, wordAt(bytes, offset));
        b = lane(b, wordAt(bytes, offset + 4));
        c = lane(c, wordAt(bytes, offset + 8));
        d = lane(d, wordAt(bytes, offset + 12));
      }
      hash = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
    }
    hash = (hash + bytes.length) | 0;
    for (; offset + 4 <= bytes.length; offset += 4) hash = tailWord(hash, wordAt(bytes, offset));
    for (; offset < bytes.length; offset++) hash = tailByte(hash, bytes[offset]!);
    return avalanche(hash);
  },
  hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) => {
    let hash = (seed + prime5 + 13) | 0;
    hash = tailWord(hash, swapBytes(source));
    hash = tailWord(hash, swapBytes(destination));
    hash = tailWord(hash, swapBytes((sourcePort << 16) | destinationPort));
    return avalanche(tailByte(hash, protocol));
  },
};

function lane(accumulator: number, word: number): number {
  return Math.imul(rotate((accumulator + Math.imul(word, prime2)) | 0, 13), prime1);
}

function tailWord(hash: number, word: number): number {
  return Math.imul(rotate((hash + Math.imul(word, prime3)) | 0, 17), prime4);
}

function tailByte(hash: number, byte: number): number {
  return Math.imul(rotate((hash + Math.imul(byte, prime5)) | 0, 11), prime1);
}

function avalanche(value: number): number {
  let hash = Math.imul(value ^ (value >>> 15), prime2);
  hash = Math.imul(hash ^ (hash >>> 13), prime3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function wordAt(bytes: Uint8Array, offset: number): number {
  return bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24);
}
