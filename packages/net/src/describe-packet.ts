// One line per frame for people. Protocols above this package describe themselves through a hook.

import { formatIpv4Address } from './ipv4-address.ts';
import { quotedFiveTuple } from './icmp-quote.ts';
import { formatMacAddress } from './mac-address.ts';
import {
  ipProtocols,
  tcpFlags,
  type ArpPacket,
  type EthernetFrame,
  type IcmpMessage,
  type Ipv4Packet,
  type TcpSegment,
} from './packet.ts';
import { icmpTypes } from './icmp.ts';
import { ipv4PayloadLength } from './frame-size.ts';

/**
 * Describes the bytes of an IP payload that this package does not decode, or of a UDP datagram to that port; undefined when it does
 * not know them either.
 */
export type DescribeRaw = (
  protocol: number,
  bytes: Uint8Array,
  destinationPort?: number,
) => string | undefined;

export function describeFrame(frame: EthernetFrame, describeRaw?: DescribeRaw): string {
  const payload = frame.payload;
  switch (payload.kind) {
    case 'arp':
      return describeArp(payload);
    case 'ipv4':
      return describeIpv4(payload, describeRaw);
    case 'unknown':
      return (
        `${formatMacAddress(frame.source)} > ${formatMacAddress(frame.destination)} ` +
        `${describeEtherType(payload.etherType)}, ${payload.bytes.length} bytes`
      );
  }
}

export function describeIpv4(packet: Ipv4Packet, describeRaw?: DescribeRaw): string {
  const payload = packet.payload;
  const source = formatIpv4Address(packet.source);
  const destination = formatIpv4Address(packet.destination);
  const ttl = ` ttl ${packet.ttl}`;
  switch (payload.kind) {
    case 'tcp':
      return `${source}:${payload.sourcePort} > ${destination}:${payload.destinationPort} ${describeTcp(payload)}${ttl}`;
    case 'udp': {
      const { payload: bytes, sourcePort, destinationPort } = payload;
      const content = describeRaw?.(ipProtocols.udp, bytes, destinationPort) ?? `UDP, ${bytes.length} bytes`;
      return `${source}:${sourcePort} > ${destination}:${destinationPort} ${content}${ttl}`;
    }
    case 'raw':
      return `${source} > ${destination} ${describeRawPayload(packet, payload.bytes, describeRaw)}${ttl}`;
    case 'structured':
      return `${source} > ${destination} ${describeRawPayload(packet, payload.toBytes(), describeRaw)}${ttl}`;
    default:
      return `${source} > ${destination} ICMP ${describeIcmp(payload)}${ttl}`;
  }
}

function describeArp(packet: ArpPacket): string {
  const sender = formatIpv4Address(packet.senderIp);
  const target = formatIpv4Address(packet.targetIp);
  if (packet.operation === 'reply') return `ARP ${sender} is at ${formatMacAddress(packet.senderMac)}`;
  if (packet.senderIp === packet.targetIp) {
    return `ARP announcement: ${sender} is at ${formatMacAddress(packet.senderMac)}`;
  }
  return `ARP who has ${target}? ${sender} at ${formatMacAddress(packet.senderMac)} asks`;
}

function describeTcp(segment: TcpSegment): string {
  const names: string[] = [];
  for (const [name, bit] of Object.entries(tcpFlags)) {
    if ((segment.flags & bit) !== 0) names.push(name.toUpperCase());
  }
  const acknowledgement = (segment.flags & tcpFlags.ack) === 0 ? '' : ` ack ${segment.acknowledgement}`;
  return (
    `TCP [${names.join(' ')}] seq ${segment.sequence}${acknowledgement} ` +
    `win ${segment.window}, ${segment.payload.length} bytes`
  );
}

function describeIcmp(message: IcmpMessage): string {
  switch (message.kind) {
    case 'icmpEcho':
      return `echo ${message.operation} id ${message.identifier} seq ${message.sequence}, ${message.payload.length} bytes`;
    case 'icmpDestinationUnreachable': {
      const mtu = message.nextHopMtu === 0 ? '' : ` (MTU ${message.nextHopMtu})`;
      return `${unreachableNames[message.code] ?? `unreachable, code ${message.code}`}${mtu}${describeQuote(message.original)}`;
    }
    case 'icmpTimeExceeded':
      return `time exceeded ${message.code === 0 ? 'in transit' : 'in reassembly'}${describeQuote(message.original)}`;
    case 'icmpRedirect':
      return `redirect to ${formatIpv4Address(message.gateway)}${describeQuote(message.original)}`;
    case 'icmpOther':
      return `type ${message.type} code ${message.code}${message.type === icmpTypes.parameterProblem ? ' (parameter problem)' : ''}`;
  }
}

const unreachableNames: readonly (string | undefined)[] = [
  'net unreachable',
  'host unreachable',
  'protocol unreachable',
  'port unreachable',
  'fragmentation needed',
  'source route failed',
  undefined,
  undefined,
  undefined,
  'net prohibited',
  'host prohibited',
  undefined,
  undefined,
  'administratively prohibited',
];

function describeQuote(original: Uint8Array): string {
  const flow = quotedFiveTuple(original);
  if (flow === undefined) return '';
  const ports = flow.protocol === ipProtocols.tcp || flow.protocol === ipProtocols.udp;
  const source = formatIpv4Address(flow.source) + (ports ? `:${flow.sourcePort}` : '');
  const destination = formatIpv4Address(flow.destination) + (ports ? `:${flow.destinationPort}` : '');
  return ` for ${source} > ${destination} ${describeProtocol(flow.protocol)}`;
}

function describeRawPayload(
  packet: Ipv4Packet,
  bytes: Uint8Array,
  describeRaw: DescribeRaw | undefined,
): string {
  const name = describeProtocol(packet.protocol);
  if (packet.moreFragments || packet.fragmentOffsetBytes > 0) {
    const from = packet.fragmentOffsetBytes;
    const more = packet.moreFragments ? ', more follow' : '';
    return `${name} fragment of ${packet.identification}: bytes ${from} to ${from + bytes.length}${more}`;
  }
  return describeRaw?.(packet.protocol, bytes) ?? `${name}, ${ipv4PayloadLength(packet.payload)} bytes`;
}

function describeProtocol(protocol: number): string {
  switch (protocol) {
    case ipProtocols.icmp:
      return 'ICMP';
    case 2:
      return 'IGMP';
    case 4:
      return 'IPIP';
    case ipProtocols.tcp:
      return 'TCP';
    case ipProtocols.udp:
      return 'UDP';
    case 47:
      return 'GRE';
    case 112:
      return 'VRRP';
    case ipProtocols.ospf:
      return 'OSPF';
    default:
      return `protocol ${protocol}`;
  }
}

function describeEtherType(etherType: number): string {
  if (etherType < 0x600) return '802.3';
  return etherType === 0x86dd ? 'IPv6' : `EtherType 0x${etherType.toString(16).padStart(4, '0')}`;
}
