// An OSPF packet for people and for programs: one line, or plain JSON data. Nothing is left out of the JSON form but raw bytes.

import { formatIpv4Address, ipv4FromNumber } from '@ospflab/net';
import type { Lsa, LsaBody, LsaHeader, RouterLink } from '../lsa/lsa.ts';
import { lsaKeyToText, lsTypeText } from '../lsa/lsa-text.ts';
import { formatSequenceNumber } from '../lsa/sequence-number.ts';
import { encodePacket } from './encode-packet.ts';
import type {
  AgedLsaHeader,
  DatabaseDescriptionPacket,
  HelloPacket,
  OspfPacket,
  OspfPacketBody,
} from './ospf-packet.ts';
import { authenticationLength, packetBytes, packetLength } from './packet-size.ts';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

const authenticationNames = {
  simple: 'simple',
  cryptographic: 'cryptographic',
  extendedCryptographic: 'extended cryptographic',
} as const;

/** `OSPF hello from 192.168.28.101 area 0.0.0.0: …`, without a line end. */
export function describeOspf(packet: OspfPacket): string {
  const { kind } = packet.authentication;
  const authentication = kind === 'null' ? '' : ` (${authenticationNames[kind]} auth)`;
  const trailer = packet.trailer === undefined ? '' : `, ${packet.trailer.length} bytes of LLS`;
  const head = `OSPF ${packetName(packet.body)} from ${dotted(packet.routerId)} area ${dotted(packet.areaId)}${authentication}`;
  return `${head}: ${describeBody(packet.body)}${trailer}`;
}

function packetName(body: OspfPacketBody): string {
  switch (body.kind) {
    case 'hello':
      return 'hello';
    case 'databaseDescription':
      return 'database description';
    case 'linkStateRequest':
      return 'link state request';
    case 'linkStateUpdate':
      return 'link state update';
    case 'linkStateAcknowledgement':
      return 'link state acknowledgement';
  }
}

function describeBody(body: OspfPacketBody): string {
  switch (body.kind) {
    case 'hello':
      return describeHello(body);
    case 'databaseDescription':
      return describeDescription(body);
    case 'linkStateRequest':
      return body.requests.map(lsaKeyToText).join('; ') || 'empty';
    case 'linkStateUpdate':
      return body.lsas.map(({ lsa, ageSeconds }) => describeLsa(lsa, ageSeconds)).join('; ') || 'empty';
    case 'linkStateAcknowledgement':
      return describeHeaders(body.headers) || 'empty';
  }
}

function describeHello(hello: HelloPacket): string {
  const neighbors = hello.neighbors.map(dotted).join(' ') || 'none';
  return (
    `mask ${dotted(hello.networkMask)}, hello ${hello.helloIntervalSeconds} s, dead ${hello.deadIntervalSeconds} s, ` +
    `priority ${hello.priority}, DR ${dotted(hello.designatedRouter)}, BDR ${dotted(hello.backupDesignatedRouter)}, neighbours ${neighbors}`
  );
}

function describeDescription(description: DatabaseDescriptionPacket): string {
  const flags = [
    description.initial ? 'I' : '-',
    description.more ? 'M' : '-',
    description.master ? 'MS' : '-',
  ];
  const headers = describeHeaders(description.headers) || 'no headers';
  return `[${flags.join(' ')}] seq ${description.sequence.toString(16).padStart(8, '0')}, MTU ${description.interfaceMtu}, ${headers}`;
}

function describeHeaders(headers: readonly AgedLsaHeader[]): string {
  return headers.map(({ header, ageSeconds }) => describeHeader(header, ageSeconds)).join('; ');
}

function describeHeader(header: LsaHeader, ageSeconds: number): string {
  return `${lsaKeyToText(header)} seq ${formatSequenceNumber(header.sequence)} age ${ageSeconds}`;
}

function describeLsa(lsa: Lsa, ageSeconds: number): string {
  const fault = lsa.fault === undefined ? '' : ` (${lsa.fault})`;
  return `${describeHeader(lsa, ageSeconds)}${fault} ${describeLsaBody(lsa.body)}`;
}

function describeLsaBody(body: LsaBody): string {
  switch (body.kind) {
    case 'router':
      return `[${body.links.map(describeLink).join(', ')}]`;
    case 'network':
      return `[mask ${dotted(body.mask)}, routers ${body.attachedRouters.map(dotted).join(' ')}]`;
    case 'summary':
      return `[mask ${dotted(body.mask)}, metric ${body.metric}]`;
    case 'external':
      return (
        `[mask ${dotted(body.mask)}, type ${body.metricType} metric ${body.metric}, ` +
        `forward ${dotted(body.forwardingAddress)}, tag ${body.tag}]`
      );
    case 'uninterpreted':
      return `[${body.bytes.length} bytes]`;
  }
}

function describeLink(link: RouterLink): string {
  return `${link.type} ${dotted(link.linkId)} ${dotted(link.linkData)} cost ${link.metric}`;
}

/** The packet as JSON data: addresses dotted, sequence numbers and checksums in hexadecimal as operators know them. */
export function ospfToJson(packet: OspfPacket): JsonValue {
  return {
    protocol: 'ospf',
    version: 2,
    type: packet.body.kind,
    routerId: dotted(packet.routerId),
    areaId: dotted(packet.areaId),
    authentication: authenticationToJson(packet),
    ...bodyToJson(packet.body),
    ...(packet.trailer === undefined ? {} : { trailer: hexadecimal(packet.trailer) }),
  };
}

function authenticationToJson(packet: OspfPacket): JsonValue {
  const { authentication } = packet;
  switch (authentication.kind) {
    case 'null':
      return { kind: 'null' };
    case 'simple':
      return { kind: 'simple', password: hexadecimal(authentication.password) };
    case 'cryptographic':
      return {
        kind: 'cryptographic',
        keyId: authentication.keyId,
        sequence: authentication.sequence,
        digest: hexadecimal(bytesBehind(packet)),
      };
    case 'extendedCryptographic':
      return {
        kind: 'extendedCryptographic',
        keyId: authentication.keyId,
        bootCount: authentication.bootCount,
        count: authentication.count,
        digest: hexadecimal(bytesBehind(packet).subarray(packetBytes.extendedSequence)),
      };
  }
}

function bytesBehind(packet: OspfPacket): Uint8Array {
  const end = packetLength(packet.body);
  return encodePacket(packet).subarray(end, end + authenticationLength(packet.authentication));
}

function bodyToJson(body: OspfPacketBody): { readonly [key: string]: JsonValue } {
  switch (body.kind) {
    case 'hello':
      return {
        networkMask: dotted(body.networkMask),
        helloIntervalSeconds: body.helloIntervalSeconds,
        options: body.options,
        priority: body.priority,
        deadIntervalSeconds: body.deadIntervalSeconds,
        designatedRouter: dotted(body.designatedRouter),
        backupDesignatedRouter: dotted(body.backupDesignatedRouter),
        neighbors: body.neighbors.map(dotted),
      };
    case 'databaseDescription':
      return {
        interfaceMtu: body.interfaceMtu,
        options: body.options,
        initial: body.initial,
        more: body.more,
        master: body.master,
        otherFlags: body.otherFlags ?? 0,
        sequence: body.sequence,
        lsas: body.headers.map(({ header, ageSeconds }) => headerToJson(header, ageSeconds)),
      };
    case 'linkStateRequest':
      return {
        requests: body.requests.map((request) => ({
          type: lsTypeText(request.type),
          linkStateId: dotted(request.linkStateId),
          advertisingRouter: dotted(request.advertisingRouter),
        })),
      };
    case 'linkStateUpdate':
      return { lsas: body.lsas.map(({ lsa, ageSeconds }) => lsaToJson(lsa, ageSeconds)) };
    case 'linkStateAcknowledgement':
      return { lsas: body.headers.map(({ header, ageSeconds }) => headerToJson(header, ageSeconds)) };
  }
}

function headerToJson(header: LsaHeader, ageSeconds: number): { readonly [key: string]: JsonValue } {
  return {
    type: lsTypeText(header.type),
    linkStateId: dotted(header.linkStateId),
    advertisingRouter: dotted(header.advertisingRouter),
    sequence: formatSequenceNumber(header.sequence),
    age: ageSeconds,
    options: header.options,
    checksum: header.checksum.toString(16).padStart(4, '0'),
    length: header.length,
  };
}

function lsaToJson(lsa: Lsa, ageSeconds: number): JsonValue {
  const fault = lsa.fault === undefined ? {} : { fault: lsa.fault };
  return { ...headerToJson(lsa, ageSeconds), ...fault, ...lsaBodyToJson(lsa.body) };
}

function lsaBodyToJson(body: LsaBody): { readonly [key: string]: JsonValue } {
  switch (body.kind) {
    case 'router':
      return {
        flags: body.flags,
        links: body.links.map((link) => ({
          type: link.type,
          linkId: dotted(link.linkId),
          linkData: dotted(link.linkData),
          metric: link.metric,
        })),
      };
    case 'network':
      return { mask: dotted(body.mask), attachedRouters: body.attachedRouters.map(dotted) };
    case 'summary':
      return { mask: dotted(body.mask), metric: body.metric };
    case 'external':
      return {
        mask: dotted(body.mask),
        metricType: body.metricType,
        metric: body.metric,
        forwardingAddress: dotted(body.forwardingAddress),
        tag: body.tag,
      };
    case 'uninterpreted':
      return { body: hexadecimal(body.bytes) };
  }
}

function hexadecimal(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function dotted(value: number): string {
  return formatIpv4Address(ipv4FromNumber(value));
}
