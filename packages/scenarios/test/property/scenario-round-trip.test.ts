// A scenario written as YAML and read again says the same, in block style and in flow style.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { formatIpv4Address, ipv4FromNumber } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import { loadScenario, parseDuration } from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';

const scenario = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  until: fc.integer({ min: 10, max: 3600 }),
  delayMs: fc.integer({ min: 0, max: 500 }),
  loss: fc.integer({ min: 0, max: 100 }),
  nodes: fc.integer({ min: 1, max: 6 }),
  cuts: fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 9 }),
      node: fc.nat(),
      direction: fc.constantFrom('both', 'in', 'out'),
    }),
    {
      maxLength: 5,
    },
  ),
  collectionStyle: fc.constantFrom('any', 'block', 'flow'),
});

describe('YAML round trip', () => {
  it('every figure comes back', () => {
    fc.assert(
      fc.property(scenario, (wanted) => {
        const names = Array.from({ length: wanted.nodes }, (_, index) => `n${index}`);
        const address = (index: number) => formatIpv4Address(ipv4FromNumber(0x0a000001 + index));
        const cuts = wanted.cuts.map((cut) => ({ ...cut, node: names[cut.node % names.length] ?? 'n0' }));
        const text = stringify(
          {
            name: 'made',
            seed: wanted.seed,
            until: `${wanted.until}s`,
            segments: { lan: { delay: `${wanted.delayMs}ms`, loss: `${wanted.loss}%` } },
            nodes: Object.fromEntries(
              names.map((name, index) => [
                name,
                { interfaces: { eth0: { segment: 'lan', address: `${address(index)}/24` } } },
              ]),
            ),
            timeline: cuts.map(({ at, node, direction }) => ({
              at: `${at}s`,
              action: 'cut',
              node,
              interface: 'eth0',
              direction,
            })),
          },
          { collectionStyle: wanted.collectionStyle as 'any' | 'block' | 'flow' },
        );
        const { scenario: found, diagnostics } = loadScenario(mapSource({ 's.yaml': text }), 's.yaml');
        expect(diagnostics).toEqual([]);
        expect(found).toMatchObject({
          seed: wanted.seed,
          until: seconds(wanted.until),
          segments: [{ delay: milliseconds(wanted.delayMs), loss: wanted.loss / 100 }],
          nodes: names.map((name, index) => ({
            name,
            interfaces: [{ addresses: [{ address: 0x0a000001 + index }] }],
          })),
        });
        const inTime = cuts.toSorted((left, right) => left.at - right.at);
        expect(found?.timeline.map(({ at, action }) => ({ at, action }))).toEqual(
          inTime.map(({ at, node, direction }) => ({
            at: seconds(at),
            action: { kind: 'cut', node, interface: 'eth0', direction },
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('no text makes the loader throw', () => {
    const key = fc.constantFrom(
      'name',
      'until',
      'segments',
      'nodes',
      'timeline',
      'traffic',
      'expectations',
      'seed',
    );
    const junk = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(fc.string(), { maxLength: 3 }),
      fc.dictionary(fc.string(), fc.string()),
    );
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.dictionary(key, junk).map((value) => stringify(value)),
    );
    fc.assert(
      fc.property(text, (content) => {
        const { scenario: found, diagnostics } = loadScenario(mapSource({ 's.yaml': content }), 's.yaml');
        expect(found).toBeUndefined();
        expect(diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('durations', () => {
  it.each([
    ['50us', 50_000],
    ['1.5 s', 1_500_000_000],
    ['2min', 120_000_000_000],
    ['1h', 3_600_000_000_000],
    ['10ns', 10],
  ])('%s', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
  });

  it.each(['', '10', 's', '-1s', '1 day', '1e3s', '1s1s'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
