// Policy 1: the five-tuple. Fragments, the first one included, and protocols without ports hash with ports 0;
// ICMP errors and tunnels hash their outer header, so an error follows its flow only by chance.

import { readU16, type Ipv4Packet } from '@ospflab/net';
import { linuxRecordHash } from './linux-record-hash.ts';
import type { MultipathPolicy } from './multipath-policy.ts';
import { portsOffset } from './protocol-ports.ts';

/** Linux: net/ipv4/route.c (fib_multipath_hash, case 1) after the flow dissector. */
export const multipathPolicyL4: MultipathPolicy = {
  policy: 1,
  name: 'linux-l4',
  about: 'Linux policy 1: addresses, protocol and ports; ports are 0 for fragments and where there are none',
  hashBits: 31,
  hashFlow: linuxRecordHash,
  hashPacket: (seed, packet) => {
    const { source, destination, protocol, payload } = packet;
    switch (payload.kind) {
      case 'tcp':
      case 'udp':
        return linuxRecordHash(
          seed,
          source,
          destination,
          protocol,
          payload.sourcePort,
          payload.destinationPort,
        );
      case 'raw':
        return hashRaw(seed, packet, payload.bytes);
      case 'structured':
        return portsOffset(protocol) === undefined
          ? linuxRecordHash(seed, source, destination, protocol, 0, 0)
          : hashRaw(seed, packet, payload.toBytes());
      default:
        return linuxRecordHash(seed, source, destination, protocol, 0, 0);
    }
  },
};

function hashRaw(seed: number, packet: Ipv4Packet, bytes: Uint8Array): number {
  const { source, destination, protocol } = packet;
  const isFragment = packet.moreFragments || packet.fragmentOffsetBytes > 0;
  const offset = isFragment ? undefined : portsOffset(protocol);
  if (offset === undefined || bytes.length < offset + 4) {
    return linuxRecordHash(seed, source, destination, protocol, 0, 0);
  }
  const sourcePort = readU16(bytes, offset);
  const destinationPort = readU16(bytes, offset + 2);
  return linuxRecordHash(seed, source, destination, protocol, sourcePort, destinationPort);
}
