// From an OSPF packet to the bytes of an IP payload, RFC 2328 appendix A.3 and D.

import { writeU16, writeU32 } from '@ospflab/net';
import type { OspfKey } from '../authentication/ospf-key.ts';
import { addressedDigest, packetDigest } from '../authentication/packet-digest.ts';
import type { LsaHeader } from '../lsa/lsa.ts';
import { headerChecksum } from './header-checksum.ts';
import type {
  AgedLsa,
  AgedLsaHeader,
  DatabaseDescriptionPacket,
  HelloPacket,
  LsaKey,
  OspfAuthentication,
  OspfPacket,
  OspfPacketBody,
} from './ospf-packet.ts';
import { authenticationLength, packetBytes, packetLength, packetSize } from './packet-size.ts';

/** The whole IP payload: header, body, digest and trailer. The checksum is computed, and so is the digest unless the packet carries it. */
export function encodePacket(packet: OspfPacket): Uint8Array {
  const bytes = new Uint8Array(packetSize(packet));
  const length = packetLength(packet.body);
  bytes[0] = 2;
  bytes[1] = wireType(packet.body.kind);
  writeU16(bytes, 2, length);
  writeU32(bytes, 4, packet.routerId);
  writeU32(bytes, 8, packet.areaId);
  writeBody(bytes, packet.body);
  writeAuthentication(bytes, length, packet.authentication);
  if (packet.trailer !== undefined) bytes.set(packet.trailer, bytes.length - packet.trailer.length);
  return bytes;
}

// RFC 2328 appendix D.4: the checksum is computed for null and simple authentication and is zero for cryptographic.
function writeAuthentication(bytes: Uint8Array, length: number, authentication: OspfAuthentication): void {
  switch (authentication.kind) {
    case 'null':
      writeU16(bytes, 12, headerChecksum(bytes, length));
      if (authentication.field !== undefined) bytes.set(authentication.field, 16);
      return;
    case 'simple':
      writeU16(bytes, 14, 1);
      writeU16(bytes, 12, headerChecksum(bytes, length));
      bytes.set(authentication.password.subarray(0, 8), 16);
      return;
    case 'cryptographic':
      writeU16(bytes, 14, 2);
      bytes[18] = authentication.keyId;
      bytes[19] = authenticationLength(authentication);
      writeU32(bytes, 20, authentication.sequence);
      bytes.set(digestBehind(bytes.subarray(0, length), authentication.digest), length);
      return;
    case 'extendedCryptographic':
      writeExtendedAuthentication(bytes, length, authentication);
      return;
  }
}

// RFC 7474 §3: the length counts the sequence number, too.
function writeExtendedAuthentication(
  bytes: Uint8Array,
  length: number,
  authentication: Extract<OspfAuthentication, { kind: 'extendedCryptographic' }>,
): void {
  const { keyId, bootCount, count, digest } = authentication;
  const end = length + packetBytes.extendedSequence;
  writeU16(bytes, 14, 3);
  bytes[19] = authenticationLength(authentication);
  writeU32(bytes, 20, keyId);
  writeU32(bytes, length, bootCount);
  writeU32(bytes, length + 4, count);
  const signed = bytes.subarray(0, end);
  bytes.set(digest instanceof Uint8Array ? digest : addressedDigest(digest.key, digest.source, signed), end);
}

function digestBehind(packet: Uint8Array, digest: Uint8Array | OspfKey): Uint8Array {
  return digest instanceof Uint8Array ? digest : packetDigest(digest, packet);
}

function writeBody(bytes: Uint8Array, body: OspfPacketBody): void {
  switch (body.kind) {
    case 'hello':
      writeHello(bytes, body);
      return;
    case 'databaseDescription':
      writeDatabaseDescription(bytes, body);
      return;
    case 'linkStateRequest':
      writeRequests(bytes, body.requests);
      return;
    case 'linkStateUpdate':
      writeLsas(bytes, body.lsas);
      return;
    case 'linkStateAcknowledgement':
      writeHeaders(bytes, packetBytes.header, body.headers);
      return;
  }
}

// RFC 2328 appendix A.3.2.
function writeHello(bytes: Uint8Array, hello: HelloPacket): void {
  writeU32(bytes, 24, hello.networkMask);
  writeU16(bytes, 28, hello.helloIntervalSeconds);
  bytes[30] = hello.options;
  bytes[31] = hello.priority;
  writeU32(bytes, 32, hello.deadIntervalSeconds);
  writeU32(bytes, 36, hello.designatedRouter);
  writeU32(bytes, 40, hello.backupDesignatedRouter);
  let offset = 44;
  for (const neighbor of hello.neighbors) {
    writeU32(bytes, offset, neighbor);
    offset += packetBytes.neighbor;
  }
}

// RFC 2328 appendix A.3.3.
function writeDatabaseDescription(bytes: Uint8Array, description: DatabaseDescriptionPacket): void {
  writeU16(bytes, 24, description.interfaceMtu);
  bytes[26] = description.options;
  bytes[27] =
    (description.otherFlags ?? 0) |
    (description.initial ? 4 : 0) |
    (description.more ? 2 : 0) |
    (description.master ? 1 : 0);
  writeU32(bytes, 28, description.sequence);
  writeHeaders(bytes, 32, description.headers);
}

// RFC 2328 appendix A.3.4.
function writeRequests(bytes: Uint8Array, requests: readonly LsaKey[]): void {
  let offset: number = packetBytes.header;
  for (const request of requests) {
    writeU32(bytes, offset, request.type);
    writeU32(bytes, offset + 4, request.linkStateId);
    writeU32(bytes, offset + 8, request.advertisingRouter);
    offset += packetBytes.request;
  }
}

// RFC 2328 appendix A.3.5.
function writeLsas(bytes: Uint8Array, lsas: readonly AgedLsa[]): void {
  writeU32(bytes, 24, lsas.length);
  let offset = 28;
  for (const { lsa, ageSeconds } of lsas) {
    bytes.set(lsa.bytes, offset);
    writeU16(bytes, offset, ageSeconds);
    offset += lsa.length;
  }
}

function writeHeaders(bytes: Uint8Array, start: number, headers: readonly AgedLsaHeader[]): void {
  let offset = start;
  for (const { header, ageSeconds } of headers) {
    writeHeader(bytes, offset, header, ageSeconds);
    offset += packetBytes.lsaHeader;
  }
}

// RFC 2328 appendix A.4.1.
function writeHeader(bytes: Uint8Array, offset: number, header: LsaHeader, ageSeconds: number): void {
  writeU16(bytes, offset, ageSeconds);
  bytes[offset + 2] = header.options;
  bytes[offset + 3] = header.type;
  writeU32(bytes, offset + 4, header.linkStateId);
  writeU32(bytes, offset + 8, header.advertisingRouter);
  writeU32(bytes, offset + 12, header.sequence);
  writeU16(bytes, offset + 16, header.checksum);
  writeU16(bytes, offset + 18, header.length);
}

function wireType(kind: OspfPacketBody['kind']): number {
  switch (kind) {
    case 'hello':
      return 1;
    case 'databaseDescription':
      return 2;
    case 'linkStateRequest':
      return 3;
    case 'linkStateUpdate':
      return 4;
    case 'linkStateAcknowledgement':
      return 5;
  }
}
