// From the flow record to the hash that Linux selects with: net/ipv4/route.c (fib_multipath_hash), since 6.11 with a seed.
// The first half of the record says only the protocol, so the state of SipHash behind it is kept per seed and protocol.

import { siphash24Begin, siphash24Blocks, siphashStateWords } from '../hash/siphash-2-4.ts';
import type { FlowKeys } from './flow-keys.ts';
import {
  linuxFlowKey6Blocks,
  linuxFlowKeyBlocks,
  newLinuxFlowKey,
  newLinuxFlowKey6,
  writeLinuxFlowKey,
  writeLinuxFlowKey6,
} from './linux-flow-key.ts';

/** One record for all calls: it is filled and hashed before anything else can run. */
const record = newLinuxFlowKey();
const record6 = newLinuxFlowKey6();
const state6 = new Int32Array(siphashStateWords);
const hashHalves = new Int32Array(2);

/** Bytes 0 … 23 of the record: the ports come after. */
const prefixBlocks = 3;

/** A direct-mapped cache; a miss costs what no cache would. Slot i holds a seed, a protocol (−1 at first) and the state. */
const slots = 64;
const slotSeeds = new Int32Array(slots);
const slotProtocols = new Int32Array(slots).fill(-1);
const slotStates = new Int32Array(slots * siphashStateWords);

/**
 * 0 … 2³¹ − 1 for an IPv4 record. `seed` is the u32 of net.ipv4.fib_multipath_hash_seed; both key halves hold it twice. A
 * sysctl of 0 means "random at boot": draw a seed then and hand that in.
 */
export function linuxRecordHash(
  seed: number,
  source: number,
  destination: number,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): number {
  // Linux: net/core/flow_dissector.c keeps 0 for "no hash" and gives 1 instead; both are 0 after the shift.
  return recordHash32(seed, source, destination, protocol, sourcePort, destinationPort) >>> 1;
}

/** The 32 bits before the shift, unsigned and never 0, for a record of either family. */
export function linuxKeysHash(seed: number, keys: FlowKeys): number {
  const hash = keys.isIpv6
    ? record6Hash32(seed, keys)
    : recordHash32(seed, keys.source, keys.destination, keys.protocol, keys.sourcePort, keys.destinationPort);
  return hash === 0 ? 1 : hash >>> 0;
}

function recordHash32(
  seed: number,
  source: number,
  destination: number,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): number {
  writeLinuxFlowKey(record, source, destination, protocol, sourcePort, destinationPort);
  const key = seed | 0;
  const slot = (Math.imul(key, 0x9e3779b1) >>> 26) ^ (protocol & (slots - 1));
  if (slotSeeds[slot] !== key || slotProtocols[slot] !== protocol) fillSlot(slot, key, protocol);
  const offset = slot * siphashStateWords;
  return siphash24Blocks(record, prefixBlocks, linuxFlowKeyBlocks, true, slotStates, offset, hashHalves, 0);
}

function record6Hash32(seed: number, keys: FlowKeys): number {
  writeLinuxFlowKey6(record6, keys);
  siphash24Begin(state6, 0, seed, seed, seed, seed);
  return siphash24Blocks(record6, 0, linuxFlowKey6Blocks, true, state6, 0, hashHalves, 0);
}

function fillSlot(slot: number, key: number, protocol: number): void {
  const offset = slot * siphashStateWords;
  siphash24Begin(slotStates, offset, key, key, key, key);
  siphash24Blocks(record, 0, prefixBlocks, false, slotStates, offset, slotStates, offset);
  slotSeeds[slot] = key;
  slotProtocols[slot] = protocol;
}
