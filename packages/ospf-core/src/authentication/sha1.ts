// SHA-1, FIPS 180-4 §6.1.

import { paddedMessage } from './padded-message.ts';

/** 20 bytes. */
export function sha1(message: Uint8Array): Uint8Array {
  const padded = paddedMessage(message, 64, 8, 'bigEndian');
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const schedule = new Int32Array(80);
  for (let offset = 0; offset < padded.byteLength; offset += 64) {
    for (let index = 0; index < 16; index++) schedule[index] = padded.getInt32(offset + 4 * index);
    for (let index = 16; index < 80; index++) {
      schedule[index] = rotateLeft(
        schedule[index - 3]! ^ schedule[index - 8]! ^ schedule[index - 14]! ^ schedule[index - 16]!,
        1,
      );
    }
    mixBlock(state, schedule);
  }
  const digest = new Uint8Array(20);
  const view = new DataView(digest.buffer);
  state.forEach((word, index) => view.setUint32(4 * index, word));
  return digest;
}

function mixBlock(state: Uint32Array, schedule: Int32Array): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  for (let step = 0; step < 80; step++) {
    const next = (rotateLeft(a, 5) + mix(step, b, c, d) + e + schedule[step]!) | 0;
    e = d;
    d = c;
    c = rotateLeft(b, 30);
    b = a;
    a = next;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
}

/** The function and the constant of the step's round, FIPS 180-4 §4.1.1 and §4.2.1. */
function mix(step: number, b: number, c: number, d: number): number {
  if (step < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (step < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (step < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
