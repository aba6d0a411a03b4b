// RFC 2328 §13.1, step by step.

import { describe, expect, it } from 'vitest';
import {
  compareLsa,
  initialSequenceNumber,
  maxSequenceNumber,
  nextSequenceNumber,
  formatSequenceNumber,
  sequenceNumberFromWire,
  type LsaHeader,
} from '@ospflab/ospf-core';

const instance = (sequence: number, checksum: number): LsaHeader =>
  ({
    type: 1,
    options: 2,
    linkStateId: 1,
    advertisingRouter: 1,
    length: 24,
    sequence,
    checksum,
  }) as unknown as LsaHeader;

describe('of two instances (RFC 2328 §13.1)', () => {
  it('the greater sequence number is newer as a signed number', () => {
    const first = sequenceNumberFromWire(0x80000001);
    const afterTheMiddle = sequenceNumberFromWire(0x00000001);
    expect(compareLsa(instance(afterTheMiddle, 1), 0, instance(first, 0xffff), 0)).toBeGreaterThan(0);
  });

  it('with equal sequence numbers the larger checksum is newer, as an unsigned number and before any age', () => {
    expect(compareLsa(instance(5, 0x8000), 3000, instance(5, 0x7fff), 0)).toBeGreaterThan(0);
    expect(compareLsa(instance(5, 0x7fff), 3600, instance(5, 0x8000), 0)).toBeLessThan(0);
  });

  it('the one at MaxAge is newer when all else is equal', () => {
    expect(compareLsa(instance(5, 9), 3600, instance(5, 9), 3599)).toBeGreaterThan(0);
    expect(compareLsa(instance(5, 9), 0, instance(5, 9), 3600)).toBeLessThan(0);
  });

  it('the younger is newer when ages differ by more than MaxAgeDiff', () => {
    expect(compareLsa(instance(5, 9), 100, instance(5, 9), 1001)).toBeGreaterThan(0);
    expect(compareLsa(instance(5, 9), 100, instance(5, 9), 1000)).toBe(0);
  });
});

describe('sequence numbers (RFC 2328 §12.1.6)', () => {
  it('run from 0x80000001 to 0x7fffffff and have no successor there', () => {
    expect(formatSequenceNumber(initialSequenceNumber)).toBe('80000001');
    expect(formatSequenceNumber(nextSequenceNumber(initialSequenceNumber)!)).toBe('80000002');
    expect(formatSequenceNumber(maxSequenceNumber)).toBe('7fffffff');
    expect(nextSequenceNumber(maxSequenceNumber)).toBeUndefined();
    expect(nextSequenceNumber(sequenceNumberFromWire(0xffffffff))).toBe(0);
  });
});
