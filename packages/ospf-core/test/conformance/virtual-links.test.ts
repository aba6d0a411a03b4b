// Virtual links: RFC 2328 §15, §12.4.1.3, §16.1.1 and §16.3.

import { describe, expect, it } from 'vitest';
import { ipv4, parseIpv4Prefix } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import {
  frrProfile,
  lsTypes,
  rfc2328Profile,
  routerFlags,
  type AreaId,
  type OspfAreaConfig,
  type OspfInterfaceConfig,
  type OspfProfile,
  type OspfVirtualLinkConfig,
  type RouterId,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from '../network.ts';

const area1 = 1 as AreaId;
const area2 = 2 as AreaId;
const area3 = 3 as AreaId;
const password = (text: string) => ({
  kind: 'simple' as const,
  password: Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
});

function link(index: number, address: string, areaId: AreaId, cost = 10): OspfInterfaceConfig {
  return interfaceConfig(index, address, 24, { networkType: 'pointToPoint', areaId, cost });
}

function virtualLink(neighbor: string, more: Partial<OspfVirtualLinkConfig> = {}): OspfVirtualLinkConfig {
  return {
    transitAreaId: area1,
    neighborId: ipv4(neighbor) as number as RouterId,
    helloInterval: seconds(1),
    deadInterval: seconds(4),
    retransmitInterval: seconds(5),
    transmitDelay: seconds(1),
    ...more,
  };
}

interface Options {
  readonly profile?: OspfProfile;
  readonly transit?: OspfAreaConfig;
  readonly near?: Partial<OspfVirtualLinkConfig>;
  readonly far?: Partial<OspfVirtualLinkConfig>;
  /** A second link between the two, in area 3, of that cost on both sides. */
  readonly secondCost?: number;
  readonly withoutCore?: boolean;
}

/** core –area 0– near –area 1– far –area 2– leaf, with a virtual link between near and far. */
function chain(options: Options = {}) {
  const network = new TestNetwork();
  const { profile = frrProfile, transit = { areaId: area1 }, secondCost } = options;
  const second = secondCost !== undefined;
  const config = (id: string, interfaces: OspfInterfaceConfig[], virtualLinks: OspfVirtualLinkConfig[]) =>
    routerConfig(id, interfaces, { profile, areas: [transit], virtualLinks });
  const links = (neighbor: string, more: Partial<OspfVirtualLinkConfig> = {}) => [
    virtualLink(neighbor, more),
    ...(second ? [virtualLink(neighbor, { transitAreaId: area3 })] : []),
  ];
  const nearFar = [link(3, '10.2.0.1', area1), link(2, '10.2.0.2', area1)] as const;
  const seconds3 = [link(4, '10.4.0.1', area3, secondCost), link(4, '10.4.0.2', area3, secondCost)] as const;
  const coreNear = [link(2, '10.1.0.1', 0 as AreaId), link(2, '10.1.0.2', 0 as AreaId)] as const;
  const farLeaf = [link(3, '10.3.0.1', area2), link(2, '10.3.0.2', area2)] as const;
  const nodes = {
    core: network.addNode('core', config('10.0.0.1', [coreNear[0]], [])),
    near: network.addNode(
      'near',
      config(
        '10.0.0.2',
        [
          ...(options.withoutCore === true ? [] : [coreNear[1]]),
          nearFar[0],
          ...(second ? [seconds3[0]] : []),
        ],
        links('10.0.0.3', options.near),
      ),
    ),
    far: network.addNode(
      'far',
      config(
        '10.0.0.3',
        [nearFar[1], farLeaf[0], ...(second ? [seconds3[1]] : [])],
        links('10.0.0.2', options.far),
      ),
    ),
    leaf: network.addNode('leaf', config('10.0.0.4', [farLeaf[1]], [])),
  };
  if (options.withoutCore !== true) network.connect([nodes.core, coreNear[0]], [nodes.near, coreNear[1]]);
  const transitSegment = network.connect([nodes.near, nearFar[0]], [nodes.far, nearFar[1]]);
  network.connect([nodes.far, farLeaf[0]], [nodes.leaf, farLeaf[1]]);
  if (second) network.connect([nodes.near, seconds3[0]], [nodes.far, seconds3[1]]);
  for (const node of network.nodes.values()) network.start(node);
  return { network, transitSegment, ...nodes };
}

function virtualNeighborState(network: TestNetwork, node: TestNode): string {
  const shown = node.router.view(network.now).interfaces.find(({ name }) => name === 'VLINK0')!;
  return shown.neighbors[0]?.state ?? (shown.up ? 'alone' : 'down');
}

function routerLsaOf(network: TestNetwork, node: TestNode, areaId: AreaId) {
  const { areas, routerId } = node.router.view(network.now);
  const lsas = areas.find((area) => area.areaId === areaId)?.lsas ?? [];
  const found = lsas.find(({ lsa }) => lsa.type === lsTypes.router && lsa.advertisingRouter === routerId);
  if (found?.lsa.body.kind !== 'router') throw new Error('no router-LSA');
  return found.lsa.body;
}

const hops = (node: TestNode, prefix: string) =>
  node.routes.get(prefix)?.nextHops.map(({ interfaceIndex }) => interfaceIndex);

describe('a virtual link between routers off the backbone', () => {
  it('stays down where border routers are those attached to it (RFC 3509 §2.2)', () => {
    const { network, near, far } = chain({ withoutCore: true });
    network.runUntil(60);
    expect(virtualNeighborState(network, near)).toBe('down');
    expect(virtualNeighborState(network, far)).toBe('down');
    expect(far.router.view(network.now).areaBorderRouter).toBe(false);
  });
});

describe.each([frrProfile, rfc2328Profile])('a virtual link ($name)', (profile) => {
  it('joins an area without link to the backbone to the others, both ways', () => {
    const { network, core, leaf, near, far } = chain({ profile });
    network.runUntil(40);
    expect(virtualNeighborState(network, near)).toBe('Full');
    expect(virtualNeighborState(network, far)).toBe('Full');
    expect(core.routes.get('10.3.0.0/24')).toMatchObject({ cost: 30, pathType: 'interArea' });
    expect(leaf.routes.get('10.1.0.0/24')).toMatchObject({ cost: 30, pathType: 'interArea' });
    expect(far.routes.get('10.1.0.0/24')).toMatchObject({ cost: 20, areaId: 0, pathType: 'intraArea' });
  });

  it('is described by type 4 links in the backbone and the V-bit in the transit area (§12.4.1)', () => {
    const { network, near, far } = chain({ profile });
    network.runUntil(40);
    expect(routerLsaOf(network, far, 0 as AreaId).links).toEqual([
      { type: 'virtual', linkId: ipv4('10.0.0.2'), linkData: ipv4('10.2.0.2'), metric: 10 },
    ]);
    expect(routerLsaOf(network, near, area1).flags & routerFlags.virtualEndpoint).not.toBe(0);
    expect(routerLsaOf(network, near, 0 as AreaId).flags & routerFlags.virtualEndpoint).toBe(0);
  });

  it('falls with the path through its transit area and rises with it', () => {
    const { network, core, near, far } = chain({ profile });
    network.runUntil(40);
    network.setCut(near, 3, true);
    network.runUntil(60);
    expect(virtualNeighborState(network, near)).toBe('down');
    expect(routerLsaOf(network, near, area1).flags & routerFlags.virtualEndpoint).toBe(0);
    expect(core.routes.has('10.3.0.0/24')).toBe(false);
    network.setCut(near, 3, false);
    network.runUntil(120);
    expect(virtualNeighborState(network, far)).toBe('Full');
    expect(core.routes.has('10.3.0.0/24')).toBe(true);
  });

  it('costs what the path through the transit area costs, as that changes (§15)', () => {
    const { network, core, near } = chain({ profile });
    network.runUntil(40);
    network.input(near, { kind: 'interfaceReconfigured', config: link(3, '10.2.0.1', area1, 25) });
    network.runUntil(60);
    expect(routerLsaOf(network, near, 0 as AreaId).links.at(-1)).toMatchObject({
      type: 'virtual',
      metric: 25,
    });
    expect(core.routes.get('10.3.0.0/24')?.cost).toBe(45);
  });

  it('carries its packets to the other end with routing, signed with its own key', () => {
    const { network, near, far } = chain({
      profile,
      near: { authentication: password('secret') },
      far: { authentication: password('secret') },
    });
    network.keepSent = true;
    network.runUntil(40);
    expect(virtualNeighborState(network, near)).toBe('Full');
    const sent = network.sent.filter(({ node, packet }) => node === far.name && packet.areaId === 0);
    expect(new Set(sent.map(({ destination }) => destination))).toEqual(new Set([ipv4('10.2.0.1')]));
    expect(new Set(sent.map(({ packet }) => packet.authentication.kind))).toEqual(new Set(['simple']));
    const { body } = sent.find(({ packet }) => packet.body.kind === 'databaseDescription')!.packet;
    expect(body).toMatchObject({ interfaceMtu: 0 });
  });

  it('does not stand when the ends have different passwords', () => {
    const { network, core, near } = chain({ profile, near: { authentication: password('other') } });
    network.runUntil(40);
    expect(virtualNeighborState(network, near)).toBe('alone');
    expect(core.routes.has('10.3.0.0/24')).toBe(false);
  });

  it('is not laid through a stub area (§3.6)', () => {
    const { network, near } = chain({ profile, transit: { areaId: area1, kind: 'stub' } });
    network.runUntil(40);
    expect(virtualNeighborState(network, near)).toBe('down');
  });

  it('several of equal cost carry load together (§16.1.1, §16.3)', () => {
    const { network, near, far } = chain({ profile, secondCost: 10 });
    network.runUntil(40);
    expect(hops(near, '10.3.0.0/24')).toEqual([3, 4]);
    expect(hops(far, '10.1.0.0/24')).toEqual([2, 4]);
    network.setCut(near, 4, true);
    network.runUntil(60);
    expect(hops(near, '10.3.0.0/24')).toEqual([3]);
  });

  it('takes no AS-external-LSAs across, since the transit area has them (§13.3)', () => {
    const { network, near, far } = chain({ profile });
    const imported = {
      kind: 'externalRouteAdded',
      source: 'static',
      metric: 20,
      metricType: 2,
      tag: 0,
    } as const;
    network.keepSent = true;
    network.runUntil(40);
    network.input(near, { ...imported, prefix: parseIpv4Prefix('198.51.100.0/24')! });
    network.runUntil(60);
    expect(far.router.view(network.now).externalLsas).toHaveLength(1);
    const carried = network.sent.filter(
      ({ packet }) =>
        packet.areaId === 0 &&
        packet.body.kind === 'linkStateUpdate' &&
        packet.body.lsas.some(({ lsa }) => lsa.type === lsTypes.asExternal),
    );
    expect(carried.map(({ destination }) => destination)).not.toContain(ipv4('10.2.0.2'));
  });
});
