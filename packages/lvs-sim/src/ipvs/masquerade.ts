// Addresses and ports of masqueraded packets, both ways, and of the packets that ICMP errors quote.
// Linux: net/netfilter/ipvs/ip_vs_proto_tcp.c, ip_vs_proto_udp.c and ip_vs_core.c (ip_vs_nat_icmp), 6.1.

import { internetChecksum, type Ipv4Address, type Ipv4Packet, type Ipv4Payload } from '@ospflab/net';

export function toServer(packet: Ipv4Packet, server: Ipv4Address, port: number, ttl: number): Ipv4Packet {
  const { payload } = packet;
  const changed = payload.kind === 'tcp' || payload.kind === 'udp' ? { ...payload, destinationPort: port } : payload; // prettier-ignore
  return { ...packet, destination: server, ttl, payload: changed };
}

export function toClient(packet: Ipv4Packet, virtual: Ipv4Address, port: number): Ipv4Packet {
  const { payload } = packet;
  const changed = payload.kind === 'tcp' || payload.kind === 'udp' ? { ...payload, sourcePort: port } : payload; // prettier-ignore
  return { ...packet, source: virtual, payload: changed };
}

/** An error about an answer, on its way to the server that sent it: the answer was seen with the virtual address as its source. */
export function icmpToServer(packet: Ipv4Packet, server: Ipv4Address, port: number, ttl: number): Ipv4Packet {
  return { ...packet, destination: server, ttl, payload: withQuotedEnd(packet.payload, 12, 0, server, port) };
}

/** An error from the server about a request: the client sent it to the virtual address. */
export function icmpToClient(packet: Ipv4Packet, virtual: Ipv4Address, port: number): Ipv4Packet {
  return { ...packet, source: virtual, payload: withQuotedEnd(packet.payload, 16, 2, virtual, port) };
}

/** `addressAt` in the quoted IPv4 header, `portAt` behind it. The quoted header's own checksum follows. */
function withQuotedEnd(
  message: Ipv4Payload,
  addressAt: number,
  portAt: number,
  address: Ipv4Address,
  port: number,
): Ipv4Payload {
  if (!('original' in message)) return message;
  const original = message.original.slice();
  const headerLength = (original[0]! & 15) * 4;
  for (let byte = 0; byte < 4; byte++) original[addressAt + byte] = address >>> (24 - 8 * byte);
  original[headerLength + portAt] = port >>> 8;
  original[headerLength + portAt + 1] = port;
  original[10] = 0;
  original[11] = 0;
  const checksum = internetChecksum(original, 0, headerLength);
  original[10] = checksum >>> 8;
  original[11] = checksum;
  return { ...message, original };
}
