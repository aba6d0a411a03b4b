import { ipv4FromNumber, prefixContains, prefixOf } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lan } from '../lan.ts';

const prefixes = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 32 }))
  .map(([low, length]) => prefixOf(ipv4FromNumber(0xac100000 + low * 0x01010101), length));

describe('the table of the kernel', () => {
  it('finds what a search through all prefixes finds, while routes come and go', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(prefixes, fc.boolean()), { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 20 }),
        (changes, asked) => {
          const lan = new Lan();
          lan.add('router', { interfaces: { eth0: ['lan', '10.0.0.1/24'] } });
          const present = new Map<string, (typeof changes)[number][0]>();
          for (const [prefix, adding] of changes) {
            const key = `${prefix.address}/${prefix.length}`;
            if (adding) present.set(key, prefix);
            else present.delete(key);
            if (adding)
              lan.give('router', {
                kind: 'routeAdded',
                route: { source: 'kernel', prefix, nextHops: [{ interfaceIndex: 2 }] },
              });
            else lan.give('router', { kind: 'routeRemoved', source: 'kernel', prefix });
          }
          const expected = [...present.values()];
          expect(lan.host('router').fibRoutes()).toHaveLength(expected.length + 1);
          for (const address of [
            ...asked.map((value) => ipv4FromNumber(value)),
            ...changes.map(([prefix]) => prefix.address),
          ]) {
            if (
              address >>> 28 === 14 ||
              address >>> 24 === 10 ||
              address >>> 24 === 127 ||
              address === 0xffffffff ||
              address === 0
            )
              continue;
            const before = lan.frames.length;
            lan.give('router', { kind: 'neighborFlushed', interfaceIndex: 2, address });
            lan.give('router', { kind: 'pingSend', identifier: 1, sequence: 1, destination: address });
            const asks = lan.frames
              .slice(before)
              .some(({ frame }) => frame.payload.kind === 'arp' && frame.payload.targetIp === address);
            expect(asks).toBe(expected.some((prefix) => prefixContains(prefix, address)));
          }
          lan.runFor(seconds(1));
        },
      ),
      { numRuns: 40 },
    );
  });
});
