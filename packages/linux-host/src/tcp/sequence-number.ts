// Arithmetic modulo 2³² on TCP sequence numbers. RFC 9293 §3.4.

/** left < right, as far as half of the space apart. */
export function isBefore(left: number, right: number): boolean {
  return ((left - right) | 0) < 0;
}

export function isAtOrBefore(left: number, right: number): boolean {
  return ((left - right) | 0) <= 0;
}

export function advance(sequence: number, by: number): number {
  return (sequence + by) >>> 0;
}

/** Bytes from `earlier` to `later`; negative when it is the other way round. */
export function distance(earlier: number, later: number): number {
  return (later - earlier) | 0;
}
