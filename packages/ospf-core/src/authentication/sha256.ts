// SHA-256, FIPS 180-4 §6.2.

import { paddedMessage } from './padded-message.ts';
import { sha2Constants } from './sha2-constants.ts';

const initial = Uint32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
);

/** 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const padded = paddedMessage(message, 64, 8, 'bigEndian');
  const state = initial.slice();
  const schedule = new Int32Array(64);
  for (let offset = 0; offset < padded.byteLength; offset += 64) {
    for (let index = 0; index < 16; index++) schedule[index] = padded.getInt32(offset + 4 * index);
    for (let index = 16; index < 64; index++) {
      const near = schedule[index - 2]!;
      const far = schedule[index - 15]!;
      schedule[index] =
        (rotateRight(near, 17) ^ rotateRight(near, 19) ^ (near >>> 10)) +
        schedule[index - 7]! +
        (rotateRight(far, 7) ^ rotateRight(far, 18) ^ (far >>> 3)) +
        schedule[index - 16]!;
    }
    mixBlock(state, schedule);
  }
  const digest = new Uint8Array(32);
  const view = new DataView(digest.buffer);
  state.forEach((word, index) => view.setUint32(4 * index, word));
  return digest;
}

function mixBlock(state: Uint32Array, schedule: Int32Array): void {
  const work = Int32Array.from(state);
  for (let step = 0; step < 64; step++) {
    const a = work[0]!;
    const e = work[4]!;
    const chosen = (e & work[5]!) ^ (~e & work[6]!);
    const majority = (a & work[1]!) ^ (a & work[2]!) ^ (work[1]! & work[2]!);
    // The constants of SHA-256 are the upper halves of those of SHA-512.
    const first =
      (work[7]! +
        (rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25)) +
        chosen +
        sha2Constants[2 * step]! +
        schedule[step]!) |
      0;
    const second = (rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22)) + majority;
    work.copyWithin(1, 0, 7);
    work[4]! += first;
    work[0] = first + second;
  }
  for (let index = 0; index < 8; index++) state[index]! += work[index]!;
}

function rotateRight(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
