// `show ip ospf route` and its JSON form, FRR 8.4. Path types of other areas and of externals slot in beside `N`.

import { formatIpv4Prefix } from '@ospflab/net';
import type { JsonValue } from '../packet/describe-ospf.ts';
import type { OspfNextHop, OspfRouterRoute } from '../spf/ospf-route.ts';
import { dotted } from './dotted.ts';
import { plainJson } from './json-text.ts';
import type { OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';

export const showRoute: OspfShowCommand = {
  words: 'show ip ospf route',
  render: (view) => {
    const lines = ['============ OSPF network routing table ============'];
    for (const route of view.routes) {
      const prefix = formatIpv4Prefix(route.prefix).padEnd(18);
      lines.push(`N    ${prefix}    [${route.cost}] area: ${dotted(route.areaId)}`);
      lines.push(...nextHopLines(view, route.nextHops));
    }
    lines.push('', '============ OSPF router routing table =============');
    for (const route of view.routerRoutes) {
      const roles = routerRoles(route).map((role) => `, ${role.toUpperCase()}`);
      lines.push(
        `R    ${dotted(route.routerId).padEnd(15)}       [${route.cost}] area: ${dotted(route.areaId)}${roles.join('')}`,
      );
      lines.push(...nextHopLines(view, route.nextHops));
    }
    lines.push('', '============ OSPF external routing table ===========', '', '', '');
    return lines.join('\n');
  },
};

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
  render: (view) => {
    const entries: Record<string, JsonValue> = {};
    for (const route of view.routes) {
      entries[formatIpv4Prefix(route.prefix)] = {
        routeType: 'N',
        cost: route.cost,
        area: dotted(route.areaId),
        nexthops: nextHopsJson(view, route.nextHops),
      };
    }
    for (const route of view.routerRoutes) {
      entries[dotted(route.routerId)] = {
        routeType: 'R ',
        cost: route.cost,
        area: dotted(route.areaId),
        routerType: routerRoles(route).join(' '),
        nexthops: nextHopsJson(view, route.nextHops),
      };
    }
    return `${plainJson(entries)}\n`;
  },
};

function nextHopsJson(view: OspfView, nextHops: readonly OspfNextHop[]): JsonValue[] {
  return nextHops.map((hop): JsonValue => {
    const name = view.interfaceName(hop.interfaceIndex);
    if (hop.address !== undefined) return { ip: dotted(hop.address), via: name };
    return { ip: ' ', 'directly attached to': name, directlyAttachedTo: name };
  });
}
