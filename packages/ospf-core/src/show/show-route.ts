// `show ip ospf route` and its JSON form. And `show ip ospf border-routers`, which is its middle part.

import { formatIpv4Prefix } from '@ospflab/net';
import type { JsonValue } from '../packet/describe-ospf.ts';
import type { OspfExternalRoute, OspfNextHop, OspfRoute, OspfRouterRoute } from '../spf/ospf-route.ts';
import type { RouterId } from '../lsa/lsa.ts';
import { dotted } from './dotted.ts';
import { plainJson } from './json-text.ts';
import type { OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import type { ShowDialect } from './show-dialect.ts';

export const showRoute: OspfShowCommand = {
  words: 'show ip ospf route',
  render: (view) =>
    [
      '============ OSPF network routing table ============',
      ...view.routes.flatMap((route) => networkLines(view, route)),
      '',
      ...routerLines(view),
      '',
      '============ OSPF external routing table ===========',
      ...view.externalRoutes.flatMap((route) => externalLines(view, route)),
      '',
      '',
      '',
    ].join('\n'),
};

export const showBorderRouters: OspfShowCommand = {
  words: 'show ip ospf border-routers',
  render: (view) => [...routerLines(view), '', '', ''].join('\n'),
};

function networkLines(view: OspfView, route: OspfRoute): string[] {
  const prefix = formatIpv4Prefix(route.prefix).padEnd(18);
  if (route.nextHops.length === 0) return [`D IA ${prefix}    Discard entry`];
  const type = route.pathType === 'interArea' ? 'IA' : '  ';
  return [
    `N ${type} ${prefix}    [${route.cost}] area: ${dotted(route.areaId)}`,
    ...nextHopLines(view, route.nextHops),
  ];
}

function routerLines(view: OspfView): string[] {
  const lines = ['============ OSPF router routing table ============='];
  let last: RouterId | undefined;
  for (const route of view.routerRoutes) {
    const start = route.routerId === last ? ' '.repeat(24) : `R    ${dotted(route.routerId).padEnd(15)}    `;
    const type = route.pathType === 'interArea' ? 'IA' : '  ';
    const roles = routerRoles(route).map((role) => `, ${role.toUpperCase()}`);
    lines.push(`${start}${type} [${route.cost}] area: ${dotted(route.areaId)}${roles.join('')}`);
    lines.push(...nextHopLines(view, route.nextHops));
    last = route.routerId;
  }
  return lines;
}

function externalLines(view: OspfView, route: OspfExternalRoute): string[] {
  const { cost, type2Cost, tag } = route;
  const prefix = formatIpv4Prefix(route.prefix).padEnd(18);
  const costs = type2Cost === undefined ? `[${cost}]` : `[${cost}/${type2Cost}]`;
  return [`${externalType(route)} ${prefix}    ${costs} tag: ${tag}`, ...nextHopLines(view, route.nextHops)];
}

function externalType({ pathType }: OspfExternalRoute): string {
  return pathType === 'external1' ? 'N E1' : 'N E2';
}

function nextHopLines(view: OspfView, nextHops: readonly OspfNextHop[]): string[] {
  return nextHops.map((hop) => {
    const name = view.interfaceName(hop.interfaceIndex);
    const text =
      hop.address === undefined ? `directly attached to ${name}` : `via ${dotted(hop.address)}, ${name}`;
    return `${' '.repeat(27)}${text}`;
  });
}

function routerRoles(route: OspfRouterRoute): string[] {
  const roles: string[] = [];
  if (route.areaBorderRouter) roles.push('abr');
  if (route.asBoundaryRouter) roles.push('asbr');
  return roles;
}

export const showRouteJson: OspfShowCommand = {
  words: 'show ip ospf route json',
  render: (view, dialect) => {
    const entries: Record<string, JsonValue> = {};
    for (const route of view.routes)
      entries[formatIpv4Prefix(route.prefix)] = networkJson(view, route, dialect);
    for (const route of view.routerRoutes) {
      // Of several paths to one router FRR leaves the last one.
      entries[dotted(route.routerId)] = {
        routeType: 'R ',
        cost: route.cost,
        area: dotted(route.areaId),
        ...(route.pathType === 'interArea' ? { IA: true, ia: true } : {}),
        // A router that is both is only a border router here, unlike in the text.
        routerType: routerRoles(route)[0] ?? '',
        nexthops: nextHopsJson(view, route.nextHops, dialect),
      };
    }
    for (const route of view.externalRoutes) {
      const { cost, type2Cost, tag } = route;
      entries[formatIpv4Prefix(route.prefix)] = {
        routeType: externalType(route),
        cost,
        ...(type2Cost === undefined ? {} : { type2cost: type2Cost }),
        tag,
        nexthops: nextHopsJson(view, route.nextHops, dialect),
      };
    }
    return `${plainJson(entries)}\n`;
  },
};

function networkJson(view: OspfView, route: OspfRoute, dialect: ShowDialect): JsonValue {
  if (route.nextHops.length === 0) return { routeType: 'D IA' };
  return {
    routeType: route.pathType === 'interArea' ? 'N IA' : 'N',
    cost: route.cost,
    area: dotted(route.areaId),
    nexthops: nextHopsJson(view, route.nextHops, dialect),
  };
}

function nextHopsJson(
  view: OspfView,
  nextHops: readonly OspfNextHop[],
  { directlyAttachedKeys }: ShowDialect,
): JsonValue[] {
  return nextHops.map((hop): JsonValue => {
    const name = view.interfaceName(hop.interfaceIndex);
    if (hop.address !== undefined) return { ip: dotted(hop.address), via: name };
    return { ip: ' ', ...Object.fromEntries(directlyAttachedKeys.map((key) => [key, name])) };
  });
}

/** FRR 8.4 fills this table only while it protects itself against loops, for which it has no statement on this side. */
export const showReachableRouters: OspfShowCommand = {
  words: 'show ip ospf reachable-routers',
  render: () => 'No OSPF reachable router information exist\n',
};
