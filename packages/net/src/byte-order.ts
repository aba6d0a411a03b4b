// Big-endian integers inside a byte array. Plain indexing: a DataView per packet costs more than the packet.
// The caller has checked the bounds; nothing here does.

import type { MacAddress } from './mac-address.ts';

export function readU16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset]! << 8) | bytes[offset + 1]!;
}

/** Unsigned. */
export function readU32(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>>
    0
  );
}

export function readMac(bytes: Uint8Array, offset: number): MacAddress {
  return (readU16(bytes, offset) * 2 ** 32 + readU32(bytes, offset + 2)) as MacAddress;
}

export function writeU16(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 8;
  bytes[offset + 1] = value;
}

export function writeU32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

export function writeMac(bytes: Uint8Array, offset: number, mac: MacAddress): void {
  writeU16(bytes, offset, Math.floor(mac / 2 ** 32));
  writeU32(bytes, offset + 2, mac % 2 ** 32);
}
