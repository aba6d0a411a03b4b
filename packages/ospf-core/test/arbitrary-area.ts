// Random areas for properties: point-to-point links (parallel ones too), LANs, stubs and anycast host routes, small costs so that equal
// paths abound, and links that only one end describes.

import fc from 'fast-check';
import { ipv4FromNumber, maskOfLength, type Ipv4Address } from '@ospflab/net';
import {
  initialSequenceNumber,
  lsTypes,
  makeLsa,
  type LinkStateId,
  type Lsa,
  type RouterId,
  type RouterLink,
  type SpfInterface,
} from '@ospflab/ospf-core';

export interface RandomArea {
  readonly lsas: readonly Lsa[];
  readonly routers: readonly { readonly routerId: RouterId; readonly interfaces: readonly SpfInterface[] }[];
}

interface Draft {
  readonly routerId: RouterId;
  readonly links: RouterLink[];
  readonly interfaces: SpfInterface[];
}

const octets = (a: number, b: number, c: number, d: number): Ipv4Address =>
  ipv4FromNumber(((a * 256 + b) * 256 + c) * 256 + d);

/** `maximumCost`: of any link. Costs of LANs and point-to-point links are at least 1, as implementations insist. */
export function arbitraryArea(maximumRouters: number, maximumCost: number): fc.Arbitrary<RandomArea> {
  const cost = fc.integer({ min: 1, max: maximumCost });
  const router = fc.nat(maximumRouters - 1);
  const link = fc.record({
    a: router,
    b: router,
    costA: cost,
    costB: cost,
    oneWay: fc.integer({ min: 0, max: 9 }),
  });
  const lan = fc.record({
    members: fc.uniqueArray(fc.record({ router, cost }), {
      minLength: 2,
      maxLength: 5,
      selector: (m) => m.router,
    }),
    deaf: fc.integer({ min: 0, max: 9 }),
  });
  const anycast = fc.record({ router, address: fc.nat(2), metric: fc.nat(3) });
  return fc
    .record({
      count: fc.integer({ min: 2, max: maximumRouters }),
      links: fc.array(link, { maxLength: 2 * maximumRouters }),
      lans: fc.array(lan, { maxLength: 3 }),
      anycasts: fc.array(anycast, { maxLength: 4 }),
    })
    .map(({ count, links, lans, anycasts }) => {
      const drafts = Array.from({ length: count }, (_, index) => draftOf(index));
      const networks: Lsa[] = [];
      links.forEach((drawn, index) => addLink(drafts, drawn, index));
      lans.forEach((drawn, index) => addLan(drafts, networks, drawn.members, drawn.deaf, index));
      for (const drawn of anycasts)
        addHost(drafts[drawn.router % count]!, octets(192, 0, 2, drawn.address), drawn.metric);
      const lsas = [...drafts.map(routerLsaOf), ...networks];
      return { lsas, routers: drafts.map(({ routerId, interfaces }) => ({ routerId, interfaces })) };
    });
}

function draftOf(index: number): Draft {
  const draft: Draft = {
    routerId: octets(10, 255, 0, index + 1) as number as RouterId,
    links: [],
    interfaces: [],
  };
  addHost(draft, octets(10, 255, 0, index + 1), 0);
  return draft;
}

function addHost(draft: Draft, address: Ipv4Address, metric: number): void {
  draft.links.push({ type: 'stub', linkId: address, linkData: maskOfLength(32), metric });
  addInterface(draft, address, 32, 'loopback');
}

function addInterface(
  draft: Draft,
  address: Ipv4Address,
  prefixLength: number,
  networkType: SpfInterface['networkType'],
): void {
  const interfaceIndex = draft.interfaces.length + 1;
  draft.interfaces.push({ interfaceIndex, name: `eth${interfaceIndex}`, networkType, address, prefixLength });
}

function addLink(
  drafts: readonly Draft[],
  drawn: {
    readonly a: number;
    readonly b: number;
    readonly costA: number;
    readonly costB: number;
    readonly oneWay: number;
  },
  index: number,
): void {
  const a = drafts[drawn.a % drafts.length]!;
  const b = drafts[drawn.b % drafts.length]!;
  if (a === b) return;
  const subnet = octets(10, 0, index, 0);
  const end = (draft: Draft, other: Draft, host: number, cost: number, silent: boolean): void => {
    const address = ipv4FromNumber(subnet + host);
    addInterface(draft, address, 30, 'pointToPoint');
    if (!silent)
      draft.links.push({ type: 'pointToPoint', linkId: other.routerId, linkData: address, metric: cost });
    draft.links.push({ type: 'stub', linkId: subnet, linkData: maskOfLength(30), metric: cost });
  };
  end(a, b, 1, drawn.costA, false);
  end(b, a, 2, drawn.costB, drawn.oneWay === 0);
}

function addLan(
  drafts: readonly Draft[],
  networks: Lsa[],
  members: readonly { readonly router: number; readonly cost: number }[],
  deaf: number,
  index: number,
): void {
  const present = members.filter(({ router }) => router < drafts.length);
  if (present.length < 2) return;
  const addressOf = (router: number): Ipv4Address => octets(10, 200, index, router + 1);
  const designated = addressOf(present[0]!.router);
  for (const { router, cost } of present) {
    const draft = drafts[router]!;
    addInterface(draft, addressOf(router), 24, 'broadcast');
    draft.links.push({ type: 'transit', linkId: designated, linkData: addressOf(router), metric: cost });
  }
  // One member may be missing from the network-LSA: its link must not count.
  const listed = present.filter((_, position) => position === 0 || position !== deaf);
  networks.push(
    makeLsa({
      type: lsTypes.network,
      options: 2,
      linkStateId: designated as number as LinkStateId,
      advertisingRouter: drafts[present[0]!.router]!.routerId,
      sequence: initialSequenceNumber,
      body: {
        kind: 'network',
        mask: maskOfLength(24),
        attachedRouters: listed.map(({ router }) => drafts[router]!.routerId),
      },
    }),
  );
}

function routerLsaOf(draft: Draft): Lsa {
  return makeLsa({
    type: lsTypes.router,
    options: 2,
    linkStateId: draft.routerId as number as LinkStateId,
    advertisingRouter: draft.routerId,
    sequence: initialSequenceNumber,
    body: { kind: 'router', flags: 0, links: draft.links },
  });
}
