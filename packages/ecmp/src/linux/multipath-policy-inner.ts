// Policy 2: the addresses of the innermost packet, so that flows of one tunnel spread. What is not tunnelled hashes as in
// policy 0, except that ICMP errors are not looked into.

import { dissectIpv6, dissectPacket } from './flow-dissector.ts';
import type { FlowKeys } from './flow-keys.ts';
import { linuxRecordHash } from './linux-record-hash.ts';
import type { MultipathPolicy } from './multipath-policy.ts';

/** Linux: net/ipv4/route.c (fib_multipath_hash, case 2), net/ipv6/route.c (rt6_multipath_hash, case 2). */
export const multipathPolicyInner: MultipathPolicy = {
  policy: 2,
  name: 'linux-inner',
  about: 'Linux policy 2: addresses of the innermost packet of IPIP and GRE, else of the packet itself',
  hashBits: 31,
  hashFlow: (seed, source, destination) => linuxRecordHash(seed, source, destination, 0, 0, 0),
  readPacket: (packet, _fields, keys) => {
    dissectPacket(packet, false, keys.useOuterOnly());
    keepAddresses(keys.outer);
  },
  readIpv6: (bytes, _fields, keys) => {
    dissectIpv6(bytes, false, keys.useOuterOnly());
    keepAddresses(keys.outer);
  },
};

/** IPv6 keeps its protocol and flow label beside the addresses. */
function keepAddresses(keys: FlowKeys): void {
  keys.sourcePort = 0;
  keys.destinationPort = 0;
  if (keys.isIpv6) return;
  keys.protocol = 0;
  keys.flowLabelWord = 0;
}
