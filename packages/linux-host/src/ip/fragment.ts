// Cuts a packet into fragments that fit an MTU. RFC 791 §3.2; fragments carry raw bytes, the first one included.

import { encodeIpv4, ipv4HeaderLengthBytes, type Ipv4Packet } from '@ospflab/net';

/** Each fragment is at most `mtu` bytes; a fragment can be cut again. Packets with IP options lose them in all but the first. */
export function fragmentsOf(packet: Ipv4Packet, mtu: number): Ipv4Packet[] {
  const headerLength = ipv4HeaderLengthBytes + (packet.options?.length ?? 0);
  const bytes = encodeIpv4(packet).subarray(headerLength);
  const step = Math.floor((mtu - headerLength) / 8) * 8;
  if (step <= 0) return [];
  const fragments: Ipv4Packet[] = [];
  for (let start = 0; start < bytes.length; start += step) {
    const end = Math.min(start + step, bytes.length);
    fragments.push({
      kind: 'ipv4',
      source: packet.source,
      destination: packet.destination,
      protocol: packet.protocol,
      ttl: packet.ttl,
      typeOfService: packet.typeOfService,
      identification: packet.identification,
      dontFragment: packet.dontFragment,
      moreFragments: end < bytes.length || packet.moreFragments,
      fragmentOffsetBytes: packet.fragmentOffsetBytes + start,
      payload: { kind: 'raw', bytes: bytes.slice(start, end) },
    });
  }
  return fragments;
}
