// From a node's files to the Linux machine they describe: addresses, routes and sysctls from every source, zebra's filters.

import {
  linuxWithFrr84,
  linuxWithPlainRoutes,
  onKernel,
  type HostConfig,
  type HostProfile,
  type InterfaceAddress,
  type InterfaceConfig,
  type NextHop,
  type PrefixList,
  type RouteMap,
  type RouteSpecification,
  type SysctlSetting,
} from '@ospflab/linux-host';
import { ipv4, zeroMac } from '@ospflab/net';
import type { FrrAccessList, FrrConfig, FrrRouteMap, FrrRouteMapMatch } from '../readers/frr/frr-config.ts';
import type { AddressCommand, RouteCommand } from '../readers/setup-script/setup-command.ts';
import type { LoadedNode } from '../scenario/scenario.ts';
import {
  hasTunnelDevice,
  interfaceIndexOf,
  loopbackIndex,
  tunnelDevice,
  tunnelIndexOf,
} from './interface-plan.ts';
import { nextHopInput } from './next-hop-input.ts';
import { receiveHashOf } from './receive-hash-of.ts';

export function hostConfigOf(node: LoadedNode): HostConfig {
  const { frr } = node;
  const ospfRouteMap = frr?.protocolRouteMaps.find(
    ({ protocol }) => protocol === 'ospf' || protocol === 'any',
  )?.routeMap;
  return {
    interfaces: interfacesOf(node),
    sysctls: sysctlsOf(node),
    nextHops: node.setup.flatMap((command) => nextHopInput(node, command) ?? []),
    routes: [...kernelRoutesOf(node), ...staticRoutesOf(node)],
    prefixLists: frr === undefined ? [] : [...prefixListsOf(frr), ...frr.accessLists.map(prefixListFrom)],
    routeMaps: frr === undefined ? [] : frr.routeMaps.map(routeMapFrom),
    ...(ospfRouteMap === undefined ? {} : { ospfRouteMap }),
    profile: profileOf(node),
  };
}

function profileOf({ frr, kernel }: LoadedNode): HostProfile {
  const suite = frr?.nextHopGroups === false ? linuxWithPlainRoutes : linuxWithFrr84;
  return kernel === undefined ? suite : onKernel(suite, kernel);
}

function interfacesOf(node: LoadedNode): InterfaceConfig[] {
  const loopback: InterfaceConfig = {
    index: loopbackIndex,
    name: 'lo',
    mac: zeroMac,
    mtu: 65536,
    loopback: true,
    addresses: [
      { address: ipv4('127.0.0.1'), prefixLength: 8, scope: 'host' },
      ...configuredAddresses(node, 'lo'),
    ],
  };
  return [
    loopback,
    ...node.interfaces.map((attached, position): InterfaceConfig => {
      const link = lastLinkSetting(node, attached.name);
      const receiveHash = receiveHashOf(node, attached.name);
      return {
        index: position + 2,
        name: attached.name,
        mac: link.mac ?? attached.mac,
        mtu: link.mtu ?? attached.mtu,
        ...(receiveHash === undefined ? {} : { receiveHash }),
        adminUp: link.up ?? !(frrInterface(node, attached.name)?.shutdown ?? false),
        addresses: withoutRepeats([
          ...attached.addresses.map(({ address, length }) => ({ address, prefixLength: length })),
          ...configuredAddresses(node, attached.name),
        ]),
      };
    }),
    ...(hasTunnelDevice(node) ? [tunnelOf(node)] : []),
  ];
}

/** Down until the set-up says otherwise, as `modprobe ipip` leaves it. */
function tunnelOf(node: LoadedNode): InterfaceConfig {
  return {
    index: tunnelIndexOf(node),
    name: tunnelDevice,
    mac: zeroMac,
    mtu: 1480,
    adminUp: lastLinkSetting(node, tunnelDevice).up ?? false,
    addresses: configuredAddresses(node, tunnelDevice),
  };
}

/** From zebra's configuration and the set-up script; the same address twice is one address. */
function configuredAddresses(node: LoadedNode, name: string): InterfaceAddress[] {
  const fromFrr = (frrInterface(node, name)?.addresses ?? []).map(
    ({ address, length, label }): InterfaceAddress => ({
      address,
      prefixLength: length,
      ...(label === undefined ? {} : { label }),
    }),
  );
  const addresses = [...fromFrr];
  for (const command of node.setup) {
    if (command.kind === 'addressAdd' && command.interface === name) addresses.push(addressFrom(command));
    if (command.kind === 'addressDelete' && command.interface === name) {
      const position = addresses.findIndex(({ address }) => address === command.address);
      if (position >= 0) addresses.splice(position, 1);
    }
  }
  return withoutRepeats(addresses);
}

function withoutRepeats(addresses: readonly InterfaceAddress[]): InterfaceAddress[] {
  return addresses.filter(
    ({ address }, position) => addresses.findIndex((other) => other.address === address) === position,
  );
}

function addressFrom(command: AddressCommand): InterfaceAddress {
  return {
    address: command.address,
    prefixLength: command.length,
    ...(command.label === undefined ? {} : { label: command.label }),
    ...(command.scope === undefined ? {} : { scope: command.scope }),
  };
}

function frrInterface(node: LoadedNode, name: string) {
  return node.frr?.interfaces.find((candidate) => candidate.name === name);
}

function lastLinkSetting(node: LoadedNode, name: string) {
  let up: boolean | undefined;
  let mtu: number | undefined;
  let mac: InterfaceConfig['mac'] | undefined;
  for (const command of node.setup) {
    if (command.kind !== 'linkSet' || command.interface !== name) continue;
    up = command.up ?? up;
    mtu = command.mtu ?? mtu;
    mac = command.mac ?? mac;
  }
  return { up, mtu, mac };
}

function sysctlsOf(node: LoadedNode): SysctlSetting[] {
  const settings: SysctlSetting[] = [];
  // zebra leaves forwarding alone unless its configuration speaks of it: seen of FRR 8.4.4.
  const forwarding = node.frr?.ipForwarding;
  if (forwarding !== undefined) settings.push({ key: 'net.ipv4.ip_forward', value: forwarding ? 1 : 0 });
  for (const command of node.setup) {
    // IPVS has its own table.
    if (command.kind === 'sysctlSet' && !command.key.startsWith('net.ipv4.vs.'))
      settings.push({ key: command.key, value: Number(command.value) });
  }
  return settings;
}

function kernelRoutesOf(node: LoadedNode): RouteSpecification[] {
  const routes: RouteSpecification[] = [];
  for (const command of node.setup) {
    if (command.kind === 'routeAdd') routes.push(kernelRoute(node, command));
    if (command.kind === 'routeReplace' || command.kind === 'routeDelete') {
      const kept = routes.filter((route) => !sameKernelRoute(route, command));
      routes.splice(0, routes.length, ...kept);
      if (command.kind === 'routeReplace') routes.push(kernelRoute(node, command));
    }
  }
  return routes;
}

function sameKernelRoute(route: RouteSpecification, command: RouteCommand): boolean {
  return (
    route.prefix.address === command.prefix.address &&
    route.prefix.length === command.prefix.length &&
    (route.metric ?? 0) === command.metric
  );
}

/** What `ip route add` puts into the kernel. */
export function kernelRoute(node: LoadedNode, command: RouteCommand): RouteSpecification {
  return {
    source: 'kernel',
    prefix: command.prefix,
    metric: command.metric,
    type: command.type,
    nextHops: command.nextHops.map(({ address, interface: name, weight }): NextHop => {
      const interfaceIndex = name === undefined ? undefined : interfaceIndexOf(node, name);
      return {
        weight,
        ...(address === undefined ? {} : { address }),
        ...(interfaceIndex === undefined ? {} : { interfaceIndex }),
      };
    }),
    ...(command.source === undefined ? {} : { preferredSource: command.source }),
    ...(command.nextHopId === undefined ? {} : { nextHopId: command.nextHopId }),
  };
}

function staticRoutesOf(node: LoadedNode): RouteSpecification[] {
  return (node.frr?.staticRoutes ?? []).map((route): RouteSpecification => {
    const interfaceIndex =
      route.interface === undefined ? undefined : interfaceIndexOf(node, route.interface);
    return {
      source: 'static',
      prefix: route.prefix,
      distance: route.distance,
      type: route.blackhole ? 'blackhole' : 'unicast',
      nextHops: route.blackhole
        ? []
        : [
            {
              ...(route.via === undefined ? {} : { address: route.via }),
              ...(interfaceIndex === undefined ? {} : { interfaceIndex }),
            },
          ],
    };
  });
}

function prefixListsOf(frr: FrrConfig): PrefixList[] {
  return frr.prefixLists.map(({ name, entries }) => ({
    name,
    entries: entries.map(({ sequence, permit, prefix, ge, le }) => ({
      sequence,
      action: permit ? 'permit' : 'deny',
      prefix,
      ...(ge === undefined ? {} : { greaterOrEqual: ge }),
      ...(le === undefined ? {} : { lessOrEqual: le }),
    })),
  }));
}

/** An access list matches every prefix inside its own, unless it says `exact-match`. Prefixed, since the two kinds may share names. */
function prefixListFrom({ name, entries }: FrrAccessList): PrefixList {
  return {
    name: accessListName(name),
    entries: entries.map(({ permit, prefix, exact }, position) => ({
      sequence: position + 1,
      action: permit ? 'permit' : 'deny',
      prefix,
      ...(exact ? {} : { lessOrEqual: 32 }),
    })),
  };
}

function accessListName(name: string): string {
  return `access-list ${name}`;
}

function routeMapFrom({ name, entries }: FrrRouteMap): RouteMap {
  return {
    name,
    entries: entries.map(({ sequence, permit, matches }) => ({
      sequence,
      action: permit ? ('permit' as const) : ('deny' as const),
      matchPrefixLists: matches.flatMap((clause) => prefixListsOfClause(clause)),
    })),
  };
}

/** zebra filters routes by their prefix here; what the other clauses look at is not known of a route of ospfd. */
function prefixListsOfClause(clause: FrrRouteMapMatch): string[] {
  if (clause.kind === 'prefixList') return [clause.name];
  return clause.kind === 'accessList' ? [accessListName(clause.name)] : [];
}
