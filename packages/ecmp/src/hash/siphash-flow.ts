// SipHash-2-4 of a flow, with a key made of the seed as Linux makes it. Not linear: another seed is another hash.

import { flowKeyLengthBytes, type ByteHash } from './flow-hash.ts';
import { siphash24, siphash24Begin, siphash24Blocks, siphashStateWords } from './siphash-2-4.ts';
import { swapBytes } from './swap-bytes.ts';

const words = new Int32Array(4);
const state = new Int32Array(siphashStateWords);
const halves = new Int32Array(2);

/** The low half, of thirteen bytes in two blocks. */
export const siphashFlow: ByteHash = {
  name: 'siphash',
  about: 'SipHash-2-4 keyed with the seed, lower 32 bits',
  hashBits: 32,
  hashBytes: (bytes, seed) => {
    const key = Uint8Array.from({ length: 16 }, (_, index) => seed >>> ((index & 3) * 8));
    return siphash24(bytes, key).low;
  },
  hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) => {
    words[0] = swapBytes(source);
    words[1] = swapBytes(destination);
    words[2] = swapBytes((sourcePort << 16) | destinationPort);
    words[3] = protocol | (flowKeyLengthBytes << 24);
    siphash24Begin(state, 0, seed, seed, seed, seed);
    return siphash24Blocks(words, 0, 2, true, state, 0, halves, 0) >>> 0;
  },
};
