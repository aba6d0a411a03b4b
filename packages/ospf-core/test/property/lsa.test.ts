// LSAs: byte round trip and checksum (RFC 2328 §12.1.7, appendix A.4), the order of instances (§13.1), keys.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLsa, decodeLsa, lsaKeyOf, type LsaHeader } from '@ospflab/ospf-core';
import { arbitraryLsa } from '../arbitrary-packet.ts';

describe('LSAs', () => {
  it('decode from their bytes to what was made', () => {
    fc.assert(
      fc.property(arbitraryLsa, (lsa) => {
        expect(decodeLsa(lsa.bytes)).toEqual({ ok: true, value: { lsa, ageSeconds: 0 } });
      }),
    );
  });

  it('show a fault when any single bit behind the age is flipped', () => {
    fc.assert(
      fc.property(arbitraryLsa, fc.nat(), (lsa, drawn) => {
        const bytes = lsa.bytes.slice();
        const bit = 16 + (drawn % (8 * (bytes.length - 2)));
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        const decoded = decodeLsa(bytes);
        expect(decoded.ok ? decoded.value.lsa.fault : decoded.reason).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('comparison of LSA instances (RFC 2328 §13.1)', () => {
  const base = { type: 1, options: 2, linkStateId: 1, advertisingRouter: 1, length: 24 };
  // Few values, so that ties at every step of the rule are common.
  const instance = fc
    .record({
      sequence: fc.constantFrom(-0x7fffffff, -1, 0, 1, 0x7fffffff),
      checksum: fc.constantFrom(1, 0x7fff, 0x8000, 0xffff),
      age: fc.constantFrom(0, 1, 899, 900, 901, 1800, 2700, 2701, 3599, 3600),
    })
    .map(({ sequence, checksum, age }) => ({
      header: { ...base, sequence, checksum } as unknown as LsaHeader,
      age,
    }));
  type Instance = { readonly header: LsaHeader; readonly age: number };
  const compare = (left: Instance, right: Instance): number =>
    Math.sign(compareLsa(left.header, left.age, right.header, right.age));

  it('is antisymmetric', () => {
    fc.assert(
      fc.property(instance, instance, (left, right) => compare(left, right) + compare(right, left) === 0),
      { numRuns: 1000 },
    );
  });

  it('is transitive: newer than the newer one is newer', () => {
    fc.assert(
      fc.property(instance, instance, instance, (a, b, c) => {
        fc.pre(compare(a, b) > 0 && compare(b, c) > 0);
        return compare(a, c) > 0;
      }),
      { numRuns: 1000 },
    );
  });

  it('orders any two instances that differ in sequence number or checksum', () => {
    fc.assert(
      fc.property(instance, instance, (left, right) => {
        fc.pre(
          left.header.sequence !== right.header.sequence || left.header.checksum !== right.header.checksum,
        );
        return compare(left, right) !== 0;
      }),
    );
  });
});

describe('LSA keys', () => {
  it('sort by type, link state id and advertising router, and are equal only for equal parts', () => {
    const word = fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffff0000, 0xffffffff, 0x0a000001);
    const parts = fc.tuple(fc.integer({ min: 1, max: 11 }), word, word);
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const wanted = left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
        const leftKey = lsaKeyOf(...left);
        const rightKey = lsaKeyOf(...right);
        return (leftKey < rightKey ? -1 : leftKey > rightKey ? 1 : 0) === Math.sign(wanted);
      }),
      { numRuns: 500 },
    );
  });
});
