import { describe, expect, it } from 'vitest';
import { hashPacket, linuxFlowKey, linuxMultipathHash, siphash24 } from '@ospflab/ecmp';
import { ipv4, type Ipv4Packet } from '@ospflab/net';

const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index);
const hex = (hash: { high: number; low: number }): string =>
  hash.high.toString(16).padStart(8, '0') + hash.low.toString(16).padStart(8, '0');

describe('SipHash-2-4', () => {
  // The vectors of its authors: key 00 … 0f, message 00 … n − 1.
  it.each([
    [0, '726fdb47dd0e0e31'],
    [15, 'a129ca6149be45e5'],
  ])('a message of %i bytes', (length, expected) => {
    expect(hex(siphash24(counting(length), counting(16)))).toBe(expected);
  });

  it('agrees with a plain 64-bit version for every length up to 70 and other keys', () => {
    for (let length = 0; length <= 70; length++) {
      const message = counting(length).map((byte) => byte * 89 + length);
      const key = counting(16).map((byte) => byte * 201 + 7 * length);
      expect(hex(siphash24(message, key))).toBe(plainSiphash(message, key).toString(16).padStart(16, '0'));
    }
  });

  it('takes a key of 16 bytes only', () => {
    expect(() => siphash24(counting(3), counting(15))).toThrow(RangeError);
  });
});

/** The algorithm as its paper writes it, on 64-bit integers: slow, and with nothing in common with the fast one. */
function plainSiphash(message: Uint8Array, key: Uint8Array): bigint {
  const mask = (1n << 64n) - 1n;
  const littleEndian = (bytes: Uint8Array): bigint =>
    bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const rotated = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & mask;
  const keys = [littleEndian(key.subarray(0, 8)), littleEndian(key.subarray(8))] as const;
  let v0 = keys[0] ^ 0x736f6d6570736575n;
  let v1 = keys[1] ^ 0x646f72616e646f6dn;
  let v2 = keys[0] ^ 0x6c7967656e657261n;
  let v3 = keys[1] ^ 0x7465646279746573n;
  const rounds = (count: number): void => {
    for (let round = 0; round < count; round++) {
      v0 = (v0 + v1) & mask;
      v1 = rotated(v1, 13n) ^ v0;
      v0 = rotated(v0, 32n);
      v2 = (v2 + v3) & mask;
      v3 = rotated(v3, 16n) ^ v2;
      v0 = (v0 + v3) & mask;
      v3 = rotated(v3, 21n) ^ v0;
      v2 = (v2 + v1) & mask;
      v1 = rotated(v1, 17n) ^ v2;
      v2 = rotated(v2, 32n);
    }
  };
  const absorb = (block: bigint): void => {
    v3 ^= block;
    rounds(2);
    v0 ^= block;
  };
  const whole = message.length & ~7;
  for (let at = 0; at < whole; at += 8) absorb(littleEndian(message.subarray(at, at + 8)));
  absorb(littleEndian(message.subarray(whole)) | (BigInt(message.length & 255) << 56n));
  v2 ^= 0xffn;
  rounds(4);
  return v0 ^ v1 ^ v2 ^ v3;
}

describe('Linux multipath hash', () => {
  const client = ipv4('192.0.2.1');
  const server = ipv4('198.51.100.1');
  const vectors = [
    ['policy 0, seed 1', { policy: 0, seed: 1 }, client, server, 6, 1234, 80, 0xb56e4000],
    ['policy 1, seed 1, TCP', { policy: 1, seed: 1 }, client, server, 6, 1234, 80, 0x533542ad],
    ['the same reversed', { policy: 1, seed: 1 }, server, client, 6, 80, 1234, 0x533542ad],
    ['seed ffffffff', { policy: 1, seed: 0xffffffff }, client, server, 6, 1234, 80, 0x7a586f41],
    [
      'seed 12345678, UDP',
      { policy: 1, seed: 0x12345678 },
      ipv4('10.0.0.1'),
      ipv4('10.0.0.2'),
      17,
      5000,
      53,
      0x74c0923d,
    ],
  ] as const;
  it.each(vectors)(
    '%s',
    (_name, options, source, destination, protocol, sourcePort, destinationPort, hash) => {
      expect(linuxMultipathHash(options, source, destination, protocol, sourcePort, destinationPort)).toBe(
        hash >>> 1,
      );
    },
  );

  it('a UDP fragment hashes with protocol and ports 0', () => {
    const fragment: Ipv4Packet = {
      kind: 'ipv4',
      source: client,
      destination: server,
      protocol: 17,
      ttl: 64,
      typeOfService: 0,
      identification: 1,
      dontFragment: false,
      moreFragments: true,
      fragmentOffsetBytes: 0,
      payload: { kind: 'raw', bytes: new Uint8Array([4, 210, 0, 80, 0, 8, 0, 0]) },
    };
    const hash = hashPacket({ policy: 1, seed: 1 }, fragment);
    expect(hash).toBe(0x4fb37cb4 >>> 1);
    expect(linuxMultipathHash({ policy: 1, seed: 1 }, client, server, 17, 0, 0)).toBe(hash);
    // The same bytes unfragmented (a router that does not judge UDP lengths) show their ports.
    expect(hashPacket({ policy: 1, seed: 1 }, { ...fragment, moreFragments: false })).toBe(
      linuxMultipathHash({ policy: 1, seed: 1 }, client, server, 17, 1234, 80),
    );
  });

  it('the record is 48 bytes with addresses and ports each in little-endian order of their network bytes', () => {
    const record = linuxFlowKey(ipv4('10.0.0.2'), ipv4('10.0.0.1'), 6, 0x0102, 0x0201);
    const expected = new Uint8Array(48);
    expected[2] = 6;
    expected.set([2, 1, 1, 2], 28);
    expected.set([10, 0, 0, 1, 10, 0, 0, 2], 36);
    expect(record).toEqual(expected);
  });
});
