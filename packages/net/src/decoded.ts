// The two ways a decoder ends. Both are values: malformed bytes are never an exception.

import type { Decoded } from './packet.ts';

export function accepted<T>(value: T): Decoded<T> {
  return { ok: true, value };
}

/** `offsetBytes` counts from the first byte of the array that the caller handed in, whatever the layer. */
export function refused(reason: string, offsetBytes: number): Decoded<never> {
  return { ok: false, reason, offsetBytes };
}
