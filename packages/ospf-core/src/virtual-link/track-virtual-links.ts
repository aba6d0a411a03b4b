// Virtual links come and go with the path through their transit area, from which they take cost and addresses. RFC 2328 §15, §16.1.

import type { Ipv4Address } from '@ospflab/net';
import type { Area } from '../area.ts';
import type { OspfInterfaceConfig } from '../config.ts';
import { fireInterfaceEvent } from '../interface/interface-machine.ts';
import { interfaceState } from '../interface/interface-state.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { routerFlags, type RouterId } from '../lsa/lsa.ts';
import { originateRouterLsa } from '../origination/originate.ts';
import type { RouterState } from '../router-state.ts';
import { sameNextHops, type OspfNextHop, type SpfInterface } from '../spf/ospf-route.ts';
import { unreachedDistance } from '../spf/unreached-distance.ts';
import type { VirtualEnds } from './virtual-ends.ts';

/** RFC 2328 §15: a path that costs more than fits a router-LSA does not carry the link. */
const largestCost = 0xffff;
/** Link data below 1.0.0.0 is the index of an unnumbered interface. */
const lowestAddress = 0x01000000;

interface Way {
  readonly cost: number;
  readonly nextHops: readonly OspfNextHop[];
  /** The interface of the first next hop lends its address. */
  readonly through: OspfInterfaceConfig;
  readonly neighborAddress: Ipv4Address;
}

/** The trees of all areas but the backbone are new. True when the backbone's tree has to follow. */
export function trackVirtualLinks(router: RouterState): boolean {
  let changed = false;
  for (const link of router.virtualLinks) {
    const ends = link.virtualEnds!;
    const way = wayTo(router, ends);
    changed = (way === undefined ? takeDown(link, ends) : bringUp(link, ends, way)) || changed;
  }
  return changed;
}

/** For the calculation of the backbone. */
export function spfVirtualLinkOf({ router, virtualEnds }: OspfInterface): SpfInterface['virtualLink'] & {} {
  const { neighborId, nextHops } = virtualEnds!;
  return { neighborId, nextHops: nextHops.slice(0, router.profile.virtualLinkPaths) };
}

// Departs from RFC 2328 §16.1, which asks for no B-bit at the other end: without it neither end leads to the backbone.
function wayTo(router: RouterState, { transitArea, neighborId }: VirtualEnds): Way | undefined {
  const { paths } = transitArea;
  // RFC 2328 §3.6: stub areas cannot be transit areas.
  if (paths === undefined || transitArea.isBackbone || !transitArea.takesExternals) return undefined;
  const vertex = paths.graph.routerIndex.get(neighborId);
  if (vertex < 0 || vertex === paths.root) return undefined;
  const cost = paths.distances[vertex]!;
  if (cost === unreachedDistance || cost > largestCost) return undefined;
  const { body } = paths.graph.routers[vertex]!;
  if ((body.flags & routerFlags.border) === 0) return undefined;
  const nextHops = paths.nextHopSets.nextHops(paths.sets[vertex]!, router.profile.maximumPaths);
  const [first] = nextHops;
  if (first === undefined) return undefined;
  const through = transitArea.interfaces.find(({ config }) => config.interfaceIndex === first.interfaceIndex);
  const neighborAddress = addressOfNeighbor(transitArea, neighborId, first.address);
  if (through === undefined || neighborAddress === undefined) return undefined;
  return { cost, nextHops, through: through.config, neighborAddress };
}

/** Where the other end sits right behind the next hop, that is its address; else the first one in its router-LSA. */
function addressOfNeighbor(
  { paths }: Area,
  neighborId: RouterId,
  nextHop: Ipv4Address | undefined,
): Ipv4Address | undefined {
  const router = paths?.graph.routers[paths.graph.routerIndex.get(neighborId)];
  const addresses = (router?.body.links ?? [])
    .filter(({ type, linkData }) => type !== 'stub' && type !== 'virtual' && linkData >= lowestAddress)
    .map(({ linkData }) => linkData as Ipv4Address);
  return addresses.find((address) => address === nextHop) ?? addresses[0];
}

function takeDown(link: OspfInterface, ends: VirtualEnds): boolean {
  if (link.state === interfaceState.down) return false;
  fireInterfaceEvent(link, 'interfaceDown');
  link.deviceUp = false;
  ends.nextHops = [];
  return true;
}

function bringUp(link: OspfInterface, ends: VirtualEnds, way: Way): boolean {
  const { router, area, config } = link;
  const { address, prefixLength } = way.through;
  const described = config.address === address && config.cost === way.cost;
  const changed = !described || !sameNextHops(ends.nextHops, way.nextHops);
  ends.nextHops = way.nextHops;
  ends.neighborAddress = way.neighborAddress;
  if (!described) link.config = { ...config, address, prefixLength, cost: way.cost };
  if (link.state === interfaceState.down) {
    link.deviceUp = true;
    fireInterfaceEvent(link, 'interfaceUp');
    return true;
  }
  if (!described) originateRouterLsa(router, area, 'topologyChanged');
  return changed;
}
