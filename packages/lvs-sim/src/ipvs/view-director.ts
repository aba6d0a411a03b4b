// Read-only snapshots of a director for `ipvsadm`, in a defined order.

import { ipProtocols, ipv4FromNumber } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import { entryFlags } from './connection-table.ts';
import type { Connections } from './connections.ts';
import type { Destination } from './destination.ts';
import type { ServiceBook } from './service-book.ts';
import { tcpStateNames } from './tcp-states.ts';
import type { ConnectionView, DestinationView, VirtualServiceView } from './views.ts';
import type { VirtualServiceKey } from './virtual-service.ts';

export function viewServices(book: ServiceBook, now: Instant): VirtualServiceView[] {
  return [...book.services]
    .sort((left, right) => compareKeys(left.key, right.key))
    .map((service) => ({
      key: service.key,
      settings: service.settings,
      totals: service.traffic.totals(),
      rates: service.traffic.rates(now),
      destinations: service.destinations.map((destination) => viewDestination(destination, now)),
    }));
}

function viewDestination(destination: Destination, now: Instant): DestinationView {
  return {
    key: { address: destination.address, port: destination.port },
    settings: {
      weight: destination.weight,
      forwarding: destination.forwarding,
      upperThreshold: destination.upperThreshold,
      lowerThreshold: destination.lowerThreshold,
    },
    activeConnections: destination.activeConnections,
    inactiveConnections: destination.inactiveConnections,
    persistentConnections: destination.persistentConnections,
    overloaded: destination.overloaded,
    totals: destination.traffic.totals(),
    rates: destination.traffic.rates(now),
  };
}

export function viewConnections(connections: Connections): ConnectionView[] {
  const { table } = connections;
  const views: ConnectionView[] = [];
  for (let slot = 0; slot < table.limit; slot++) {
    if (table.isUsed(slot)) views.push(viewConnection(connections, slot));
  }
  return views.sort(compareConnections);
}

function viewConnection(connections: Connections, slot: number): ConnectionView {
  const { table } = connections;
  const flags = table.flags[slot]!;
  const template = (flags & entryFlags.template) !== 0;
  const protocol = protocolName(table.protocols[slot]!);
  const ports = table.ports[slot]!;
  let state: string;
  if (template) state = (flags & entryFlags.assured) === 0 ? 'NONE' : 'ASSURED';
  else if (protocol === 'udp') state = 'UDP';
  else state = tcpStateNames[table.states[slot]!]!;
  // Linux: a template that was given up keeps its place with virtual port 65535 until it expires.
  const findable = (flags & entryFlags.findable) !== 0;
  return {
    protocol,
    template,
    state,
    client: ipv4FromNumber(table.clients[slot]!),
    clientPort: ports >>> 16,
    virtualAddress: ipv4FromNumber(table.virtuals[slot]!),
    virtualPort: findable ? ports & 0xffff : 0xffff,
    realServer: connections.destinationOf(slot).address,
    realPort: findable ? table.realPorts[slot]! : 0xffff,
    expiresAt: table.expiries[slot]! as Instant,
  };
}

function protocolName(protocol: number): ConnectionView['protocol'] {
  if (protocol === ipProtocols.tcp) return 'tcp';
  return protocol === ipProtocols.udp ? 'udp' : 'ip';
}

function compareKeys(left: VirtualServiceKey, right: VirtualServiceKey): number {
  return (
    (left.firewallMark ?? 0) - (right.firewallMark ?? 0) ||
    (left.protocol < right.protocol ? -1 : left.protocol > right.protocol ? 1 : 0) ||
    left.address - right.address ||
    left.port - right.port
  );
}

function compareConnections(left: ConnectionView, right: ConnectionView): number {
  return (
    (left.protocol < right.protocol ? -1 : left.protocol > right.protocol ? 1 : 0) ||
    left.client - right.client ||
    left.clientPort - right.clientPort ||
    left.virtualAddress - right.virtualAddress ||
    left.virtualPort - right.virtualPort ||
    Number(left.template) - Number(right.template) ||
    left.expiresAt - right.expiresAt
  );
}
