// What switch chips offer around their hash: ports sorted so that both directions agree, a rotated result, so that a second
// tier looks at other bits, and a mixer behind it that is not linear.

import type { FlowHash } from './flow-hash.ts';
import { murmurFinal } from './murmur3.ts';

/** Source and destination are put in order first, address and port together. */
export function symmetricHash(hash: FlowHash): FlowHash {
  return {
    name: `${hash.name}+symmetric`,
    about: `${hash.about}; both directions alike`,
    hashBits: hash.hashBits,
    hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) =>
      destination < source || (destination === source && destinationPort < sourcePort)
        ? hash.hashFlow(seed, destination, source, protocol, destinationPort, sourcePort)
        : hash.hashFlow(seed, source, destination, protocol, sourcePort, destinationPort),
  };
}

/** The result turned right by some bits: selection sees other bits first. */
export function rotatedHash(hash: FlowHash, bits: number): FlowHash {
  const width = hash.hashBits;
  const right = bits % width;
  const mask = width === 32 ? -1 : (1 << width) - 1;
  return {
    name: `${hash.name}+rotate${bits}`,
    about: `${hash.about}; turned right by ${bits} bits`,
    hashBits: width,
    hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) => {
      const value = hash.hashFlow(seed, source, destination, protocol, sourcePort, destinationPort);
      if (right === 0) return value;
      return (((value >>> right) | (value << (width - right))) & mask) >>> 0;
    },
  };
}

/** The result, which the seed is added to once more, goes through a mixer that is not linear. */
export function mixedHash(hash: FlowHash): FlowHash {
  return {
    name: `${hash.name}+mix`,
    about: `${hash.about}; mixed with a finaliser that is not linear`,
    hashBits: 32,
    hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) =>
      murmurFinal(hash.hashFlow(seed, source, destination, protocol, sourcePort, destinationPort) ^ seed),
  };
}

/**
 * A hash by its name in the table with options behind it, for example `crc32`, `crc16-arc+symmetric`, `xor+rotate5`, `crc32+mix`;
 * undefined when there is no such thing.
 */
export function flowHashNamed(text: string, table: readonly FlowHash[]): FlowHash | undefined {
  const [name, ...options] = text.split('+');
  let hash = table.find((row) => row.name === name);
  for (const option of options) {
    if (hash === undefined) return undefined;
    const turn = /^rotate(\d{1,2})$/.exec(option);
    if (option === 'symmetric') hash = symmetricHash(hash);
    else if (option === 'mix') hash = mixedHash(hash);
    else if (turn !== null) hash = rotatedHash(hash, Number(turn[1]));
    else return undefined;
  }
  return hash;
}
