// Settings that change while a router runs, beside what FRR 8.4.4 was seen to do with them.

import { describe, expect, it } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import {
  allSpfRouters,
  frrProfile,
  rfc2328Profile,
  type OspfInput,
  type OspfInterfaceConfig,
  type RouterId,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, type TestNetwork, type TestNode } from '../network.ts';
import {
  databaseRows,
  idA,
  idB,
  lsaIn,
  makePair,
  neighborState,
  runningPair,
  view,
  type Pair,
} from '../pair.ts';

const lan: Partial<OspfInterfaceConfig> = { networkType: 'broadcast' };

function eth0(more: Partial<OspfInterfaceConfig> = {}): OspfInterfaceConfig {
  return interfaceConfig(2, '10.1.0.1', 24, { ...lan, ...more });
}

function reconfigure({ network, a }: Pair, more: Partial<OspfInterfaceConfig>): void {
  network.input(a, { kind: 'interfaceReconfigured', config: eth0(more) });
}

function settings(more: object): OspfInput {
  return { kind: 'routerReconfigured', settings: { ...routerConfig('10.0.0.1', []), ...more } };
}

function helloTimes({ network }: Pair, from: number): number[] {
  return network.sent
    .filter(({ node, at, packet }) => node === 'a' && at >= from * 1e9 && packet.body.kind === 'hello')
    .map(({ at }) => at / 1e9);
}

function linksOf(network: TestNetwork, node: TestNode, from: RouterId) {
  const body = lsaIn(network, node, 1, from)?.lsa.body;
  return body?.kind === 'router' ? body.links : [];
}

describe('an interface that becomes passive', () => {
  it('falls silent and keeps its neighbours until their dead timers', () => {
    const pair = runningPair({ both: lan });
    pair.network.keepSent = true;
    reconfigure(pair, { passive: true });
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
    expect(pair.a.groups.has(`2 ${allSpfRouters}`)).toBe(false);
    pair.network.runUntil(33);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
    pair.network.runUntil(36);
    expect(neighborState(pair.network, pair.a, idB)).toBeUndefined();
    expect(neighborState(pair.network, pair.b, idA)).toBeUndefined();
    expect(helloTimes(pair, 30)).toEqual([]);
  });

  it('goes on in its old phase when it speaks again, without waiting', () => {
    const pair = runningPair({ both: lan }, 40);
    pair.network.keepSent = true;
    pair.network.runUntil(42.5);
    const phase = helloTimes(pair, 40)[0]! % 1;
    reconfigure(pair, { passive: true });
    pair.network.runUntil(55.7);
    reconfigure(pair, {});
    expect(view(pair.network, pair.a).interfaces.find(({ name }) => name === 'eth0')?.state).toBe('DR');
    pair.network.runUntil(90);
    expect(helloTimes(pair, 44)[0]! % 1).toBeCloseTo(phase, 9);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
  });

  it('that was passive from the start begins to speak', () => {
    const pair = runningPair({ both: lan, a: { passive: true } });
    expect(neighborState(pair.network, pair.a, idB)).toBeUndefined();
    reconfigure(pair, {});
    pair.network.runUntil(60);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
  });
});

describe('timers', () => {
  it('a hello interval that only one side has ends the adjacency after the dead interval', () => {
    const pair = runningPair({ both: lan });
    reconfigure(pair, { helloInterval: seconds(2) });
    pair.network.runUntil(33);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
    pair.network.runUntil(35);
    expect(neighborState(pair.network, pair.a, idB)).toBeUndefined();
    reconfigure(pair, {});
    pair.network.runUntil(70);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
  });
});

describe('another network type or area', () => {
  it('is a new interface: adjacencies begin anew once both sides agree', () => {
    const pair = runningPair({ both: lan });
    reconfigure(pair, { networkType: 'pointToPoint' });
    expect(neighborState(pair.network, pair.a, idB)).toBeUndefined();
    pair.network.runUntil(60);
    const other = interfaceConfig(2, '10.1.0.2', 24, { networkType: 'pointToPoint' });
    pair.network.input(pair.b, { kind: 'interfaceReconfigured', config: other });
    pair.network.runUntil(90);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
    expect(linksOf(pair.network, pair.b, idA).map(({ type }) => type)).toContain('pointToPoint');
  });

  it('in another area the neighbours do not hear each other', () => {
    const pair = runningPair({ both: lan });
    reconfigure(pair, { areaId: 7 as never });
    pair.network.runUntil(60);
    expect(neighborState(pair.network, pair.a, idB)).toBeUndefined();
    expect(view(pair.network, pair.a).areas.map(({ areaId }) => areaId)).toEqual([0, 7]);
  });
});

describe('max-metric router-lsa', () => {
  const metricTo = ({ network, b }: Pair) =>
    linksOf(network, b, idA).find(({ type }) => type === 'pointToPoint')?.metric;

  it('is told at once and taken back at once (RFC 6987 §2)', () => {
    const pair = runningPair();
    expect(metricTo(pair)).toBe(10);
    pair.network.input(pair.a, settings({ maxMetric: true }));
    pair.network.runUntil(31);
    expect(metricTo(pair)).toBe(0xffff);
    pair.network.runUntil(40);
    pair.network.input(pair.a, settings({}));
    pair.network.runUntil(41);
    expect(metricTo(pair)).toBe(10);
  });

  it('on-startup lasts that long after the start', () => {
    const pair = makePair({ router: { maxMetricOnStartup: seconds(40) } });
    pair.network.start(pair.a);
    pair.network.start(pair.b, 0.5);
    pair.network.runUntil(39);
    expect(metricTo(pair)).toBe(0xffff);
    pair.network.runUntil(52);
    expect(metricTo(pair)).toBe(10);
  });

  it('on-shutdown is told at once and lasts that long; then the router flushes and ends (RFC 6987 §2)', () => {
    const pair = runningPair({ router: { maxMetricOnShutdown: seconds(8) } });
    pair.network.input(pair.a, { kind: 'shutdownRequested' });
    pair.network.runUntil(37.9);
    expect(metricTo(pair)).toBe(0xffff);
    expect(pair.a.routes.size).toBeGreaterThan(0);
    expect(neighborState(pair.network, pair.b, idA)).toBe('Full');
    pair.network.runUntil(38.1);
    expect(lsaIn(pair.network, pair.b, 1, idA)?.ageSeconds).toBe(3600);
    expect([pair.a.router.running, pair.a.routes.size]).toEqual([false, 0]);
    pair.network.start(pair.a);
    pair.network.runUntil(120);
    expect(metricTo(pair)).toBe(10);
  });

  it('without it a shutdown that is asked for flushes at once', () => {
    const pair = runningPair();
    pair.network.input(pair.a, { kind: 'shutdownRequested' });
    pair.network.runUntil(30.1);
    expect(lsaIn(pair.network, pair.b, 1, idA)?.ageSeconds).toBe(3600);
    expect(pair.a.router.running).toBe(false);
  });

  it.each([
    [frrProfile, 'stay'],
    [rfc2328Profile, 'are flushed'],
  ])('on-shutdown and a process that is told to stop: LSAs of $name %s', (profile, fate) => {
    const pair = runningPair({ profile, router: { maxMetricOnShutdown: seconds(8) } }, 60);
    pair.network.input(pair.a, { kind: 'stopped', graceful: true });
    pair.network.runUntil(60.1);
    expect(metricTo(pair) === 10).toBe(fate === 'stay');
  });
});

describe('clear ip ospf process', () => {
  it('flushes own LSAs, forgets everything and converges again', () => {
    const pair = runningPair();
    const routes = [...pair.a.routes.keys()];
    const sequence = lsaIn(pair.network, pair.b, 1, idA)!.lsa.sequence;
    pair.network.input(pair.a, { kind: 'processCleared' });
    pair.network.runUntil(30.1);
    expect(lsaIn(pair.network, pair.b, 1, idA)).toMatchObject({ ageSeconds: 3600, lsa: { sequence } });
    expect(view(pair.network, pair.a).areas[0]!.lsas.map(({ lsa }) => lsa.advertisingRouter)).toEqual([idA]);
    pair.network.runUntil(60);
    expect([...pair.a.routes.keys()]).toEqual(routes);
    expect(databaseRows(pair.network, pair.a)).toEqual(databaseRows(pair.network, pair.b));
  });

  it('keeps what is imported from other protocols', () => {
    const pair = runningPair({ router: { asBoundaryRouter: true } });
    pair.network.input(pair.a, {
      kind: 'externalRouteAdded',
      source: 'static',
      prefix: { address: ipv4('172.20.0.0'), length: 16 },
      metric: 20,
      metricType: 2,
      tag: 0,
    });
    pair.network.runUntil(40);
    pair.network.input(pair.a, { kind: 'processCleared' });
    pair.network.runUntil(80);
    expect(pair.b.routes.get('172.20.0.0/16')).toBeDefined();
  });

  it('a router that does not run ignores it', () => {
    const pair = makePair();
    pair.network.input(pair.a, { kind: 'processCleared' });
    expect(pair.a.router.running).toBe(false);
  });
});

describe('a new router id', () => {
  const idNew = ipv4('10.0.0.77') as number as RouterId;

  it('waits for clear ip ospf process while there are full neighbours', () => {
    const pair = runningPair();
    pair.network.input(pair.a, settings({ routerId: idNew }));
    expect(view(pair.network, pair.a).routerId).toBe(idA);
    pair.network.runUntil(40);
    pair.network.input(pair.a, { kind: 'processCleared' });
    expect(view(pair.network, pair.a).routerId).toBe(idNew);
    pair.network.runUntil(80);
    expect(neighborState(pair.network, pair.b, idNew)).toBe('Full');
    expect(pair.b.routes.has('10.0.0.1/32')).toBe(true);
  });

  it('is taken at once when nobody is adjacent', () => {
    const pair = makePair();
    pair.network.start(pair.a);
    pair.network.runUntil(2);
    pair.network.input(pair.a, settings({ routerId: idNew }));
    expect(view(pair.network, pair.a).routerId).toBe(idNew);
  });
});

describe('other settings of the process', () => {
  it('a new reference bandwidth changes derived costs', () => {
    const pair = runningPair();
    pair.network.input(pair.a, settings({ profile: { ...frrProfile, referenceBandwidthMbit: 200_000 } }));
    pair.network.runUntil(40);
    expect(pair.a.routes.get('10.0.0.2/32')?.cost).toBe(20);
  });

  it('an area of another kind begins new adjacencies', () => {
    const area = 5 as never;
    const pair = runningPair({ both: { areaId: area } });
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
    pair.network.input(pair.a, settings({ areas: [{ areaId: area, kind: 'stub' }] }));
    pair.network.runUntil(50);
    expect(neighborState(pair.network, pair.a, idB)).toBeUndefined();
    pair.network.input(pair.b, settings({ areas: [{ areaId: area, kind: 'stub' }], routerId: idB }));
    pair.network.runUntil(80);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
  });
});
