// HalfSipHash-2-4: SipHash with words of 32 bits and a key of 64, made for processors without 64-bit registers.
// Reference: https://github.com/veorq/SipHash (halfsiphash.c); Linux: lib/siphash.c (hsiphash on 32-bit machines has 1-3).

import { flowKeyLengthBytes, writeFlowBytes, type ByteHash } from './flow-hash.ts';

const flowBytes = new Uint8Array(flowKeyLengthBytes);
const state = new Int32Array(4);

/** Of any bytes under a key given as two little-endian words; unsigned 32 bits. */
export function halfSiphash24(bytes: Uint8Array, keyLow: number, keyHigh: number): number {
  state[0] = keyLow;
  state[1] = keyHigh;
  state[2] = 0x6c796765 ^ keyLow;
  state[3] = 0x74656462 ^ keyHigh;
  const whole = bytes.length & ~3;
  for (let offset = 0; offset < whole; offset += 4) {
    take(
      bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24),
    );
  }
  let last = bytes.length << 24;
  for (let index = whole; index < bytes.length; index++) last |= bytes[index]! << ((index & 3) * 8);
  take(last);
  state[2]! ^= 0xff;
  rounds(4);
  return (state[1]! ^ state[3]!) >>> 0;
}

export const halfSiphash: ByteHash = {
  name: 'half-siphash',
  about: 'HalfSipHash-2-4 keyed with the seed twice',
  hashBits: 32,
  hashBytes: (bytes, seed) => halfSiphash24(bytes, seed, seed),
  hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) => {
    writeFlowBytes(flowBytes, source, destination, protocol, sourcePort, destinationPort);
    return halfSiphash24(flowBytes, seed, seed);
  },
};

function take(word: number): void {
  state[3]! ^= word;
  rounds(2);
  state[0]! ^= word;
}

function rounds(count: number): void {
  let v0 = state[0]!;
  let v1 = state[1]!;
  let v2 = state[2]!;
  let v3 = state[3]!;
  for (let round = 0; round < count; round++) {
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
  }
  state[0] = v0;
  state[1] = v1;
  state[2] = v2;
  state[3] = v3;
}
