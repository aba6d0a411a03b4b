// Areas and externals while things change: RFC 2328 §3, §12.4.3, §12.4.4, §16.4 and RFC 3101.

import { describe, expect, it } from 'vitest';
import { ipv4, parseIpv4Prefix } from '@ospflab/net';
import {
  frrProfile,
  lsTypes,
  rfc2328Profile,
  type AreaId,
  type ExternalRouteAdded,
  type OspfInterfaceConfig,
  type OspfProfile,
  type OspfRouterConfig,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from '../network.ts';
import { makePair } from '../pair.ts';

const area1 = 1 as AreaId;
const outside = parseIpv4Prefix('198.51.100.0/24')!;

function imported(more: Partial<ExternalRouteAdded> = {}): ExternalRouteAdded {
  return {
    kind: 'externalRouteAdded',
    source: 'static',
    prefix: outside,
    metric: 20,
    metricType: 2,
    tag: 7,
    ...more,
  };
}

interface Nssa {
  readonly network: TestNetwork;
  readonly core: TestNode;
  readonly low: TestNode;
  readonly high: TestNode;
  readonly inside: TestNode;
}

/** A router of the backbone, two border routers of area 1 and a router inside it, in a ring; all run since 0 s. */
function ring(kind: 'normal' | 'stub' | 'nssa', profile: OspfProfile): Nssa {
  const network = new TestNetwork();
  const link = (index: number, address: string, areaId = 0 as AreaId): OspfInterfaceConfig =>
    interfaceConfig(index, address, 24, { networkType: 'pointToPoint', areaId });
  const config = (id: string, interfaces: OspfInterfaceConfig[]): OspfRouterConfig =>
    routerConfig(id, interfaces, {
      profile,
      areas: [{ areaId: area1, kind }],
      asBoundaryRouter: id === '10.0.0.4',
    });
  const core = [link(2, '10.1.0.1'), link(3, '10.2.0.1')] as const;
  const low = [link(2, '10.1.0.2'), link(3, '10.3.0.1', area1)] as const;
  const high = [link(2, '10.2.0.2'), link(3, '10.4.0.1', area1)] as const;
  const inside = [link(2, '10.3.0.2', area1), link(3, '10.4.0.2', area1)] as const;
  const nodes = {
    core: network.addNode('core', config('10.0.0.1', [...core])),
    low: network.addNode('low', config('10.0.0.2', [...low])),
    high: network.addNode('high', config('10.0.0.3', [...high])),
    inside: network.addNode('inside', config('10.0.0.4', [...inside])),
  };
  network.connect([nodes.core, core[0]], [nodes.low, low[0]]);
  network.connect([nodes.core, core[1]], [nodes.high, high[0]]);
  network.connect([nodes.low, low[1]], [nodes.inside, inside[0]]);
  network.connect([nodes.high, high[1]], [nodes.inside, inside[1]]);
  for (const node of Object.values(nodes)) network.start(node);
  return { network, ...nodes };
}

/** Who made the AS-external-LSAs of the prefix that a router holds and that are not on their way out. */
function externalsAt({ network }: Nssa, node: TestNode): number[] {
  return node.router
    .view(network.now)
    .externalLsas.filter(({ ageSeconds }) => ageSeconds < 3600)
    .map(({ lsa }) => lsa.advertisingRouter & 0xff);
}

describe('externals (RFC 2328 §16.4)', () => {
  it.each([frrProfile, rfc2328Profile])('come and go with what is imported ($name)', (profile) => {
    const lab = ring('normal', profile);
    lab.network.runUntil(40);
    lab.network.input(lab.inside, imported());
    lab.network.runUntil(50);
    expect(lab.core.routes.get('198.51.100.0/24')).toMatchObject({
      pathType: 'external2',
      cost: 20,
      type2Cost: 20,
      tag: 7,
    });
    expect(lab.core.routes.get('198.51.100.0/24')?.nextHops).toHaveLength(2);
    lab.network.input(lab.inside, imported({ metricType: 1, metric: 5 }));
    lab.network.runUntil(70);
    expect(lab.core.routes.get('198.51.100.0/24')).toMatchObject({ pathType: 'external1', cost: 25 });
    lab.network.input(lab.inside, { kind: 'externalRouteRemoved', source: 'static', prefix: outside });
    lab.network.runUntil(90);
    expect(lab.core.routes.has('198.51.100.0/24')).toBe(false);
  });

  it('the preferred source speaks for a prefix that several know', () => {
    const lab = ring('normal', frrProfile);
    lab.network.runUntil(40);
    lab.network.input(lab.inside, imported({ source: 'kernel', metric: 1 }));
    lab.network.input(lab.inside, imported({ source: 'connected', metric: 2 }));
    lab.network.runUntil(50);
    expect(lab.core.routes.get('198.51.100.0/24')).toMatchObject({ type2Cost: 2 });
  });
});

describe('stub areas (RFC 2328 §3.6)', () => {
  it('hold no externals and are told a default', () => {
    const lab = ring('stub', frrProfile);
    lab.network.runUntil(40);
    lab.network.input(lab.core, imported());
    lab.network.runUntil(50);
    expect(externalsAt(lab, lab.low)).toEqual([1]);
    expect(externalsAt(lab, lab.inside)).toEqual([]);
    expect(lab.inside.routes.get('0.0.0.0/0')?.nextHops).toHaveLength(2);
  });

  it('border routers that lost the backbone do not take the default that the other one tells', () => {
    const lab = ring('stub', frrProfile);
    lab.network.runUntil(40);
    for (const interfaceIndex of [2, 3]) lab.network.setCut(lab.core, interfaceIndex, true);
    lab.network.runUntil(60);
    expect(lab.inside.routes.get('0.0.0.0/0')?.nextHops).toHaveLength(2);
    expect(lab.low.routes.has('0.0.0.0/0')).toBe(false);
    expect(lab.high.routes.has('0.0.0.0/0')).toBe(false);
    expect(lab.low.routes.get('10.2.0.0/24')?.pathType).toBe('interArea');
  });

  it('routers that do not agree on the kind of their area do not become neighbours', () => {
    const { network, a } = makePair({ both: { areaId: area1 } });
    const other = network.nodes.get('b')!;
    const stub = network.addNode(
      'stub',
      routerConfig(
        '10.0.0.9',
        [interfaceConfig(2, '10.1.0.9', 24, { networkType: 'pointToPoint', areaId: area1 })],
        {
          areas: [{ areaId: area1, kind: 'stub' }],
        },
      ),
    );
    network.connect([a, interfaceConfig(2, '10.1.0.1', 24)], [stub, interfaceConfig(2, '10.1.0.9', 24)]);
    for (const node of [a, other, stub]) network.start(node);
    network.runUntil(10);
    const reasons = network.log.flatMap(({ event }) =>
      event.kind === 'packetDropped' ? [event.reason] : [],
    );
    expect(new Set(reasons)).toEqual(new Set(['optionsMismatch']));
  });
});

describe('not-so-stubby areas (RFC 3101)', () => {
  it.each([frrProfile, rfc2328Profile])(
    'one border router translates; another takes over when it is gone ($name)',
    (profile) => {
      const lab = ring('nssa', profile);
      lab.network.runUntil(60);
      lab.network.input(lab.inside, imported({ metric: 26 }));
      lab.network.runUntil(70);
      expect(externalsAt(lab, lab.core)).toEqual([3]);
      const metric = profile.nssaTranslatedMetrics?.network ?? 26;
      expect(lab.core.routes.get('198.51.100.0/24')).toMatchObject({ type2Cost: metric });
      lab.network.input(lab.high, { kind: 'stopped', graceful: true });
      lab.network.runUntil(100);
      expect(externalsAt(lab, lab.core)).toEqual([2]);
    },
  );

  it.each([
    [rfc2328Profile, []],
    // As a live FRR 8.4.4 was seen to do.
    [frrProfile, [3]],
  ])(
    'externals of a router that crashed, whose forwarding address stays within reach, are translated or not (§2.5 (3), $0.name)',
    (profile, translators) => {
      const lab = ring('nssa', profile);
      lab.network.runUntil(90);
      lab.network.input(lab.inside, imported({ nextHop: ipv4('10.4.0.200') }));
      lab.network.runUntil(100);
      expect(externalsAt(lab, lab.core)).toEqual([3]);
      lab.network.input(lab.inside, { kind: 'stopped', graceful: false });
      lab.network.runUntil(120);
      expect(lab.high.routes.get('10.4.0.0/24')?.pathType).toBe('intraArea');
      expect(externalsAt(lab, lab.core)).toEqual(translators);
    },
  );

  it('a border router that does not translate goes by type 7, not by what the other one made of it (§2.5 (3))', () => {
    const lab = ring('nssa', frrProfile);
    lab.network.runUntil(90);
    lab.network.input(lab.inside, imported({ metricType: 1, metric: 50 }));
    lab.network.runUntil(100);
    expect(externalsAt(lab, lab.low)).toEqual([3]);
    expect(lab.low.routes.get('198.51.100.0/24')?.cost).toBe(60);
  });

  it('all border routers are boundary routers, so that their defaults count (§3.1)', () => {
    const lab = ring('nssa', rfc2328Profile);
    lab.network.runUntil(60);
    expect(lab.inside.routes.get('0.0.0.0/0')).toMatchObject({ pathType: 'external2' });
    expect(lab.inside.routes.get('0.0.0.0/0')?.nextHops).toHaveLength(2);
  });

  it('a translator that lost its election goes on for 40 s', () => {
    const lab = ring('nssa', frrProfile);
    lab.network.input(lab.high, { kind: 'stopped', graceful: true });
    lab.network.runUntil(1);
    lab.network.input(lab.high, { kind: 'stopped', graceful: true });
    lab.network.runUntil(40);
    lab.network.input(lab.inside, imported());
    lab.network.runUntil(50);
    expect(externalsAt(lab, lab.core)).toEqual([2]);
    lab.network.input(lab.high, { kind: 'started' });
    lab.network.runUntil(80);
    expect(externalsAt(lab, lab.core)).toEqual([2, 3]);
    lab.network.runUntil(130);
    expect(externalsAt(lab, lab.core)).toEqual([3]);
  });

  it('type 7 names an address of its router as forwarding address and stays in the area', () => {
    const lab = ring('nssa', frrProfile);
    lab.network.runUntil(40);
    lab.network.input(lab.inside, imported());
    lab.network.runUntil(50);
    const heldIn = (node: TestNode) =>
      node.router
        .view(lab.network.now)
        .areas.flatMap(({ areaId, lsas }) =>
          lsas
            .filter(({ lsa }) => lsa.type === lsTypes.nssaExternal)
            .map(({ lsa }) => [areaId, lsa.body.kind === 'external' && lsa.body.forwardingAddress]),
        );
    expect(heldIn(lab.low)).toEqual([[area1, ipv4('10.3.0.2')]]);
    expect(heldIn(lab.core)).toEqual([]);
  });
});
