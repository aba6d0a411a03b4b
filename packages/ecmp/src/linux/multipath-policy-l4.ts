// Policy 1: the five-tuple. Fragments, the first one included, and protocols without ports hash with ports 0;
// ICMP errors and tunnels hash their outer header, so an error follows its flow only by chance.

import { dissectIpv6, dissectPacket } from './flow-dissector.ts';
import { linuxRecordHash } from './linux-record-hash.ts';
import type { MultipathPolicy } from './multipath-policy.ts';

/** Linux: net/ipv4/route.c (fib_multipath_hash, case 1), net/ipv6/route.c (rt6_multipath_hash, case 1). */
export const multipathPolicyL4: MultipathPolicy = {
  policy: 1,
  name: 'linux-l4',
  about: 'Linux policy 1: addresses, protocol and ports; ports are 0 for fragments and where there are none',
  hashBits: 31,
  hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) =>
    linuxRecordHash(seed, source, destination, protocol, sourcePort, destinationPort),
  readPacket: (packet, _fields, keys) => {
    dissectPacket(packet, true, keys.useOuterOnly());
  },
  readIpv6: (bytes, _fields, keys) => {
    const outer = keys.useOuterOnly();
    dissectIpv6(bytes, true, outer);
    outer.flowLabelWord = 0;
  },
};
