// The function that SHA-384 and SHA-512 share, FIPS 180-4 §6.4: 64-bit words as pairs of 32 bits, upper half first.

import { paddedMessage } from './padded-message.ts';
import { sha2Constants } from './sha2-constants.ts';

/** 64 bytes, of which SHA-384 keeps the first 48. `initial`: eight words as pairs. */
export function sha2Wide(message: Uint8Array, initial: Uint32Array): Uint8Array {
  const padded = paddedMessage(message, 128, 16, 'bigEndian');
  const state = initial.slice();
  const schedule = new Uint32Array(160);
  for (let offset = 0; offset < padded.byteLength; offset += 128) {
    for (let half = 0; half < 32; half++) schedule[half] = padded.getUint32(offset + 4 * half);
    for (let at = 32; at < 160; at += 2) extendSchedule(schedule, at);
    mixBlock(state, schedule);
  }
  const digest = new Uint8Array(64);
  const view = new DataView(digest.buffer);
  state.forEach((half, index) => view.setUint32(4 * index, half));
  return digest;
}

function extendSchedule(schedule: Uint32Array, at: number): void {
  const nearHigh = schedule[at - 4]!;
  const nearLow = schedule[at - 3]!;
  const farHigh = schedule[at - 30]!;
  const farLow = schedule[at - 29]!;
  const low =
    ((rotated(nearLow, nearHigh, 19) ^ rotated(nearHigh, nearLow, 29) ^ rotated(nearLow, nearHigh, 6)) >>>
      0) +
    schedule[at - 13]! +
    ((rotated(farLow, farHigh, 1) ^ rotated(farLow, farHigh, 8) ^ rotated(farLow, farHigh, 7)) >>> 0) +
    schedule[at - 31]!;
  schedule[at] =
    (rotated(nearHigh, nearLow, 19) ^ rotated(nearLow, nearHigh, 29) ^ (nearHigh >>> 6)) +
    schedule[at - 14]! +
    (rotated(farHigh, farLow, 1) ^ rotated(farHigh, farLow, 8) ^ (farHigh >>> 7)) +
    schedule[at - 32]! +
    carry(low);
  schedule[at + 1] = low;
}

function mixBlock(state: Uint32Array, schedule: Uint32Array): void {
  const work = state.slice();
  for (let at = 0; at < 160; at += 2) {
    const aHigh = work[0]!;
    const aLow = work[1]!;
    const eHigh = work[8]!;
    const eLow = work[9]!;
    const firstLow =
      work[15]! +
      ((rotated(eLow, eHigh, 14) ^ rotated(eLow, eHigh, 18) ^ rotated(eHigh, eLow, 9)) >>> 0) +
      (((eLow & work[11]!) ^ (~eLow & work[13]!)) >>> 0) +
      sha2Constants[at + 1]! +
      schedule[at + 1]!;
    const firstHigh =
      (work[14]! +
        (rotated(eHigh, eLow, 14) ^ rotated(eHigh, eLow, 18) ^ rotated(eLow, eHigh, 9)) +
        ((eHigh & work[10]!) ^ (~eHigh & work[12]!)) +
        sha2Constants[at]! +
        schedule[at]! +
        carry(firstLow)) |
      0;
    const secondLow =
      ((rotated(aLow, aHigh, 28) ^ rotated(aHigh, aLow, 2) ^ rotated(aHigh, aLow, 7)) >>> 0) +
      (((aLow & work[3]!) ^ (aLow & work[5]!) ^ (work[3]! & work[5]!)) >>> 0);
    const secondHigh =
      (rotated(aHigh, aLow, 28) ^ rotated(aLow, aHigh, 2) ^ rotated(aLow, aHigh, 7)) +
      ((aHigh & work[2]!) ^ (aHigh & work[4]!) ^ (work[2]! & work[4]!)) +
      carry(secondLow);
    work.copyWithin(2, 0, 14);
    addTo(work, 8, firstHigh, firstLow >>> 0);
    const low = (firstLow >>> 0) + (secondLow >>> 0);
    work[0] = firstHigh + secondHigh + carry(low);
    work[1] = low;
  }
  for (let at = 0; at < 16; at += 2) addTo(state, at, work[at]!, work[at + 1]!);
}

function addTo(words: Uint32Array, at: number, high: number, low: number): void {
  const sum = words[at + 1]! + low;
  words[at]! += high + carry(sum);
  words[at + 1] = sum;
}

/** What a sum of unsigned lower halves gives to the upper half. */
function carry(sum: number): number {
  return Math.floor(sum / 2 ** 32);
}

/** The half `upper` of a pair rotated right by 1 … 31 bits, when `other` is its other half. */
function rotated(upper: number, other: number, bits: number): number {
  return (upper >>> bits) | (other << (32 - bits));
}
