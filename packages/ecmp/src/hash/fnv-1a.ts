// FNV-1a with 32 bits (Fowler, Noll, Vo; RFC 9923): one multiplication a byte. A seed is added to the offset basis.

import { type ByteHash } from './flow-hash.ts';

const prime = 0x01000193;
const offsetBasis = 0x811c9dc5;

export const fnv1a: ByteHash = {
  name: 'fnv1a',
  about: 'FNV-1a, 32 bits',
  hashBits: 32,
  hashBytes: (bytes, seed) => {
    let hash = offsetBasis ^ seed;
    for (let index = 0; index < bytes.length; index++) hash = Math.imul(hash ^ bytes[index]!, prime);
    return hash >>> 0;
  },
  hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) => {
    let hash = word(offsetBasis ^ seed, source);
    hash = word(hash, destination);
    hash = word(hash, (sourcePort << 16) | destinationPort);
    return Math.imul(hash ^ protocol, prime) >>> 0;
  },
};

function word(hash: number, value: number): number {
  let next = Math.imul(hash ^ (value >>> 24), prime);
  next = Math.imul(next ^ ((value >>> 16) & 255), prime);
  next = Math.imul(next ^ ((value >>> 8) & 255), prime);
  return Math.imul(next ^ (value & 255), prime);
}
