// From the flow record to the 31 bits that Linux selects with: net/ipv4/route.c (fib_multipath_hash), since 6.11 with a seed.
// The first half of the record says only the protocol, so the state of SipHash behind it is kept per seed and protocol.

import type { Ipv4Address } from '@ospflab/net';
import { linuxFlowKeyBlocks, newLinuxFlowKey, writeLinuxFlowKey } from './linux-flow-key.ts';
import { siphash24Begin, siphash24Blocks, siphashStateWords } from './siphash-2-4.ts';

/** One record for all calls: it is filled and hashed before anything else can run. */
const record = newLinuxFlowKey();
const hashHalves = new Int32Array(2);

/** Bytes 0 … 23 of the record: the ports come after. */
const prefixBlocks = 3;

/** A direct-mapped cache; a miss costs what no cache would. Slot i holds a seed, a protocol (−1 at first) and the state. */
const slots = 64;
const slotSeeds = new Int32Array(slots);
const slotProtocols = new Int32Array(slots).fill(-1);
const slotStates = new Int32Array(slots * siphashStateWords);

/**
 * 0 … 2³¹ − 1. `seed` is the u32 of net.ipv4.fib_multipath_hash_seed; both key halves hold it twice. A sysctl of 0 means
 * "random at boot": draw a seed then and hand that in.
 */
export function linuxRecordHash(
  seed: number,
  source: Ipv4Address,
  destination: Ipv4Address,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): number {
  writeLinuxFlowKey(record, source, destination, protocol, sourcePort, destinationPort);
  const key = seed | 0;
  const slot = (Math.imul(key, 0x9e3779b1) >>> 26) ^ (protocol & (slots - 1));
  if (slotSeeds[slot] !== key || slotProtocols[slot] !== protocol) fillSlot(slot, key, protocol);
  const offset = slot * siphashStateWords;
  const hash = siphash24Blocks(
    record,
    prefixBlocks,
    linuxFlowKeyBlocks,
    true,
    slotStates,
    offset,
    hashHalves,
    0,
  );
  // Linux: net/core/flow_dissector.c keeps 0 for "no hash" and gives 1 instead; both are 0 after the shift.
  return hash >>> 1;
}

function fillSlot(slot: number, key: number, protocol: number): void {
  const offset = slot * siphashStateWords;
  siphash24Begin(slotStates, offset, key, key, key, key);
  siphash24Blocks(record, 0, prefixBlocks, false, slotStates, offset, slotStates, offset);
  slotSeeds[slot] = key;
  slotProtocols[slot] = protocol;
}
