// MurmurHash3, x86 variant of 32 bits (Appleby 2011).

import { type ByteHash } from './flow-hash.ts';
import { swapBytes } from './swap-bytes.ts';

export const murmur3: ByteHash = {
  name: 'murmur3',
  about: 'MurmurHash3 x86, 32 bits',
  hashBits: 32,
  hashBytes: (bytes, seed) => {
    const whole = bytes.length & ~3;
    let hash = seed | 0;
    for (let offset = 0; offset < whole; offset += 4) {
      hash = block(
        hash,
        bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24),
      );
    }
    let last = 0;
    for (let index = whole; index < bytes.length; index++) last |= bytes[index]! << ((index & 3) * 8);
    return murmurFinal(hash ^ scrambled(last) ^ bytes.length);
  },
  hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) => {
    let hash = block(seed | 0, swapBytes(source));
    hash = block(hash, swapBytes(destination));
    hash = block(hash, swapBytes((sourcePort << 16) | destinationPort));
    return murmurFinal(hash ^ scrambled(protocol) ^ 13);
  },
};

/** Every bit of the input reaches every bit of the result, and no two inputs give the same; unsigned 32 bits. */
export function murmurFinal(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function block(hash: number, word: number): number {
  const mixed = hash ^ scrambled(word);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function scrambled(word: number): number {
  const spread = Math.imul(word, 0xcc9e2d51);
  return Math.imul((spread << 15) | (spread >>> 17), 0x1b873593);
}
