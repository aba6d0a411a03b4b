// The exclusive or of all words of a flow, the cheapest hash of switch chips. Linear, and blind to whatever two fields have in
// common: a client that counts up source and destination together hashes to one value.

import { type ByteHash } from './flow-hash.ts';

export const xorFold: ByteHash = {
  name: 'xor',
  about: 'exclusive or of addresses, ports and protocol, folded to 16 bits',
  hashBits: 16,
  hashBytes: (bytes, seed) => {
    let folded = seed ^ (seed >>> 16);
    for (let index = 0; index < bytes.length; index++) folded ^= bytes[index]! << ((index & 1) === 0 ? 8 : 0);
    return folded & 0xffff;
  },
  hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) => {
    const words = seed ^ source ^ destination;
    return (words ^ (words >>> 16) ^ sourcePort ^ destinationPort ^ (protocol << 8)) & 0xffff;
  },
};
