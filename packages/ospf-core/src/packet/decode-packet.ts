// From the bytes of an IP payload to an OSPF packet, RFC 2328 §8.2 (the checks that need no interface) and appendix A.3.

import { ipv4FromNumber, readU16, readU32 } from '@ospflab/net';
import { decodeLsa, decodeLsaHeader, type LsaDecodeReason } from '../lsa/decode-lsa.ts';
import type { AreaId, LinkStateId, RouterId } from '../lsa/lsa.ts';
import { headerChecksum } from './header-checksum.ts';
import type {
  AgedLsa,
  AgedLsaHeader,
  DatabaseDescriptionPacket,
  LsaKey,
  OspfAuthentication,
  OspfPacket,
  OspfPacketBody,
} from './ospf-packet.ts';
import { authenticationLength, packetBytes } from './packet-size.ts';

export type OspfDecodeReason =
  | 'headerTruncated'
  | 'versionNotTwo'
  | 'packetTypeUnknown'
  | 'lengthBelowHeader'
  | 'packetTruncated'
  | 'checksumMismatch'
  | 'authenticationTypeUnknown'
  | 'digestTruncated'
  | 'bodyTruncated'
  | 'bodyLengthUneven'
  | 'bytesAfterLastLsa'
  | 'notOspf'
  | LsaDecodeReason;

interface Malformed {
  readonly ok: false;
  readonly reason: OspfDecodeReason;
  readonly offsetBytes: number;
}

/** `Decoded<OspfPacket>` whose reason is one of a closed set. */
export type DecodedOspfPacket = { readonly ok: true; readonly value: OspfPacket } | Malformed;

/**
 * Bytes after the length of the packet (and its digest) become `trailer`. LSAs of an update that are faulty by themselves are in the
 * packet with their `fault`; a count or length that does not fit fails the packet.
 */
export function decodePacket(bytes: Uint8Array): DecodedOspfPacket {
  if (bytes.length < packetBytes.header) return malformed('headerTruncated', bytes.length);
  if (bytes[0] !== 2) return malformed('versionNotTwo', 0);
  const type = bytes[1]!;
  if (type < 1 || type > 5) return malformed('packetTypeUnknown', 1);
  const length = readU16(bytes, 2);
  if (length < packetBytes.header) return malformed('lengthBelowHeader', 2);
  if (length > bytes.length) return malformed('packetTruncated', bytes.length);
  const authenticationType = readU16(bytes, 14);
  if (authenticationType > 3) return malformed('authenticationTypeUnknown', 14);
  if (authenticationType < 2 && readU16(bytes, 12) !== headerChecksum(bytes, length)) {
    return malformed('checksumMismatch', 12);
  }
  const authentication = readAuthentication(authenticationType, bytes, length);
  if (authentication === undefined) return malformed('digestTruncated', bytes.length);
  const body = readBody(type, bytes, length);
  if ('reason' in body) return body;
  const end = length + authenticationLength(authentication);
  const routerId = readU32(bytes, 4) as RouterId;
  const areaId = readU32(bytes, 8) as AreaId;
  if (end === bytes.length) return { ok: true, value: { routerId, areaId, authentication, body } };
  return { ok: true, value: { routerId, areaId, authentication, body, trailer: bytes.slice(end) } };
}

function malformed(reason: OspfDecodeReason, offsetBytes: number): Malformed {
  return { ok: false, reason, offsetBytes };
}

const nullAuthentication: OspfAuthentication = { kind: 'null' };

function readAuthentication(type: number, bytes: Uint8Array, length: number): OspfAuthentication | undefined {
  switch (type) {
    case 0:
      if (readU32(bytes, 16) === 0 && readU32(bytes, 20) === 0) return nullAuthentication;
      return { kind: 'null', field: bytes.slice(16, 24) };
    case 1:
      return { kind: 'simple', password: bytes.slice(16, 24) };
    case 2: {
      const end = length + bytes[19]!;
      if (end > bytes.length) return undefined;
      return {
        kind: 'cryptographic',
        keyId: bytes[18]!,
        sequence: readU32(bytes, 20),
        digest: bytes.slice(length, end),
      };
    }
    default:
      return readExtendedAuthentication(bytes, length);
  }
}

// RFC 7474 §3
function readExtendedAuthentication(bytes: Uint8Array, length: number): OspfAuthentication | undefined {
  const start = length + packetBytes.extendedSequence;
  const end = length + bytes[19]!;
  if (end < start || end > bytes.length) return undefined;
  return {
    kind: 'extendedCryptographic',
    keyId: readU32(bytes, 20),
    bootCount: readU32(bytes, length),
    count: readU32(bytes, length + 4),
    digest: bytes.slice(start, end),
  };
}

function readBody(type: number, bytes: Uint8Array, length: number): OspfPacketBody | Malformed {
  switch (type) {
    case 1:
      return readHello(bytes, length);
    case 2:
      return readDatabaseDescription(bytes, length);
    case 3:
      return readRequests(bytes, length);
    case 4:
      return readUpdate(bytes, length);
    default:
      return readAcknowledgement(bytes, length);
  }
}

// RFC 2328 appendix A.3.2.
function readHello(bytes: Uint8Array, length: number): OspfPacketBody | Malformed {
  if (length < 44) return malformed('bodyTruncated', length);
  if ((length & 3) !== 0) return malformed('bodyLengthUneven', 2);
  const neighbors: RouterId[] = [];
  for (let offset = 44; offset < length; offset += packetBytes.neighbor) {
    neighbors.push(readU32(bytes, offset) as RouterId);
  }
  return {
    kind: 'hello',
    networkMask: ipv4FromNumber(readU32(bytes, 24)),
    helloIntervalSeconds: readU16(bytes, 28),
    options: bytes[30]!,
    priority: bytes[31]!,
    deadIntervalSeconds: readU32(bytes, 32),
    designatedRouter: ipv4FromNumber(readU32(bytes, 36)),
    backupDesignatedRouter: ipv4FromNumber(readU32(bytes, 40)),
    neighbors,
  };
}

// RFC 2328 appendix A.3.3.
function readDatabaseDescription(bytes: Uint8Array, length: number): OspfPacketBody | Malformed {
  if (length < 32) return malformed('bodyTruncated', length);
  if ((length - 32) % packetBytes.lsaHeader !== 0) return malformed('bodyLengthUneven', 2);
  const flags = bytes[27]!;
  const description: DatabaseDescriptionPacket = {
    kind: 'databaseDescription',
    interfaceMtu: readU16(bytes, 24),
    options: bytes[26]!,
    initial: (flags & 4) !== 0,
    more: (flags & 2) !== 0,
    master: (flags & 1) !== 0,
    sequence: readU32(bytes, 28),
    headers: readHeaders(bytes, 32, length),
  };
  return flags > 7 ? { ...description, otherFlags: flags & ~7 } : description;
}

// RFC 2328 appendix A.3.4.
function readRequests(bytes: Uint8Array, length: number): OspfPacketBody | Malformed {
  if ((length - packetBytes.header) % packetBytes.request !== 0) return malformed('bodyLengthUneven', 2);
  const requests: LsaKey[] = [];
  for (let offset: number = packetBytes.header; offset < length; offset += packetBytes.request) {
    requests.push({
      type: readU32(bytes, offset),
      linkStateId: readU32(bytes, offset + 4) as LinkStateId,
      advertisingRouter: readU32(bytes, offset + 8) as RouterId,
    });
  }
  return { kind: 'linkStateRequest', requests };
}

// RFC 2328 appendix A.3.5. Each LSA takes at least 20 bytes, so the loop is bounded by the packet whatever the count says.
function readUpdate(bytes: Uint8Array, length: number): OspfPacketBody | Malformed {
  if (length < 28) return malformed('bodyTruncated', length);
  const count = readU32(bytes, 24);
  const lsas: AgedLsa[] = [];
  let offset = 28;
  for (let index = 0; index < count; index++) {
    const decoded = decodeLsa(bytes, offset, length);
    if (!decoded.ok) return decoded;
    lsas.push(decoded.value);
    offset += decoded.value.lsa.length;
  }
  return offset === length ? { kind: 'linkStateUpdate', lsas } : malformed('bytesAfterLastLsa', offset);
}

// RFC 2328 appendix A.3.6.
function readAcknowledgement(bytes: Uint8Array, length: number): OspfPacketBody | Malformed {
  if ((length - packetBytes.header) % packetBytes.lsaHeader !== 0) return malformed('bodyLengthUneven', 2);
  return { kind: 'linkStateAcknowledgement', headers: readHeaders(bytes, packetBytes.header, length) };
}

function readHeaders(bytes: Uint8Array, start: number, end: number): AgedLsaHeader[] {
  const headers: AgedLsaHeader[] = [];
  for (let offset = start; offset < end; offset += packetBytes.lsaHeader) {
    headers.push(decodeLsaHeader(bytes, offset));
  }
  return headers;
}
