// Implementations as data: what `bird` and `quagga` do differently, seen in running routers.

import { describe, expect, it } from 'vitest';
import { parseIpv4Prefix } from '@ospflab/net';
import {
  birdProfile,
  frrProfile,
  lsTypes,
  quaggaProfile,
  rfc2328Profile,
  type AreaId,
  type OspfAreaConfig,
  type OspfInterfaceConfig,
  type OspfProfile,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork } from '../network.ts';

const area1 = 1 as AreaId;

/** a –area 0– b –area 1– c; a and b have loopbacks, area 1 is what `kind` says. */
function line(
  profile: OspfProfile,
  kind: 'normal' | 'stub' = 'normal',
  more: Partial<OspfInterfaceConfig> = {},
  backbone: Partial<OspfAreaConfig> = {},
) {
  const network = new TestNetwork();
  const link = (index: number, address: string, areaId: AreaId) =>
    interfaceConfig(index, address, 24, {
      networkType: 'pointToPoint',
      areaId,
      bandwidthMbit: profile.assumedBandwidthMbit,
      ...more,
    });
  const ab = [link(2, '10.1.0.1', 0 as AreaId), link(2, '10.1.0.2', 0 as AreaId)] as const;
  const bc = [link(3, '10.2.0.2', area1), link(2, '10.2.0.3', area1)] as const;
  const config = (id: string, interfaces: OspfInterfaceConfig[]) =>
    routerConfig(id, interfaces, {
      profile,
      areas: [
        { areaId: 0 as AreaId, ...backbone },
        { areaId: area1, kind },
      ],
    });
  const loopback = (address: string) => interfaceConfig(1, address, 32);
  const a = network.addNode('a', config('10.0.0.1', [ab[0], loopback('10.0.0.1')]));
  const b = network.addNode('b', config('10.0.0.2', [ab[1], bc[0], loopback('10.0.0.2')]));
  const c = network.addNode('c', config('10.0.0.3', [bc[1]]));
  network.connect([a, ab[0]], [b, ab[1]]);
  network.connect([b, bc[0]], [c, bc[1]]);
  for (const node of [a, b, c]) network.start(node);
  return { network, a, b, c };
}

describe('costs that nobody configured', () => {
  it.each([
    [frrProfile, 10, 10],
    [quaggaProfile, 10, 10],
    [birdProfile, 10, 20],
  ])('of $name', (profile, linkCost, loopbackBehindIt) => {
    const { network, b } = line(profile);
    network.runUntil(60);
    expect(b.routes.get('10.1.0.0/24')?.cost).toBe(linkCost);
    expect(b.routes.get('10.0.0.1/32')?.cost).toBe(loopbackBehindIt);
  });

  it('quagga counts a gigabit link as 1 and FRR as 100, BIRD does not ask', () => {
    const costs = [quaggaProfile, frrProfile, birdProfile].map((profile) => {
      const { network, b } = line(profile, 'normal', { bandwidthMbit: 1000 });
      network.runUntil(60);
      return b.routes.get('10.1.0.0/24')?.cost;
    });
    expect(costs).toEqual([1, 100, 10]);
  });
});

describe('the default route of a stub area', () => {
  it.each([
    [frrProfile, 1],
    [quaggaProfile, 1],
    [rfc2328Profile, 1],
    [birdProfile, 1000],
  ])('of $name', (profile, defaultCost) => {
    const { network, c } = line(profile, 'stub');
    network.runUntil(60);
    expect(c.routes.get('0.0.0.0/0')?.cost).toBe(10 + defaultCost);
  });
});

describe('a process that is told to stop', () => {
  it.each([
    [frrProfile, true],
    [birdProfile, true],
    [quaggaProfile, false],
  ])('$name', (profile, flushes) => {
    const { network, a, b } = line(profile);
    network.runUntil(60);
    network.input(a, { kind: 'stopped', graceful: true });
    network.runUntil(62);
    const { areas } = b.router.view(network.now);
    const left = areas[0]!.lsas.find(
      ({ lsa }) => lsa.type === lsTypes.router && (lsa.advertisingRouter & 255) === 1,
    );
    expect(left === undefined || left.ageSeconds === 3600).toBe(flushes);
  });
});

describe('time', () => {
  it('bird calculates routes a second after a change, FRR at once', () => {
    const after = [birdProfile, frrProfile].map((profile) => {
      const { network, a, b } = line(profile);
      network.runUntil(60);
      let withdrawnAt = 0;
      network.onRoute = (node, prefix, present) => {
        if (node === b && prefix === '10.0.0.1/32' && !present) withdrawnAt = network.now / 1e9;
      };
      network.input(a, { kind: 'interfaceDown', interfaceIndex: 1 });
      network.runUntil(64);
      return Math.round((withdrawnAt - 60) * 10) / 10;
    });
    expect(after).toEqual([1, 0]);
  });

  it('bird acknowledges with more patience than FRR', () => {
    expect(birdProfile.acknowledgementDelay).toBeGreaterThan(frrProfile.acknowledgementDelay);
  });
});

describe('border routers', () => {
  it('bird is one without a backbone, quagga is not (RFC 3509 §2.2)', () => {
    const borders = [birdProfile, quaggaProfile].map((profile) => {
      const network = new TestNetwork();
      const interfaces = [1, 2].map((area) =>
        interfaceConfig(1 + area, `10.${area}.0.1`, 24, {
          networkType: 'pointToPoint',
          areaId: area as AreaId,
        }),
      );
      const node = network.addNode('a', routerConfig('10.0.0.1', interfaces, { profile }));
      network.start(node);
      network.runUntil(1);
      return node.router.view(network.now).areaBorderRouter;
    });
    expect(borders).toEqual([true, false]);
  });

  it('bird installs nothing for its own area ranges, the others a route that drops', () => {
    const range = parseIpv4Prefix('10.0.0.0/16')!;
    const discards = [birdProfile, frrProfile].map((profile) => {
      const { network, b } = line(profile, 'normal', {}, { ranges: [{ prefix: range, advertise: true }] });
      network.runUntil(60);
      return b.routes.has('10.0.0.0/16');
    });
    expect(discards).toEqual([false, true]);
  });
});
