// The LSAs of recorded databases, rebuilt from their bodies: RFC 2328 §12.1.7, appendix A.4.

import { describe, expect, it } from 'vitest';
import { decodeLsa, lsaKeyToText } from '@ospflab/ospf-core';
import { readRecordedLsdb, readRecordedRouteLsas, recordedCases } from '../recorded-lsdb.ts';

describe('router- and network-LSAs of recorded databases', () => {
  for (const name of recordedCases) {
    it(`of ${name} get the recorded checksum and length`, () => {
      const recorded = readRecordedLsdb(name);
      expect(recorded.length).toBeGreaterThan(1);
      for (const { lsa, recordedChecksum, recordedLength } of recorded) {
        expect(lsa.checksum, lsaKeyToText(lsa)).toBe(recordedChecksum);
        expect(lsa.length, lsaKeyToText(lsa)).toBe(recordedLength);
      }
    });

    it(`of ${name} decode from their bytes to what they were made of`, () => {
      for (const { lsa } of readRecordedLsdb(name)) {
        expect(decodeLsa(lsa.bytes)).toEqual({ ok: true, value: { lsa, ageSeconds: 0 } });
      }
    });
  }
});

describe('summary- and AS-external-LSAs of recorded databases', () => {
  const cases = recordedCases.filter((name) => readRecordedRouteLsas(name).length > 0);

  it('are of six cases at least', () => {
    expect(cases.length).toBeGreaterThanOrEqual(6);
  });

  it.each(cases)(
    'of %s get the recorded checksum and length and decode to what they were made of',
    (name) => {
      for (const { lsa, recordedChecksum, recordedLength } of readRecordedRouteLsas(name)) {
        expect(lsa.checksum, lsaKeyToText(lsa)).toBe(recordedChecksum);
        expect(lsa.length, lsaKeyToText(lsa)).toBe(recordedLength);
        expect(decodeLsa(lsa.bytes)).toEqual({ ok: true, value: { lsa, ageSeconds: 0 } });
      }
    },
  );
});
