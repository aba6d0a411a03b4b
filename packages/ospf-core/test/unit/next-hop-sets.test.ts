// Next-hop sets beyond the 32 members of a mask: a LAN of 60 routers and an anycast host route behind all of them.

import { ipv4FromNumber, maskOfLength } from '@ospflab/net';
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
import { describe, expect, it } from 'vitest';
import { bruteForceRows } from '../brute-force-routes.ts';
import { computedRoutes, rowsOf } from '../route-rows.ts';

const memberCount = 60;
const addressOf = (member: number): number => 0x0a000000 + member;
const idOf = (member: number): RouterId => (0x01000000 + member) as RouterId;
const anycast = 0xc0000250;

function routerLsa(id: RouterId, links: readonly RouterLink[]): Lsa {
  return makeLsa({
    type: lsTypes.router,
    options: 2,
    linkStateId: id as number as LinkStateId,
    advertisingRouter: id,
    sequence: initialSequenceNumber,
    body: { kind: 'router', flags: 0, links },
  });
}

/** Members 1 … 60 on one LAN; all but the first announce the anycast address; member 61 hangs off the even ones. */
function lanWithAnycast(): readonly Lsa[] {
  const far = memberCount + 1;
  const farLinks: RouterLink[] = [{ type: 'stub', linkId: 0xc6336400, linkData: 0xffffff00, metric: 1 }];
  const lsas: Lsa[] = [];
  for (let member = 1; member <= memberCount; member++) {
    const links: RouterLink[] = [
      { type: 'transit', linkId: addressOf(1), linkData: addressOf(member), metric: 10 },
    ];
    if (member > 1) links.push({ type: 'stub', linkId: anycast, linkData: maskOfLength(32), metric: 0 });
    if (member % 2 === 0) {
      const subnet = 0x0b000000 + member * 4;
      links.push({ type: 'pointToPoint', linkId: idOf(far), linkData: subnet + 1, metric: 5 });
      farLinks.push({ type: 'pointToPoint', linkId: idOf(member), linkData: subnet + 2, metric: 5 });
    }
    lsas.push(routerLsa(idOf(member), links));
  }
  lsas.push(routerLsa(idOf(far), farLinks));
  const attachedRouters = Array.from({ length: memberCount }, (_, index) => idOf(index + 1));
  lsas.push(
    makeLsa({
      type: lsTypes.network,
      options: 2,
      linkStateId: addressOf(1) as LinkStateId,
      advertisingRouter: idOf(1),
      sequence: initialSequenceNumber,
      body: { kind: 'network', mask: maskOfLength(8), attachedRouters },
    }),
  );
  return lsas;
}

const interfaces: readonly SpfInterface[] = [
  {
    interfaceIndex: 2,
    name: 'eth0',
    networkType: 'broadcast',
    address: ipv4FromNumber(addressOf(1)),
    prefixLength: 8,
  },
];

describe('more than 32 equal-cost next hops', () => {
  it('are all found, as the oracle finds them', () => {
    const lsas = lanWithAnycast();
    const routes = computedRoutes(lsas, idOf(1), interfaces);
    expect(rowsOf(routes)).toEqual(bruteForceRows(lsas, idOf(1), interfaces));
    const hops = routes.find((route) => route.prefix.address === ipv4FromNumber(anycast))!.nextHops;
    expect(hops.length).toBe(memberCount - 1);
  });

  it('are cut to the lowest addresses', () => {
    const routes = computedRoutes(lanWithAnycast(), idOf(1), interfaces, 16);
    const far = routes.find((route) => route.prefix.address === ipv4FromNumber(0xc6336400))!;
    expect(far.nextHops.map((hop) => hop.address)).toEqual(
      Array.from({ length: 16 }, (_, index) => addressOf(2 * index + 2)),
    );
  });
});
