// LS sequence numbers, RFC 2328 §12.1.6: signed 32 bits that run upwards from −0x7fffffff and never wrap by themselves.

import type { SequenceNumber } from './lsa.ts';

/** 0x80000001 on the wire. */
export const initialSequenceNumber = -0x7fffffff as SequenceNumber;
export const maxSequenceNumber = 0x7fffffff as SequenceNumber;

/** Takes the 32 bits of the wire, signed or unsigned. */
export function sequenceNumberFromWire(bits: number): SequenceNumber {
  return (bits | 0) as SequenceNumber;
}

/** The number of the next instance; undefined at the maximum, when the LSA has to be flushed first (RFC 2328 §12.1.6). */
export function nextSequenceNumber(sequence: SequenceNumber): SequenceNumber | undefined {
  return sequence === maxSequenceNumber ? undefined : ((sequence + 1) as SequenceNumber);
}

/** Eight hexadecimal digits of the wire form: `80000001`. */
export function formatSequenceNumber(sequence: SequenceNumber): string {
  return (sequence >>> 0).toString(16).padStart(8, '0');
}
