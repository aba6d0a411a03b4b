// jhash of a flow's words: what Linux hashed flows with before it took SipHash (net/core/flow_dissector.c before 4.20).

import type { ByteHash } from './flow-hash.ts';
import { jhash, jhash3Words } from './jhash.ts';

export const jhashFlow: ByteHash = {
  name: 'jhash',
  about: 'lookup3 over three words: source, destination, ports; protocol and seed as its start',
  hashBits: 32,
  hashBytes: jhash,
  hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) =>
    jhash3Words(source, destination, (sourcePort << 16) | destinationPort, (seed + protocol) | 0),
};
