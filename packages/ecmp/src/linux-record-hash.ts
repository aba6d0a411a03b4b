// From the flow record to the 31 bits that Linux selects with: net/ipv4/route.c (fib_multipath_hash), since 6.11 with a seed.

import type { Ipv4Address } from '@ospflab/net';
import { linuxFlowKeyBlocks, newLinuxFlowKey, writeLinuxFlowKey } from './linux-flow-key.ts';
import { siphash24Low } from './siphash-2-4.ts';

/** One record for all calls: it is filled and hashed before anything else can run. */
const record = newLinuxFlowKey();

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
  const hash = siphash24Low(record, linuxFlowKeyBlocks, key, key, key, key);
  // Linux: net/core/flow_dissector.c keeps 0 for "no hash" and gives 1 instead; both are 0 after the shift.
  return hash >>> 1;
}
