// Cyclic redundancy checks of 16 and 32 bits as switches hash flows with them. All are linear: a seed only adds a constant
// to every hash of the same length, which is why a second tier with another seed chooses no differently.

import { flowKeyLengthBytes, writeFlowBytes, type ByteHash } from './flow-hash.ts';

export interface CrcModel {
  readonly name: string;
  readonly about: string;
  readonly width: 16 | 32;
  /** Highest power left out, most significant bit first. */
  readonly polynomial: number;
  /** What the register holds at first; a seed is added to it. */
  readonly initial: number;
  /** Bits go in and come out lowest first. */
  readonly reflected: boolean;
  readonly finalXor: number;
}

const flowBytes = new Uint8Array(flowKeyLengthBytes);

/** A flow hash of a model in the terms of the Rocksoft catalogue; the table of 256 entries is made once. */
export function crcHash(model: CrcModel): ByteHash {
  const table = model.reflected ? reflectedTable(model) : plainTable(model);
  const mask = model.width === 16 ? 0xffff : -1;
  const shift = model.width - 8;
  const { initial, finalXor, reflected } = model;
  const hashBytes = (bytes: Uint8Array, seed: number): number => {
    let register = (initial ^ seed) & mask;
    if (reflected) {
      for (let index = 0; index < bytes.length; index++) {
        register = (register >>> 8) ^ table[(register ^ bytes[index]!) & 255]!;
      }
    } else {
      for (let index = 0; index < bytes.length; index++) {
        register = ((register << 8) & mask) ^ table[((register >>> shift) ^ bytes[index]!) & 255]!;
      }
    }
    return ((register ^ finalXor) & mask) >>> 0;
  };
  return {
    name: model.name,
    about: model.about,
    hashBits: model.width,
    hashBytes,
    hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) => {
      writeFlowBytes(flowBytes, source, destination, protocol, sourcePort, destinationPort);
      return hashBytes(flowBytes, seed);
    },
  };
}

function plainTable({ width, polynomial }: CrcModel): Int32Array {
  const mask = width === 16 ? 0xffff : -1;
  const topBit = width - 1;
  return Int32Array.from({ length: 256 }, (_, value) => {
    let register = value << (width - 8);
    for (let bit = 0; bit < 8; bit++) {
      register = ((register << 1) ^ ((register >>> topBit) & 1 ? polynomial : 0)) & mask;
    }
    return register;
  });
}

function reflectedTable({ width, polynomial }: CrcModel): Int32Array {
  let reversed = 0;
  for (let bit = 0; bit < width; bit++) {
    if ((polynomial >>> bit) & 1) reversed |= 1 << (width - 1 - bit);
  }
  return Int32Array.from({ length: 256 }, (_, value) => {
    let register = value;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? reversed : 0);
    return register;
  });
}
