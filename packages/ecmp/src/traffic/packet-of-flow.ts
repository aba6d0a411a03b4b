// A packet of a flow, with the header fields that matter to no hash filled in.

import type { FiveTuple, Ipv4Packet, Ipv4Payload } from '@ospflab/net';

export function packetOfFlow(
  { source, destination, protocol }: Pick<FiveTuple, 'source' | 'destination' | 'protocol'>,
  payload: Ipv4Payload,
  fragmentOffsetBytes = 0,
  moreFragments = false,
): Ipv4Packet {
  return {
    kind: 'ipv4',
    source,
    destination,
    protocol,
    ttl: 64,
    typeOfService: 0,
    identification: 1,
    dontFragment: false,
    moreFragments,
    fragmentOffsetBytes,
    payload,
  };
}
