import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NeighborSet } from '@ospflab/ospf-core';

it('a neighbour set agrees with a Set of numbers', () => {
  const step = fc.record({ add: fc.boolean(), slot: fc.nat(140) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const set = new NeighborSet();
      const naive = new Set<number>();
      for (const { add, slot } of steps) {
        expect(add ? set.add(slot) : set.delete(slot)).toBe(add ? !naive.has(slot) : naive.has(slot));
        if (add) naive.add(slot);
        else naive.delete(slot);
        expect(set.size).toBe(naive.size);
        expect(set.first()).toBe(naive.size === 0 ? undefined : Math.min(...naive));
      }
    }),
    { numRuns: 100 },
  );
});
