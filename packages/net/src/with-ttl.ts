// The one change forwarding makes to a packet. Written out field by field: a spread costs ten times as much.

import type { Ipv4Packet } from './packet.ts';

/** The same packet with another time to live; everything else is shared. */
export function withTtl(packet: Ipv4Packet, ttl: number): Ipv4Packet {
  if (packet.options === undefined) {
    return {
      kind: 'ipv4',
      source: packet.source,
      destination: packet.destination,
      protocol: packet.protocol,
      ttl,
      typeOfService: packet.typeOfService,
      identification: packet.identification,
      dontFragment: packet.dontFragment,
      moreFragments: packet.moreFragments,
      fragmentOffsetBytes: packet.fragmentOffsetBytes,
      payload: packet.payload,
    };
  }
  return {
    kind: 'ipv4',
    source: packet.source,
    destination: packet.destination,
    protocol: packet.protocol,
    ttl,
    typeOfService: packet.typeOfService,
    identification: packet.identification,
    dontFragment: packet.dontFragment,
    moreFragments: packet.moreFragments,
    fragmentOffsetBytes: packet.fragmentOffsetBytes,
    options: packet.options,
    payload: packet.payload,
  };
}
