// Many flows as columns: what hashes are measured with.

import { ipv4FromNumber, type FiveTuple } from '@ospflab/net';

export interface FlowSet {
  readonly count: number;
  readonly source: Uint32Array;
  readonly destination: Uint32Array;
  readonly protocol: Uint8Array;
  readonly sourcePort: Uint16Array;
  readonly destinationPort: Uint16Array;
  /** Of each flow, for byte-weighted metrics. */
  readonly bytes: Float64Array;
}

/** `count` flows of zeros with a size of 1 each. */
export function newFlowSet(count: number): FlowSet {
  return {
    count,
    source: new Uint32Array(count),
    destination: new Uint32Array(count),
    protocol: new Uint8Array(count),
    sourcePort: new Uint16Array(count),
    destinationPort: new Uint16Array(count),
    bytes: new Float64Array(count).fill(1),
  };
}

/** `sizes` in bytes; 1 each when left out. */
export function flowSetOf(flows: readonly FiveTuple[], sizes?: readonly number[]): FlowSet {
  const set = newFlowSet(flows.length);
  flows.forEach((flow, index) => {
    set.source[index] = flow.source;
    set.destination[index] = flow.destination;
    set.protocol[index] = flow.protocol;
    set.sourcePort[index] = flow.sourcePort;
    set.destinationPort[index] = flow.destinationPort;
    set.bytes[index] = sizes?.[index] ?? 1;
  });
  return set;
}

export function flowAt(set: FlowSet, index: number): FiveTuple {
  return {
    source: ipv4FromNumber(set.source[index]!),
    destination: ipv4FromNumber(set.destination[index]!),
    protocol: set.protocol[index]!,
    sourcePort: set.sourcePort[index]!,
    destinationPort: set.destinationPort[index]!,
  };
}
