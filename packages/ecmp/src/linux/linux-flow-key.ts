// The record that Linux hashes to choose among next hops: net/core/flow_dissector.c (flow_hash_from_keys), struct flow_keys
// from its field `basic` on: 48 bytes for IPv4, 72 for IPv6. Addresses and ports are put in order first, so both directions
// hash alike.

import type { Ipv4Address } from '@ospflab/net';
import { FlowKeys } from './flow-keys.ts';
import { swapBytes } from '../hash/swap-bytes.ts';

export const linuxFlowKeyLengthBytes = 48;
export const linuxFlowKey6LengthBytes = 72;

/** 64-bit blocks for SipHash: six (nine) of record and the closing one. */
export const linuxFlowKeyBlocks = 7;
export const linuxFlowKey6Blocks = 10;

/** A zeroed record for `writeLinuxFlowKey`, the closing block with the length in place. */
export function newLinuxFlowKey(): Int32Array {
  const words = new Int32Array(2 * linuxFlowKeyBlocks);
  words[13] = linuxFlowKeyLengthBytes << 24;
  return words;
}

/** The same for `writeLinuxFlowKey6`. */
export function newLinuxFlowKey6(): Int32Array {
  const words = new Int32Array(2 * linuxFlowKey6Blocks);
  words[19] = linuxFlowKey6LengthBytes << 24;
  return words;
}

/**
 * Fills the words that differ from flow to flow: byte 2 protocol, 28 and 30 ports, 36 and 40 addresses, all in network order.
 * `words[i]` holds bytes 4i … 4i + 3 as a little-endian integer.
 */
export function writeLinuxFlowKey(
  words: Int32Array,
  source: number,
  destination: number,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): void {
  const from = swapBytes(source);
  const to = swapBytes(destination);
  // Linux: __flow_hash_consistentify compares the raw network bytes as little-endian integers, ports apart from addresses.
  const addressesSwapped = to >>> 0 < from >>> 0;
  words[0] = protocol << 16;
  words[7] = orderedPorts(sourcePort, destinationPort);
  words[9] = addressesSwapped ? to : from;
  words[10] = addressesSwapped ? from : to;
}

/** IPv6: byte 2 protocol, 4 flow label, 28 and 30 ports, 36 and 52 addresses, these ordered as memcmp has it. */
export function writeLinuxFlowKey6(words: Int32Array, keys: FlowKeys): void {
  const bytes = keys.addresses6;
  const first = destinationIsLower(bytes) ? 16 : 0;
  words[0] = keys.protocol << 16;
  words[1] = keys.flowLabelWord;
  words[7] = orderedPorts(keys.sourcePort, keys.destinationPort);
  for (let word = 0; word < 8; word++) {
    const offset = (4 * word + first) & 31;
    words[9 + word] =
      bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24);
  }
}

/** The record as bytes, for explaining which bytes were hashed. */
export function linuxFlowKey(
  source: Ipv4Address,
  destination: Ipv4Address,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): Uint8Array {
  const keys = new FlowKeys();
  keys.setIpv4(source, destination, protocol, sourcePort, destinationPort);
  return linuxFlowKeyBytes(keys);
}

/** The record of either family as bytes: 48 or 72. */
export function linuxFlowKeyBytes(keys: FlowKeys): Uint8Array {
  const words = keys.isIpv6 ? newLinuxFlowKey6() : newLinuxFlowKey();
  if (keys.isIpv6) writeLinuxFlowKey6(words, keys);
  else {
    const { source, destination, protocol, sourcePort, destinationPort } = keys;
    writeLinuxFlowKey(words, source, destination, protocol, sourcePort, destinationPort);
  }
  const bytes = new Uint8Array(keys.isIpv6 ? linuxFlowKey6LengthBytes : linuxFlowKeyLengthBytes);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = words[index >>> 2]! >>> ((index & 3) * 8);
  }
  return bytes;
}

function orderedPorts(sourcePort: number, destinationPort: number): number {
  const from = ((sourcePort & 255) << 8) | (sourcePort >>> 8);
  const to = ((destinationPort & 255) << 8) | (destinationPort >>> 8);
  return to < from ? to | (from << 16) : from | (to << 16);
}

function destinationIsLower(addresses: Uint8Array): boolean {
  for (let index = 0; index < 16; index++) {
    const difference = addresses[16 + index]! - addresses[index]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
