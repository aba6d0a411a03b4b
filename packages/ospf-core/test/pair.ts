// Two routers on one link, and packets made up as if one of them had sent them.

import { ipv4, type Ipv4Address } from '@ospflab/net';
import { toSeconds } from '@ospflab/sim';
import {
  allSpfRouters,
  makeLsa,
  makeOspfPayload,
  type AgedLsa,
  type LinkStateId,
  type Lsa,
  type LsaBody,
  type OspfEvent,
  type OspfInterfaceConfig,
  type OspfPacketBody,
  type OspfProfile,
  type OspfRouterConfig,
  type OspfView,
  type PacketReceived,
  type RouterId,
  type SequenceNumber,
} from '@ospflab/ospf-core';
import { backbone, interfaceConfig, routerConfig, TestNetwork, type TestNode } from './network.ts';

export interface Pair {
  readonly network: TestNetwork;
  readonly a: TestNode;
  readonly b: TestNode;
}

export const idA = ipv4('10.0.0.1') as number as RouterId;
export const idB = ipv4('10.0.0.2') as number as RouterId;
const addressA = ipv4('10.1.0.1');
export const addressB = ipv4('10.1.0.2');

export interface PairOptions {
  readonly a?: Partial<OspfInterfaceConfig>;
  readonly b?: Partial<OspfInterfaceConfig>;
  readonly both?: Partial<OspfInterfaceConfig>;
  readonly profile?: OspfProfile;
  readonly router?: Partial<OspfRouterConfig>;
  readonly seed?: number;
}

/** Not started yet. Both have eth0 on the link and a loopback. */
export function makePair(options: PairOptions = {}): Pair {
  const network = new TestNetwork(options.seed ?? 1);
  const link = (address: string, more: Partial<OspfInterfaceConfig> = {}): OspfInterfaceConfig =>
    interfaceConfig(2, address, 24, { networkType: 'pointToPoint', ...options.both, ...more });
  const linkA = link('10.1.0.1', options.a);
  const linkB = link('10.1.0.2', options.b);
  const more = { ...(options.profile === undefined ? {} : { profile: options.profile }), ...options.router };
  const loopback = (address: string): OspfInterfaceConfig => interfaceConfig(1, address, 32);
  const a = network.addNode('a', routerConfig('10.0.0.1', [linkA, loopback('10.0.0.1')], more));
  const b = network.addNode('b', routerConfig('10.0.0.2', [linkB, loopback('10.0.0.2')], more));
  network.connect([a, linkA], [b, linkB]);
  return { network, a, b };
}

/** Started half a second apart and left alone for so many seconds. */
export function runningPair(options: PairOptions = {}, untilSeconds = 30): Pair {
  const pair = makePair(options);
  pair.network.start(pair.a);
  pair.network.start(pair.b, 0.5);
  pair.network.runUntil(untilSeconds);
  return pair;
}

export function view(network: TestNetwork, node: TestNode): OspfView {
  return node.router.view(network.now);
}

/** The state of the neighbour of that id, in the words of the show commands; undefined when there is none. */
export function neighborState(network: TestNetwork, node: TestNode, routerId: RouterId): string | undefined {
  for (const { neighbors } of view(network, node).interfaces) {
    for (const neighbor of neighbors) if (neighbor.routerId === routerId) return neighbor.state;
  }
  return undefined;
}

/** `type linkStateId advertisingRouter sequence checksum age≥3600?` of every LSA in the backbone, for comparing databases. */
export function databaseRows(network: TestNetwork, node: TestNode): string[] {
  return view(network, node)
    .areas.flatMap(({ lsas }) => lsas)
    .map(({ lsa, ageSeconds }) => {
      const gone = ageSeconds >= 3600 ? ' MaxAge' : '';
      return `${lsa.type} ${lsa.linkStateId} ${lsa.advertisingRouter} ${lsa.sequence} ${lsa.checksum}${gone}`;
    });
}

export function lsaIn(
  network: TestNetwork,
  node: TestNode,
  type: number,
  from: RouterId,
): AgedLsa | undefined {
  const lsas = view(network, node).areas.flatMap((area) => area.lsas);
  return lsas.find(({ lsa }) => lsa.type === type && lsa.advertisingRouter === from);
}

/** The packet reaches `to` as if router b had sent it, now. */
export function pretendFromB(
  { network }: Pair,
  to: TestNode,
  body: OspfPacketBody,
  source: Ipv4Address = addressB,
): void {
  network.input(to, packetFrom(idB, source, body));
}

/** The packet reaches b as if router a had sent it, now. */
export function pretendFromA({ network, b }: Pair, body: OspfPacketBody): void {
  network.input(b, packetFrom(idA, addressA, body));
}

/** A packet in the backbone without authentication, on the first device of a router. */
export function packetFrom(routerId: RouterId, source: Ipv4Address, body: OspfPacketBody): PacketReceived {
  return {
    kind: 'packetReceived',
    interfaceIndex: 2,
    source,
    destination: allSpfRouters,
    payload: makeOspfPayload({ routerId, areaId: backbone, authentication: { kind: 'null' }, body }),
  };
}

export function updateOf(...lsas: readonly AgedLsa[]): OspfPacketBody {
  return { kind: 'linkStateUpdate', lsas };
}

/** A router-LSA of any router with one stub link. */
export function routerLsa(from: RouterId, sequence: number, metric = 1): Lsa {
  const body: LsaBody = {
    kind: 'router',
    flags: 0,
    links: [{ type: 'stub', linkId: ipv4('172.16.0.0'), linkData: ipv4('255.255.0.0'), metric }],
  };
  return makeLsa({
    type: 1,
    options: 2,
    linkStateId: from as number as LinkStateId,
    advertisingRouter: from,
    sequence: sequence as SequenceNumber,
    body,
  });
}

/**
 * Milliseconds from now on at which a node of a running pair records events of this kind, within 30 s, while the loopback of b takes
 * another cost at each of `changes`.
 */
export function eventsAfterCostChanges(
  { network, b }: Pair,
  node: 'a' | 'b',
  kind: OspfEvent['kind'],
  changes: readonly number[],
): number[] {
  const begin = network.now;
  changes.forEach((ms, index) => {
    network.runUntil(toSeconds(begin) + ms / 1000);
    const config = interfaceConfig(1, '10.0.0.2', 32, { cost: 5 + index });
    network.input(b, { kind: 'interfaceReconfigured', config });
  });
  network.runUntil(toSeconds(begin) + 30);
  return network.log
    .filter(({ at, node: name, event }) => at > begin && name === node && event.kind === kind)
    .map(({ at }) => Math.floor((at - begin) / 1e6));
}
