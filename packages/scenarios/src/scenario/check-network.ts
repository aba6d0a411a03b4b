// Does the network hang together? Segments and interfaces that exist, cables with two ends, addresses that fit their segment.

import {
  formatIpv4Address,
  formatIpv4Prefix,
  formatMacAddress,
  prefixContains,
  prefixOf,
  type Ipv4Prefix,
} from '@ospflab/net';
import type { SetupCommand } from '../readers/setup-script/setup-command.ts';
import { interfaceNamesOf } from '../network/interface-plan.ts';
import type { LoadLog } from './load-log.ts';
import { addressesOf, type NodeAddress } from './node-addresses.ts';
import type { LoadedNode, ScenarioInterface, ScenarioSegment } from './scenario.ts';
import { reportUnknownName } from './unknown-name.ts';

interface Station {
  readonly node: LoadedNode;
  readonly interface: ScenarioInterface;
  readonly addresses: readonly NodeAddress[];
}

export function checkNetwork(
  segments: readonly ScenarioSegment[],
  nodes: readonly LoadedNode[],
  log: LoadLog,
): void {
  const segmentNames = segments.map((segment) => segment.name);
  const stations = new Map<string, Station[]>(segmentNames.map((name) => [name, []]));
  for (const node of nodes) {
    const addresses = addressesOf(node);
    for (const attached of node.interfaces) {
      const onSegment = stations.get(attached.segment);
      const own = addresses.filter((address) => address.interface === attached.name);
      if (onSegment === undefined)
        reportUnknownName(log, attached.at, 'segment', attached.segment, segmentNames);
      else onSegment.push({ node, interface: attached, addresses: own });
    }
    checkInterfaceNames(node, log);
  }
  for (const segment of segments) {
    const onSegment = stations.get(segment.name) ?? [];
    checkPorts(segment, onSegment, log);
    checkSubnets(segment, onSegment, log);
    checkDuplicates(segment, onSegment, log);
  }
}

/** Configuration that speaks of interfaces which the node does not have. */
function checkInterfaceNames(node: LoadedNode, log: LoadLog): void {
  const known = interfaceNamesOf(node);
  for (const { name, at } of node.frr?.interfaces ?? []) {
    if (!known.includes(name)) {
      log.warning(
        at,
        `${node.name} has no interface ${name}, so this block has no effect`,
        `it has ${known.join(', ')}`,
      );
    }
  }
  for (const command of node.setup) {
    for (const name of interfacesNamedBy(command)) {
      if (name !== undefined && !known.includes(name))
        reportUnknownName(log, command.at, 'interface', name, known);
    }
  }
}

function interfacesNamedBy(command: SetupCommand): readonly (string | undefined)[] {
  switch (command.kind) {
    case 'sysctlSet':
    case 'nextHopDelete':
      return [];
    case 'routeAdd':
    case 'routeReplace':
    case 'routeDelete':
      return command.nextHops.map((hop) => hop.interface);
    case 'nextHopAdd':
    case 'nextHopReplace':
      return command.nextHop.kind === 'hop' ? [command.nextHop.interface] : [];
    case 'ipvs':
      return command.command.kind === 'syncDaemonStarted' ? [command.command.daemon.interface] : [];
    default:
      return [command.interface];
  }
}

function checkPorts(segment: ScenarioSegment, stations: readonly Station[], log: LoadLog): void {
  const third = stations[2];
  if (segment.kind !== 'pointToPoint' || third === undefined) return;
  log.error(
    third.interface.at,
    `${segment.name} is a point-to-point segment and has its two ends already`,
    'plug it into another segment, or make this one a lan',
  );
}

const subnetOf = ({ address, length }: NodeAddress): Ipv4Prefix => prefixOf(address, length);

/** The subnet that most stations of a segment are in; the first of equals. Host addresses (/32) say nothing. */
function usualSubnet(stations: readonly Station[]): Ipv4Prefix | undefined {
  const counts = new Map<string, { prefix: Ipv4Prefix; stations: Set<Station> }>();
  for (const station of stations) {
    for (const address of station.addresses) {
      if (address.length === 32) continue;
      const prefix = subnetOf(address);
      const key = formatIpv4Prefix(prefix);
      const entry = counts.get(key) ?? { prefix, stations: new Set() };
      entry.stations.add(station);
      counts.set(key, entry);
    }
  }
  let usual: { prefix: Ipv4Prefix; stations: Set<Station> } | undefined;
  for (const entry of counts.values()) {
    if (usual === undefined || entry.stations.size > usual.stations.size) usual = entry;
  }
  return usual?.prefix;
}

/** A station all of whose subnets miss everybody else cannot talk to anybody on its segment. */
function checkSubnets(segment: ScenarioSegment, stations: readonly Station[], log: LoadLog): void {
  const usual = usualSubnet(stations);
  if (usual === undefined) return;
  for (const station of stations) {
    const subnets = station.addresses.filter((address) => address.length < 32);
    const [first] = subnets;
    if (first === undefined) continue;
    const others = stations.filter((other) => other !== station).flatMap((other) => other.addresses);
    if (others.length === 0) continue;
    const reached = subnets.some((own) =>
      others.some((other) => prefixContains(subnetOf(own), other.address)),
    );
    const where = `${station.node.name} ${station.interface.name}`;
    const isUsual = subnets.some(
      (own) => subnetOf(own).address === usual.address && own.length === usual.length,
    );
    if (!reached && !isUsual) {
      log.error(
        first.at,
        `${formatIpv4Address(first.address)}/${first.length} of ${where} is outside the subnet of segment ${segment.name}, ${formatIpv4Prefix(usual)}`,
        `give it an address in ${formatIpv4Prefix(usual)}, or plug the interface into another segment`,
      );
    } else if (reached && !isUsual && subnets.every((own) => prefixContains(usual, own.address))) {
      log.warning(
        first.at,
        `${where} has the length /${first.length} while the others on segment ${segment.name} have /${usual.length}`,
        `write /${usual.length}; OSPF forms no adjacency between different masks`,
      );
    }
  }
}

function checkDuplicates(segment: ScenarioSegment, stations: readonly Station[], log: LoadLog): void {
  const addresses = new Map<number, Station>();
  const macs = new Map<number, Station>();
  for (const station of stations) {
    const where = `${station.node.name} ${station.interface.name}`;
    const sameMac = macs.get(station.interface.mac);
    if (sameMac !== undefined) {
      const mac = formatMacAddress(station.interface.mac);
      const message = `the Ethernet address ${mac} of ${where} is that of ${sameMac.node.name} on segment ${segment.name} too`;
      log.error(station.interface.at, message, "leave 'mac' out, then each interface gets one of its own");
    }
    macs.set(station.interface.mac, station);
    for (const { address, at } of station.addresses) {
      const owner = addresses.get(address);
      if (owner === undefined) addresses.set(address, station);
      else if (owner !== station) {
        const message = `the address ${formatIpv4Address(address)} of ${where} is that of ${owner.node.name} on segment ${segment.name} too`;
        log.error(at, message, 'give each a different address; a shared VIP belongs on lo');
      }
    }
  }
}
