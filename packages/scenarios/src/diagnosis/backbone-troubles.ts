// Routers that join areas without the backbone, over which all routes between areas go, and virtual links with one end. RFC 2328 §3, §15.

import {
  dotted,
  type AreaId,
  type OspfRouterConfig,
  type OspfVirtualLinkConfig,
  type RouterId,
} from '@ospflab/ospf-core';
import type { RunningRouter } from './running-routers.ts';
import type { Trouble } from './trouble.ts';

/** `complete`: no router of the network has failed. */
export function backboneTroubles(routers: readonly RunningRouter[], complete: boolean): Trouble[] {
  return routers.flatMap((router) => [
    ...apartFromBackbone(router),
    ...(complete ? (router.config.virtualLinks ?? []) : []).flatMap((link) =>
      oneEnded(router, link, routers),
    ),
  ]);
}

function apartFromBackbone({ name, config }: RunningRouter): Trouble[] {
  const areas = [...new Set(config.interfaces.map(({ areaId }) => areaId))].sort((one, other) => one - other);
  if (areas.length < 2 || areas[0] === 0 || (config.virtualLinks ?? []).length > 0) return [];
  return [
    {
      kind: 'apartFromBackbone',
      segment: undefined,
      ends: [name],
      text: `joins the areas ${areas.map(dotted).join(' and ')} without the backbone, over which routes between areas go`,
      remedy: 'put one of its interfaces into area 0, or add `area … virtual-link …`',
    },
  ];
}

function oneEnded(
  { name, routerId }: RunningRouter,
  { neighborId, transitAreaId }: OspfVirtualLinkConfig,
  routers: readonly RunningRouter[],
): Trouble[] {
  const peer = routers.find((router) => router.routerId === neighborId);
  if (peer !== undefined && leadsTo(peer.config, routerId, transitAreaId)) return [];
  const through = `the virtual link through area ${dotted(transitAreaId)}`;
  return [
    {
      kind: 'virtualLinkOneEnded',
      segment: undefined,
      ends: [name, ...(peer === undefined ? [] : [peer.name])],
      text:
        peer === undefined
          ? `${through} leads to ${dotted(neighborId)}, which is the router id of nobody`
          : `${through} has no other end`,
      remedy: `write \`area ${dotted(transitAreaId)} virtual-link …\` with the router id of the other on both sides`,
    },
  ];
}

function leadsTo({ virtualLinks }: OspfRouterConfig, routerId: RouterId, transitAreaId: AreaId): boolean {
  return (virtualLinks ?? []).some(
    (link) => link.neighborId === routerId && link.transitAreaId === transitAreaId,
  );
}
