// Which member of a Linux multipath route a flow takes: the answer behind `ospflab nexthop`.

import type { FiveTuple } from '@ospflab/net';
import { hashThresholdBounds, selectByHashThreshold } from '../selector/hash-threshold.ts';
import { linuxMultipathHash, type LinuxHashOptions } from './linux-multipath-hash.ts';
import { portsOffset } from './protocol-ports.ts';

export interface NextHopQuestion extends LinuxHashOptions {
  /** Of the members in their order; 0 for a dead one. */
  readonly weights: readonly number[];
}

/**
 * The 1-based member; 0 when all are dead. The flow is taken as unfragmented packets on the wire, so ports of protocols
 * that have none do not count.
 */
export function chooseNextHop(question: NextHopQuestion, flow: FiveTuple): number {
  return nextHopChooser(question)(flow);
}

/** The same for many flows over one route. */
export function nextHopChooser(question: NextHopQuestion): (flow: FiveTuple) => number {
  const bounds = hashThresholdBounds(question.weights);
  return (flow) => {
    const showsPorts = portsOffset(flow.protocol) !== undefined;
    const hash = linuxMultipathHash(
      question,
      flow.source,
      flow.destination,
      flow.protocol,
      showsPorts ? flow.sourcePort : 0,
      showsPorts ? flow.destinationPort : 0,
    );
    return selectByHashThreshold(bounds, hash) + 1;
  };
}
