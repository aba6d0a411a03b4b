// The body of the router-LSA, RFC 2328 §12.4.1.

import type { Area } from '../area.ts';
import { interfaceState } from '../interface/interface-state.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { routerFlags, type RouterLink, type RouterLsaBody } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';

/** RFC 6987 §2: MaxLinkMetric, so that others route around this router. */
const maxLinkMetric = 0xffff;
const hostMask = 0xffffffff;

export function routerLsaBody(router: RouterState, area: Area): RouterLsaBody {
  const links: RouterLink[] = [];
  for (const ospfInterface of area.interfaces) {
    if (ospfInterface.state === interfaceState.down) continue;
    switch (ospfInterface.config.networkType) {
      case 'pointToPoint':
        addPointToPointLinks(router, ospfInterface, links);
        break;
      case 'pointToMultipoint':
        addPointToMultipointLinks(router, ospfInterface, links);
        break;
      case 'broadcast':
      case 'nonBroadcast':
        addTransitLink(router, ospfInterface, links);
        break;
      case 'loopback':
        addLoopbackLink(ospfInterface, links);
        break;
      case 'virtual':
        addVirtualLink(router, ospfInterface, links);
        break;
    }
  }
  return { kind: 'router', flags: flagsIn(router, area), links };
}

// RFC 2328 §12.4.1. A stub area takes no externals, so who imports them does not matter there.
function flagsIn(router: RouterState, area: Area): number {
  const border = router.areaBorderRouter ? routerFlags.border : 0;
  const boundary = router.isAsBoundaryRouter && area.config.kind !== 'stub' ? routerFlags.boundary : 0;
  const translator = area.translates && area.config.translator === 'always' ? routerFlags.translator : 0;
  const endpoint = isVirtualEndpoint(router, area) ? routerFlags.virtualEndpoint : 0;
  return border | boundary | translator | endpoint;
}

// RFC 2328 §12.4.1: the area is the transit area of a virtual link that stands.
function isVirtualEndpoint(router: RouterState, area: Area): boolean {
  return router.virtualLinks.some(
    ({ virtualEnds, fullNeighbors }) => fullNeighbors > 0 && virtualEnds?.transitArea === area,
  );
}

// RFC 2328 §12.4.1.1, option 2 for the stub link: the subnet, whatever the neighbour's state.
function addPointToPointLinks(router: RouterState, ospfInterface: OspfInterface, links: RouterLink[]): void {
  const { config, cost } = ospfInterface;
  for (const neighbor of ospfInterface.neighbors) {
    if (!neighbor.advertisedFull) continue;
    links.push({
      type: 'pointToPoint',
      linkId: neighbor.routerId,
      linkData: config.unnumbered === true ? config.interfaceIndex : config.address,
      metric: router.maxMetric ? maxLinkMetric : cost,
    });
    break;
  }
  if (config.unnumbered !== true) links.push(stubLink(ospfInterface));
}

// RFC 2328 §12.4.1.4: the own address as a host, and a link to every adjacent router.
function addPointToMultipointLinks(
  router: RouterState,
  ospfInterface: OspfInterface,
  links: RouterLink[],
): void {
  const { config, cost } = ospfInterface;
  links.push({ type: 'stub', linkId: config.address, linkData: hostMask, metric: 0 });
  const adjacent = ospfInterface.neighbors.filter(({ advertisedFull }) => advertisedFull);
  adjacent.sort((left, right) => left.address - right.address);
  for (const { routerId } of adjacent) {
    links.push({
      type: 'pointToPoint',
      linkId: routerId,
      linkData: config.address,
      metric: router.maxMetric ? maxLinkMetric : cost,
    });
  }
}

// RFC 2328 §12.4.1.2: transit when fully adjacent to the designated router, or being it with a full neighbour; else a stub.
function addTransitLink(router: RouterState, ospfInterface: OspfInterface, links: RouterLink[]): void {
  if (ospfInterface.state === interfaceState.waiting || !describesTransit(ospfInterface)) {
    links.push(stubLink(ospfInterface));
    return;
  }
  links.push({
    type: 'transit',
    linkId: ospfInterface.designatedRouter,
    linkData: ospfInterface.config.address,
    metric: router.maxMetric ? maxLinkMetric : ospfInterface.cost,
  });
}

function describesTransit(ospfInterface: OspfInterface): boolean {
  if (ospfInterface.isDesignatedRouter()) return ospfInterface.fullNeighbors > 0;
  if (ospfInterface.designatedRouter === 0) return false;
  const designated = ospfInterface.neighborWithAddress(ospfInterface.designatedRouter);
  return designated?.advertisedFull === true;
}

// RFC 2328 §12.4.1.3
function addVirtualLink(router: RouterState, ospfInterface: OspfInterface, links: RouterLink[]): void {
  const { config, cost } = ospfInterface;
  const neighbor = ospfInterface.neighbors.find(({ advertisedFull }) => advertisedFull);
  if (neighbor === undefined) return;
  links.push({
    type: 'virtual',
    linkId: neighbor.routerId,
    linkData: config.address,
    metric: router.maxMetric ? maxLinkMetric : cost,
  });
}

// RFC 2328 §12.4.1: a loopback interface is a stub link to the host.
function addLoopbackLink(ospfInterface: OspfInterface, links: RouterLink[]): void {
  links.push({
    type: 'stub',
    linkId: ospfInterface.config.address,
    linkData: hostMask,
    metric: ospfInterface.cost,
  });
}

function stubLink(ospfInterface: OspfInterface): RouterLink {
  return {
    type: 'stub',
    linkId: ospfInterface.networkAddress,
    linkData: ospfInterface.mask,
    metric: ospfInterface.cost,
  };
}
