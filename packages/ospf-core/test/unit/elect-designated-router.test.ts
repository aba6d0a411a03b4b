// RFC 2328 §9.4

import { ipv4FromNumber, type Ipv4Address } from '@ospflab/net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { electDesignatedRouter, type ElectionCandidate } from '@ospflab/ospf-core';

const none = ipv4FromNumber(0);

function candidate(
  id: number,
  priority: number,
  designated: number = 0,
  backup: number = 0,
): ElectionCandidate {
  return {
    routerId: id,
    address: ipv4FromNumber(id),
    priority,
    designatedRouter: ipv4FromNumber(designated),
    backupDesignatedRouter: ipv4FromNumber(backup),
  };
}

function elected(self: ElectionCandidate, ...others: ElectionCandidate[]): [Ipv4Address, Ipv4Address] {
  const result = electDesignatedRouter(self, others);
  return [result.designatedRouter, result.backupDesignatedRouter];
}

describe('RFC 2328 §9.4: the election', () => {
  it('without declarations takes the highest priority, then the highest id, and the next as backup', () => {
    expect(elected(candidate(3, 1), candidate(2, 1), candidate(1, 9))[0]).toBe(1);
    expect(elected(candidate(3, 1), candidate(2, 1), candidate(1, 1))).toEqual([3, 2]);
  });

  it('does not unseat a declared designated router for a higher priority', () => {
    expect(elected(candidate(9, 200), candidate(1, 1, 1), candidate(2, 1, 1, 2))).toEqual([1, 2]);
  });

  it('promotes the backup when the designated router is gone, and elects a new backup', () => {
    expect(elected(candidate(2, 1, 1, 2), candidate(3, 1, 1, 2))).toEqual([2, 3]);
  });

  it('never elects a router of priority 0', () => {
    expect(elected(candidate(3, 0), candidate(2, 0))).toEqual([none, none]);
    expect(elected(candidate(3, 0), candidate(2, 1, 2))).toEqual([2, none]);
  });

  it('prefers those that declare themselves backup to higher priorities that do not', () => {
    expect(elected(candidate(9, 200), candidate(1, 1, 1), candidate(2, 1, 1, 2), candidate(8, 100))).toEqual([
      1, 2,
    ]);
  });
});

describe('RFC 2328 §9.4: properties of the election', () => {
  const arbitrary = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 20 }),
      priority: fc.integer({ min: 0, max: 3 }),
      dr: fc.nat(20),
      bdr: fc.nat(20),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 7 },
  );
  const build = (
    rows: readonly { id: number; priority: number; dr: number; bdr: number }[],
  ): ElectionCandidate[] => rows.map(({ id, priority, dr, bdr }) => candidate(id, priority, dr, bdr));

  it('elects eligible routers only, and two different ones unless this router could not know better', () => {
    fc.assert(
      fc.property(arbitrary, (rows) => {
        const [self, ...others] = build(rows);
        const [designated, backup] = elected(self!, ...others);
        const eligible = new Set(rows.filter(({ priority }) => priority > 0).map(({ id }) => id));
        if (designated !== 0) expect(eligible.has(designated)).toBe(true);
        if (backup !== 0) expect(eligible.has(backup)).toBe(true);
        if (self!.address === designated) expect(backup).not.toBe(designated);
        expect(designated !== 0).toBe(eligible.size > 0);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of the neighbours', () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(6), (rows, turn) => {
        const [self, ...others] = build(rows);
        const turned = [
          ...others.slice(turn % (others.length + 1)),
          ...others.slice(0, turn % (others.length + 1)),
        ];
        expect(elected(self!, ...turned)).toEqual(elected(self!, ...others));
      }),
      { numRuns: 200 },
    );
  });
});
