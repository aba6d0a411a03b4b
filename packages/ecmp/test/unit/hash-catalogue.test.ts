import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byteHashes,
  flowHashes,
  flowHashNamed,
  flowKeyLengthBytes,
  halfSiphash24,
  jhash,
  jhash2Words,
  jumpHash,
  microsoftToeplitzKey,
  naturalLogarithm,
  selectionHash,
  siphash24,
  symmetricToeplitzKey,
  toeplitz,
  toeplitzFlow,
  toeplitzTable,
  writeFlowBytes,
  type FlowHash,
} from '@ospflab/ecmp';
import { ipv4, ipv4FromNumber } from '@ospflab/net';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const hex = (value: number): string => value.toString(16);
const byName = (name: string): FlowHash => flowHashNamed(name, flowHashes)!;
const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index);

describe('published check values', () => {
  it.each([
    ['crc16-arc', '123456789', 0, 'bb3d'],
    ['crc16-xmodem', '123456789', 0, '31c3'],
    ['crc16-ccitt', '123456789', 0, '29b1'],
    ['crc16-modbus', '123456789', 0, '4b37'],
    ['crc32', '123456789', 0, 'cbf43926'],
    ['crc32c', '123456789', 0, 'e3069283'],
    ['jhash', '', 0, 'deadbeef'],
    ['jhash', 'Four score and seven years ago', 0, '17770551'],
    ['jhash', 'Four score and seven years ago', 1, 'cd628161'],
    ['fnv1a', '', 0, '811c9dc5'],
    ['fnv1a', 'a', 0, 'e40c292c'],
    ['fnv1a', 'foobar', 0, 'bf9cf968'],
    ['murmur3', '', 0, '0'],
    ['murmur3', '', 1, '514e28b7'],
    ['murmur3', 'hello', 0, '248bfa47'],
    ['xxhash32', '', 0, '2cc5d05'],
    ['xxhash32', 'a', 0, '550d7456'],
    ['xxhash32', 'abc', 0, '32d153ff'],
    ['xxhash32', 'Nobody inspects the spammish repetition', 0, 'e2293b2f'],
  ])('%s of "%s" with seed %i is %s', (name, text, seed, expected) => {
    const row = byteHashes.find((hash) => hash.name === name)!;
    expect(hex(row.hashBytes(ascii(text), seed))).toBe(expected);
  });

  // Aumasson, Bernstein 2012, appendix A, and vectors.h of the reference implementation
  it('SipHash-2-4 and HalfSipHash-2-4 under the key 00 01 02 …', () => {
    const key = counting(16);
    expect(siphash24(counting(0), key)).toEqual({ high: 0x726fdb47, low: 0xdd0e0e31 });
    expect(siphash24(counting(15), key)).toEqual({ high: 0xa129ca61, low: 0x49be45e5 });
    expect(
      [0, 1, 2, 3].map((length) => hex(halfSiphash24(counting(length), 0x03020100, 0x07060504))),
    ).toEqual(['5b9f35a9', 'b85a4727', '3a662fa', '4e7fe8a']);
  });

  // Linux: include/linux/jhash.h
  it('jhash of two words', () => {
    expect(hex(jhash2Words(0, 0, 0))).toBe('58c184bf');
    expect(hex(jhash2Words(1, 2, 0))).toBe('8b4c7979');
    const words = new Uint8Array(new Uint32Array([5, 6, 7]).buffer);
    expect(jhash(words, 9)).toBe(byName('jhash').hashFlow(9, ipv4FromNumber(5), ipv4FromNumber(6), 0, 0, 7));
  });

  // Microsoft: "Verifying the RSS hash calculation"
  it.each([
    ['66.9.149.187', 2794, '161.142.100.80', 1766, 0x323e8fc2, 0x51ccc178],
    ['199.92.111.2', 14230, '65.69.140.83', 4739, 0xd718262a, 0xc626b0ea],
    ['24.19.198.95', 12898, '12.22.207.184', 38024, 0xd2d0a5de, 0x5c2b394a],
    ['38.27.205.30', 48228, '209.142.163.6', 2217, 0x82989176, 0xafc7327f],
    ['153.39.163.191', 44251, '202.188.127.2', 1303, 0x5d1809c5, 0x10e828a2],
  ])('Toeplitz from %s:%i to %s:%i', (from, fromPort, to, toPort, addresses, ports) => {
    const bytes = new Uint8Array(flowKeyLengthBytes);
    writeFlowBytes(bytes, ipv4(from), ipv4(to), 6, fromPort, toPort);
    expect(toeplitz(bytes.subarray(0, 8), microsoftToeplitzKey)).toBe(addresses);
    expect(toeplitz(bytes.subarray(0, 12), microsoftToeplitzKey)).toBe(ports);
    expect(byName('toeplitz').hashFlow(0, ipv4(from), ipv4(to), 6, fromPort, toPort)).toBe(ports);
    const symmetric = toeplitzTable(symmetricToeplitzKey);
    expect(toeplitzFlow(symmetric, ipv4(from), ipv4(to), fromPort, toPort)).toBe(
      toeplitzFlow(symmetric, ipv4(to), ipv4(from), toPort, fromPort),
    );
    expect(() => toeplitzTable(new Uint8Array(15))).toThrow(RangeError);
  });

  // Lamping, Veach 2014; values of Guava's and Go's tests
  it('jump consistent hash', () => {
    expect(jumpHash(0, 0xdead10cc, 666)).toBe(361);
    expect(jumpHash(0, 256, 1024)).toBe(520);
    expect(jumpHash(0, 256, 1)).toBe(0);
  });
});

describe('every hash of the table', () => {
  const word = fc.nat(0xffffffff);
  const port = fc.nat(0xffff);

  it.each(flowHashes.map((hash) => [hash.name, hash] as const))('%s stays in its bits', (_name, hash) => {
    fc.assert(
      fc.property(word, word, word, fc.nat(255), port, port, (seed, a, b, protocol, p, q) => {
        const value = hash.hashFlow(seed, ipv4FromNumber(a), ipv4FromNumber(b), protocol, p, q);
        expect(Number.isInteger(value) && value >= 0 && value < 2 ** hash.hashBits).toBe(true);
        const forSelection = selectionHash(value, hash.hashBits);
        expect(forSelection >= 0 && forSelection < 2 ** 31).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each(byteHashes.filter(({ name }) => name !== 'jhash').map((hash) => [hash.name, hash] as const))(
    '%s of a flow is that of its thirteen bytes',
    (_name, hash) => {
      const bytes = new Uint8Array(flowKeyLengthBytes);
      fc.assert(
        fc.property(word, word, word, fc.nat(255), port, port, (seed, a, b, protocol, p, q) => {
          writeFlowBytes(bytes, a, b, protocol, p, q);
          const flow = hash.hashFlow(seed, ipv4FromNumber(a), ipv4FromNumber(b), protocol, p, q);
          expect(flow).toBe(hash.hashBytes(bytes, seed));
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('options of switches', () => {
  const flow = [ipv4('10.0.0.1'), ipv4('10.0.0.2'), 6, 1234, 80] as const;
  const back = [ipv4('10.0.0.2'), ipv4('10.0.0.1'), 6, 80, 1234] as const;

  it('symmetric hashes both directions alike', () => {
    const plain = byName('crc32');
    const symmetric = byName('crc32+symmetric');
    expect(plain.hashFlow(0, ...flow)).not.toBe(plain.hashFlow(0, ...back));
    expect(symmetric.hashFlow(0, ...flow)).toBe(symmetric.hashFlow(0, ...back));
    expect(symmetric.hashFlow(0, ...flow)).toBe(plain.hashFlow(0, ...flow));
  });

  it('rotation turns within the width', () => {
    const value = byName('crc16-arc').hashFlow(0, ...flow);
    expect(byName('crc16-arc+rotate4').hashFlow(0, ...flow)).toBe((value >>> 4) | ((value & 15) << 12));
    expect(byName('crc16-arc+rotate16').hashFlow(0, ...flow)).toBe(value);
    const wide = byName('crc32').hashFlow(0, ...flow);
    expect(byName('crc32+rotate8').hashFlow(0, ...flow)).toBe(((wide >>> 8) | (wide << 24)) >>> 0);
  });

  it('combine, and what is unknown is refused', () => {
    expect(byName('xor+symmetric+rotate3+mix').name).toBe('xor+symmetric+rotate3+mix');
    for (const text of ['md5', 'crc32+rot', 'crc32+rotate', ''])
      expect(flowHashNamed(text, flowHashes)).toBeUndefined();
  });
});

describe('the logarithm of weighted HRW', () => {
  it('is that of the engine to twelve digits', () => {
    for (const value of [2 ** -33, 1e-9, 0.1, 0.5, 0.7499, 0.75, 0.999999, 1, 1.4999, 3, 1e6]) {
      expect(Math.abs(naturalLogarithm(value) - Math.log(value))).toBeLessThan(1e-12);
    }
  });
});
