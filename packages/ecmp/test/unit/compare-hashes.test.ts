import { describe, expect, it } from 'vitest';
import {
  alignColumns,
  compareHashes,
  comparisonCsv,
  comparisonPage,
  comparisonSize,
  comparisonTable,
  flowHashes,
  flowHashNamed,
  forwardingVersions,
  measurePolarisation,
  membersOfWeights,
  nextHopSelectors,
  oneVip,
  parseMemberChange,
  probability,
  seededRandom,
  summarise,
  uniformTraffic,
  type Comparison,
  type FlowHash,
  type MemberChange,
  type Members,
} from '@ospflab/ecmp';

const hash = (name: string): FlowHash => flowHashNamed(name, flowHashes)!;
const change = (text: string): MemberChange => {
  const parsed = parseMemberChange(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};
const vip = { name: 'one-vip', flowsOf: (seed: number) => oneVip.flows(4000, seededRandom(seed)) };

describe('changes of members', () => {
  const three = membersOfWeights([1, 2, 3]);
  const result = (text: string): Members | string => {
    const parsed = parseMemberChange(text);
    const applied = parsed.ok ? parsed.value.apply(three) : parsed;
    return applied.ok ? applied.value : applied.reason;
  };

  it.each([
    ['remove:2', [1, 0, 3], [0, 1, 2]],
    ['add', [1, 2, 3, 1], [0, 1, 2, 3]],
    ['add:7', [1, 2, 3, 7], [0, 1, 2, 3]],
    ['reweight:3=9', [1, 2, 9], [0, 1, 2]],
    ['order:reverse', [3, 2, 1], [2, 1, 0]],
    ['order:2,3,1', [2, 3, 1], [1, 2, 0]],
  ])('%s gives weights %j of members %j', (text, weights, ids) => {
    expect(result(text)).toEqual({ weights, ids });
  });

  it.each([
    'remove',
    'remove:0',
    'remove:4',
    'add:0',
    'reweight:4=1',
    'reweight:1',
    'order:1,2',
    'order:1,1,2',
    'swap:1',
  ])('%s is refused with a hint', (text) => {
    expect(result(text)).toMatch(/give|only|write/);
  });

  it('the only member cannot go', () => {
    expect(change('remove:1').apply(membersOfWeights([1])).ok).toBe(false);
  });
});

describe('comparison', () => {
  const comparison: Comparison = {
    hashes: [hash('linux-l4'), hash('xor')],
    selectors: nextHopSelectors,
    traffic: [vip],
    weights: [1, 1, 1, 1],
    changes: [change('remove:1'), change('add')],
    seeds: [1, 2],
  };
  const rows = [...compareHashes(comparison)];
  const summaries = summarise(rows);

  it('gives a row for every combination and a summary over seeds', () => {
    expect(rows.length).toBe(comparisonSize(comparison));
    expect(summaries.length).toBe(rows.length / 2);
    for (const row of rows) {
      expect(row.counts.reduce((sum, count) => sum + count, 0)).toBe(4000);
      expect(row.hashHistogram.reduce((sum, count) => sum + count, 0)).toBe(4000);
    }
    expect([...compareHashes(comparison)]).toEqual(rows);
  });

  it('finds the closed forms', () => {
    for (const { disruption } of rows) {
      if (disruption?.closedFormTail !== undefined) expect(disruption.closedFormTail).toBeGreaterThan(1e-4);
    }
    const moved = (selector: string, text: string): number =>
      summaries.find((row) => row.selector === selector && row.change === text && row.hash === 'linux-l4')!
        .moved!;
    expect(moved('modulo', 'remove:1')).toBeCloseTo(0.75, 1);
    expect(moved('hash-threshold', 'remove:1')).toBeCloseTo(0.5, 1);
    expect(moved('hrw', 'remove:1')).toBeCloseTo(0.25, 1);
    expect(moved('second-chance', 'add')).toBeCloseTo(0.2, 1);
  });

  it('says of a second chance that added members break nothing', () => {
    const row = summaries.find(
      ({ selector, change: text }) => selector === 'second-chance' && text === 'add',
    )!;
    expect(row.rescued).toBe(row.moved);
  });

  it('finds even hashes even, and addresses alone uneven behind one NAT', () => {
    for (const row of summaries) {
      if (row.hash === 'linux-l4' && row.selector === 'hash-threshold')
        expect(row.pValue).toBeGreaterThan(0.001);
    }
    const natted = {
      name: 'one client',
      flowsOf: () => ({ ...vip.flowsOf(1), source: new Uint32Array(4000) }),
    };
    const single = { ...comparison, hashes: [hash('linux-l3')], traffic: [natted], changes: [], seeds: [1] };
    const [row] = summarise([...compareHashes(single)].slice(0, 1));
    expect(row).toMatchObject({ pValue: 0, peakToMean: 4, moved: undefined, change: '' });
  });

  it('is printed as columns, CSV and a page', () => {
    const lines = comparisonTable(summaries).split('\n');
    expect(lines.length).toBe(summaries.length + 1);
    expect(lines[0]).toMatch(/^hash +selector +traffic +χ² p .* rescued$/);
    const csv = comparisonCsv(summaries).trim().split('\n');
    expect(csv.length).toBe(summaries.length + 1);
    expect(csv[0]!.split(',').length).toBe(csv[1]!.split(',').length);
    expect(comparisonCsv([])).toBe('');
    const page = comparisonPage(rows, 'a < b & "c"');
    expect(page).toContain('<title>a &lt; b &amp; &quot;c&quot;</title>');
    expect(page.match(/<svg/g)!.length).toBe(1 + 2 * comparison.hashes.length * nextHopSelectors.length);
    expect(page).not.toMatch(/NaN|undefined|<script/);
    expect(comparisonPage(rows.slice(0, 0), 'nothing')).toContain('0 measurements');
  });

  it('refuses a change that does not apply', () => {
    expect(() => [...compareHashes({ ...comparison, changes: [change('remove:9')] })]).toThrow(RangeError);
  });

  it('keeps figures readable', () => {
    expect([0, 1e-9, 0.5].map(probability)).toEqual(['0', '1e-9', '0.500']);
    expect(
      alignColumns(
        [
          ['a', '1'],
          ['bb', '22'],
        ],
        new Set([0]),
      ),
    ).toBe('a    1\nbb  22');
    expect(forwardingVersions.length).toBeGreaterThan(5);
  });
});

describe('two tiers', () => {
  const flows = uniformTraffic.flows(12_000, seededRandom(9));
  const weights = [1, 1, 1, 1];
  const measure = (first: string, firstSeed: number, second: string, secondSeed: number) =>
    measurePolarisation(
      { hash: hash(first), seed: firstSeed, weights },
      { hash: hash(second), seed: secondSeed, weights },
      flows,
    );

  it.each(['crc32', 'crc32c', 'crc16-arc', 'crc16-xmodem', 'xor', 'toeplitz'])(
    '%s polarises, and another seed does not help: the hash is linear',
    (name) => {
      for (const seed of [1, 0x12345678]) {
        const result = measure(name, 1, name, seed);
        expect(result.effectivePaths).toBeLessThan(4.01);
        expect(result.unusedPaths).toBe(12);
        expect(result.pValue).toBe(0);
      }
    },
  );

  it.each(['siphash', 'linux-l4', 'half-siphash', 'jhash', 'murmur3', 'xxhash32'])(
    '%s polarises with equal seeds only',
    (name) => {
      expect(measure(name, 1, name, 1).unusedPaths).toBe(12);
      const result = measure(name, 1, name, 0x12345678);
      expect(result.pValue).toBeGreaterThan(0.001);
      expect(result.effectivePaths).toBeGreaterThan(15.9);
    },
  );

  it('CRC is cured by rotation, by another polynomial or by a mixer', () => {
    for (const second of ['crc32+rotate8', 'crc32c', 'crc32+mix']) {
      expect(measure('crc32', 1, second, 0x12345678).effectivePaths).toBeGreaterThan(15.9);
    }
  });
});
