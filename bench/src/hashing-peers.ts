// The hash packages of npm over the bytes of a flow, each beside the hash of ours that gives the same numbers. Those that take strings
// get them ready made.

import { crc32 } from 'node:zlib';
import { createCRC32, createXXHash32 } from 'hash-wasm';
import imurmurhash from 'imurmurhash';
import murmurhash from 'murmurhash-js';
import siphash from 'siphash';
import xxhashWasm from 'xxhash-wasm';
import xxhashjs from 'xxhashjs';
import { crc32 as ourCrc32, murmur3, siphash24, xxhash32, writeFlowBytes, type FlowSet } from '@ospflab/ecmp';
import type { Contender } from './ratio-table.ts';

export interface HashPeer {
  readonly name: string;
  /** Unsigned 32 bits of thirteen bytes, given as bytes and as a string of one character a byte. */
  readonly hash: (bytes: Uint8Array, text: string) => number;
  /** The hash of ours that must give the same. */
  readonly ours: (bytes: Uint8Array) => number;
}

const seed = 0x12345678;
const sipKey = [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c];
const sipKeyBytes = Uint8Array.from({ length: 16 }, (_, index) => index);

const { h32Raw } = await xxhashWasm();
const wasmXxHash = await createXXHash32(seed);
const wasmCrc = await createCRC32();

const word = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);

export const xxHashPeers: readonly HashPeer[] = [
  { name: 'xxhash-wasm', hash: (bytes: Uint8Array) => h32Raw(bytes, seed) },
  {
    name: 'hash-wasm xxHash32',
    hash: (bytes: Uint8Array) => word(wasmXxHash.init().update(bytes).digest('binary')),
  },
  { name: 'xxhashjs', hash: (bytes: Uint8Array) => xxhashjs.h32(Buffer.from(bytes), seed).toNumber() },
].map((peer) => ({ ...peer, ours: (bytes) => xxhash32.hashBytes(bytes, seed) }));

export const murmurPeers: readonly HashPeer[] = [
  { name: 'murmurhash-js', hash: (_bytes: Uint8Array, text: string) => murmurhash.murmur3(text, seed) },
  { name: 'imurmurhash', hash: (_bytes: Uint8Array, text: string) => imurmurhash(text, seed).result() },
].map((peer) => ({ ...peer, ours: (bytes) => murmur3.hashBytes(bytes, seed) }));

export const sipHashPeers: readonly HashPeer[] = [
  {
    name: 'siphash',
    hash: (bytes) => siphash.hash(sipKey, bytes).l,
    ours: (bytes) => siphash24(bytes, sipKeyBytes).low,
  },
];

export const crcPeers: readonly HashPeer[] = [
  { name: 'node:zlib crc32', hash: (bytes: Uint8Array) => crc32(bytes) },
  {
    name: 'hash-wasm crc32',
    hash: (bytes: Uint8Array) => word(wasmCrc.init().update(bytes).digest('binary')),
  },
].map((peer) => ({ ...peer, ours: (bytes) => ourCrc32.hashBytes(bytes, 0) }));

/** Throws when a peer and ours differ: then they do not do the same work. */
export function checkPeers(): void {
  for (const { name, hash, ours } of [...xxHashPeers, ...murmurPeers, ...sipHashPeers, ...crcPeers]) {
    for (let number = 0; number < 50; number++) {
      // Murmur on strings knows characters up to 127 only as bytes.
      const bytes = Uint8Array.from({ length: 13 }, (_, index) => (index * 29 + number * 7) & 127);
      if (hash(bytes, String.fromCharCode(...bytes)) >>> 0 !== ours(bytes) >>> 0)
        throw new Error(`${name} and ours differ.`);
    }
  }
}

/** Over all flows; the bytes are written once, since that is not what is measured. */
export function peerContenders(peers: readonly HashPeer[], flows: FlowSet): Contender[] {
  const { source, destination, protocol, sourcePort, destinationPort, count } = flows;
  const all = Array.from({ length: count }, (_, i) => {
    const bytes = new Uint8Array(13);
    writeFlowBytes(bytes, source[i]!, destination[i]!, protocol[i]!, sourcePort[i]!, destinationPort[i]!);
    return bytes;
  });
  const texts = all.map((bytes) => String.fromCharCode(...bytes.map((byte) => byte & 127)));
  let sink = 0;
  return peers.map(({ name, hash }) => ({
    name,
    run: () => {
      for (let i = 0; i < count; i++) sink ^= hash(all[i]!, texts[i]!);
      return sink === 0.5 ? 0 : count;
    },
  }));
}
