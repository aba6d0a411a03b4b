// Cyclic redundancy checks of 16 and 32 bits as switches hash flows with them. All are linear: a seed only adds a constant
// to every hash of the same length, which is why a second tier with another seed chooses no differently.

import { type ByteHash } from './flow-hash.ts';
import { swapBytes } from './swap-bytes.ts';

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

/** A flow hash of a model in the terms of the Rocksoft catalogue; its tables are made once. */
export function crcHash(model: CrcModel): ByteHash {
  const { name, about, width, reflected } = model;
  const tables = slicedTables(model);
  const take = reflected ? takeReflected : takePlain;
  const mask = width === 16 ? 0xffff : -1;
  const begin = model.initial & mask;
  const { finalXor } = model;
  return {
    name,
    about,
    hashBits: width,
    hashBytes: (bytes, seed) => {
      let register = (begin ^ seed) & mask;
      for (let index = 0; index < bytes.length; index++)
        register = takeByte(register, bytes[index]!, tables[0], width, reflected);
      return ((register ^ finalXor) & mask) >>> 0;
    },
    hashFlow: (seed, source, destination, protocol, sourcePort, destinationPort) => {
      const ports = (sourcePort << 16) | destinationPort;
      const register = take(tables, width, (begin ^ seed) & mask, source, destination, ports, protocol);
      return ((register ^ finalXor) & mask) >>> 0;
    },
  };
}

/**
 * Slicing by four (Kounavis, Berry 2005): table k tells what a byte does to the register when k more bytes follow it, so four bytes are
 * four look-ups that do not wait for each other. Three words and a byte are a flow.
 */
function takeReflected(
  [last, third, second, first]: SlicedTables,
  _width: 16 | 32,
  begin: number,
  source: number,
  destination: number,
  ports: number,
  protocol: number,
): number {
  let low = begin ^ swapBytes(source);
  low = first[low & 255]! ^ second[(low >>> 8) & 255]! ^ third[(low >>> 16) & 255]! ^ last[low >>> 24]!;
  low ^= swapBytes(destination);
  low = first[low & 255]! ^ second[(low >>> 8) & 255]! ^ third[(low >>> 16) & 255]! ^ last[low >>> 24]!;
  low ^= swapBytes(ports);
  low = first[low & 255]! ^ second[(low >>> 8) & 255]! ^ third[(low >>> 16) & 255]! ^ last[low >>> 24]!;
  return (low >>> 8) ^ last[(low ^ protocol) & 255]!;
}

/** The register of 16 bits stands at the upper end of a word. */
function takePlain(
  [last, third, second, first]: SlicedTables,
  width: 16 | 32,
  begin: number,
  source: number,
  destination: number,
  ports: number,
  protocol: number,
): number {
  const align = 32 - width;
  let high = (begin << align) ^ source;
  high = first[high >>> 24]! ^ second[(high >>> 16) & 255]! ^ third[(high >>> 8) & 255]! ^ last[high & 255]!;
  high = (high << align) ^ destination;
  high = first[high >>> 24]! ^ second[(high >>> 16) & 255]! ^ third[(high >>> 8) & 255]! ^ last[high & 255]!;
  high = (high << align) ^ ports;
  high = first[high >>> 24]! ^ second[(high >>> 16) & 255]! ^ third[(high >>> 8) & 255]! ^ last[high & 255]!;
  return takeByte(high, protocol, last, width, false);
}

function takeByte(
  register: number,
  byte: number,
  table: Int32Array,
  width: 16 | 32,
  reflected: boolean,
): number {
  if (reflected) return (register >>> 8) ^ table[(register ^ byte) & 255]!;
  return (register << 8) ^ table[((register >>> (width - 8)) ^ byte) & 255]!;
}

/** Of a byte that 0, 1, 2 and 3 others follow. */
type SlicedTables = readonly [Int32Array, Int32Array, Int32Array, Int32Array];

function slicedTables(model: CrcModel): SlicedTables {
  const { width, reflected } = model;
  const mask = width === 16 ? 0xffff : -1;
  const table = reflected ? reflectedTable(model) : plainTable(model);
  const followed = (before: Int32Array): Int32Array =>
    before.map((register) => takeByte(register, 0, table, width, reflected) & mask);
  const one = followed(table);
  const two = followed(one);
  return [table, one, two, followed(two)];
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
