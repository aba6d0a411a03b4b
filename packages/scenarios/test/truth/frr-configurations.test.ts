// The recorded lab folders: FRR 8.4.4 took every one of these files without a complaint.

import { describe, expect, it } from 'vitest';
import { loadLab } from '@ospflab/scenarios';
import { discSource, fixturePath } from '../folder-source.ts';

const singleArea = [
  'anycast-vip', 'asymmetric-costs', 'auth-md5', 'diamond-ecmp', 'externals', 'grid-3x3', 'lan-priorities', 'lan-two-exits', 'p2mp',
  'parallel-links', 'passive-maxmetric', 'random-lans', 'random-mesh',
]; // prettier-ignore
const severalAreas = [
  'areas-nssa',
  'areas-range',
  'areas-stub',
  'areas-two-abrs',
  'intra-over-inter',
  'virtual-link',
];

describe('recorded configurations', () => {
  it.each(singleArea)('%s is understood line by line', (name) => {
    const { scenario, diagnostics, irrelevant } = loadLab(discSource, fixturePath(`frr/${name}`));
    expect(diagnostics).toEqual([]);
    expect(irrelevant).toEqual([]);
    expect(scenario?.name).toBe(name);
    for (const node of scenario?.nodes ?? []) {
      expect(node.frr?.hostname).toBe(node.name);
      expect(node.frr?.ospf?.routerId).toBeDefined();
      const areas = (node.frr?.interfaces ?? []).flatMap(({ ospf }) => ospf.area ?? []);
      expect(new Set(areas)).toEqual(new Set([0]));
    }
  });

  it.each(severalAreas)('%s is understood line by line, in several areas', (name) => {
    const { scenario, diagnostics, irrelevant } = loadLab(discSource, fixturePath(`frr/${name}`));
    expect(diagnostics).toEqual([]);
    expect(irrelevant).toEqual([]);
    const areas = (scenario?.nodes ?? []).flatMap((node) =>
      (node.frr?.interfaces ?? []).flatMap(({ ospf }) => ospf.area ?? []),
    );
    expect(new Set(areas).size).toBeGreaterThan(1);
  });

  it('settings arrive as they were written', () => {
    const { scenario } = loadLab(discSource, fixturePath('frr/passive-maxmetric'));
    const maxMetric = scenario?.nodes.flatMap((node) => node.frr?.ospf?.maxMetric ?? []);
    expect(maxMetric).toEqual([{ administrative: true, onStartup: undefined, onShutdown: undefined }]);
    expect(scenario?.nodes.flatMap((node) => node.frr?.ospf?.passiveInterfaces ?? [])).toHaveLength(1);
  });

  it('the segments that were cables are cables', () => {
    const { scenario } = loadLab(discSource, fixturePath('frr/parallel-links'));
    expect(scenario?.segments.map(({ kind }) => kind)).toEqual([
      'pointToPoint',
      'pointToPoint',
      'lan',
      'pointToPoint',
      'lan',
    ]);
  });
});
