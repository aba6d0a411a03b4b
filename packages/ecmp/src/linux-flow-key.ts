// The record that Linux hashes to choose among next hops: net/core/flow_dissector.c (flow_hash_from_keys), struct flow_keys
// from its field `basic` on, 48 bytes for IPv4. Addresses and ports are put in order first, so both directions hash alike.

import type { Ipv4Address } from '@ospflab/net';

export const linuxFlowKeyLengthBytes = 48;

/** 64-bit blocks for SipHash: six of record and the closing one. */
export const linuxFlowKeyBlocks = 7;

/** A zeroed record for `writeLinuxFlowKey`, the closing block with the length in place. */
export function newLinuxFlowKey(): Int32Array {
  const words = new Int32Array(2 * linuxFlowKeyBlocks);
  words[13] = linuxFlowKeyLengthBytes << 24;
  return words;
}

/**
 * Fills the words that differ from flow to flow: byte 2 protocol, 28 and 30 ports, 36 and 40 addresses, all in network order.
 * `words[i]` holds bytes 4i … 4i + 3 as a little-endian integer.
 */
export function writeLinuxFlowKey(
  words: Int32Array,
  source: Ipv4Address,
  destination: Ipv4Address,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): void {
  const from = swapBytes(source);
  const to = swapBytes(destination);
  const fromPort = ((sourcePort & 255) << 8) | (sourcePort >>> 8);
  const toPort = ((destinationPort & 255) << 8) | (destinationPort >>> 8);
  // Linux: __flow_hash_consistentify compares the raw network bytes as little-endian integers, ports apart from addresses.
  const addressesSwapped = to >>> 0 < from >>> 0;
  const portsSwapped = toPort < fromPort;
  words[0] = protocol << 16;
  words[7] = portsSwapped ? toPort | (fromPort << 16) : fromPort | (toPort << 16);
  words[9] = addressesSwapped ? to : from;
  words[10] = addressesSwapped ? from : to;
}

/** The record as bytes, for explaining which bytes were hashed. */
export function linuxFlowKey(
  source: Ipv4Address,
  destination: Ipv4Address,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): Uint8Array {
  const words = newLinuxFlowKey();
  writeLinuxFlowKey(words, source, destination, protocol, sourcePort, destinationPort);
  const bytes = new Uint8Array(linuxFlowKeyLengthBytes);
  for (let index = 0; index < linuxFlowKeyLengthBytes; index++) {
    bytes[index] = words[index >>> 2]! >>> ((index & 3) * 8);
  }
  return bytes;
}

function swapBytes(value: number): number {
  return (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}
