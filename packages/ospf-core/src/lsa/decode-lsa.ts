// From bytes to an LSA, RFC 2328 appendix A.4. Types 1–5 and 7 are interpreted; opaque ones are carried as they are.

import { fletcherIsValid, ipv4FromNumber, readU16, readU32 } from '@ospflab/net';
import type { AgedLsa, AgedLsaHeader } from '../packet/ospf-packet.ts';
import { lsaHeaderBytes } from './encode-lsa.ts';
import {
  lsTypes,
  type LinkStateId,
  type Lsa,
  type LsaBody,
  type LsaHeader,
  type RouterId,
  type RouterLink,
} from './lsa.ts';
import { lsaKeyOf } from './lsa-key.ts';
import { sequenceNumberFromWire } from './sequence-number.ts';

export type LsaDecodeReason = 'lsaHeaderTruncated' | 'lsaLengthBelowHeader' | 'lsaTruncated';

/** The narrower form of `Decoded` whose reason is one of a closed set. */
export type DecodedLsa =
  | { readonly ok: true; readonly value: AgedLsa }
  | { readonly ok: false; readonly reason: LsaDecodeReason; readonly offsetBytes: number };

/**
 * The LSA that starts at `offsetBytes` and ends where its length field says. Fails only when its end cannot be found; a wrong
 * checksum or a body that does not fit its type gives an LSA with `fault`, because RFC 2328 §13 (1) drops that LSA alone.
 */
export function decodeLsa(bytes: Uint8Array, offsetBytes = 0, endBytes = bytes.length): DecodedLsa {
  if (endBytes - offsetBytes < lsaHeaderBytes)
    return { ok: false, reason: 'lsaHeaderTruncated', offsetBytes };
  const length = readU16(bytes, offsetBytes + 18);
  if (length < lsaHeaderBytes) {
    return { ok: false, reason: 'lsaLengthBelowHeader', offsetBytes: offsetBytes + 18 };
  }
  if (length > endBytes - offsetBytes) return { ok: false, reason: 'lsaTruncated', offsetBytes: endBytes };
  const ageSeconds = readU16(bytes, offsetBytes);
  // Not `slice`: given a Node Buffer it would share memory, and the age below would be wiped out in the caller's bytes.
  const own = new Uint8Array(bytes.subarray(offsetBytes, offsetBytes + length));
  own[0] = 0;
  own[1] = 0;
  return { ok: true, value: { lsa: interpret(own, length), ageSeconds } };
}

/** The 20 bytes at `offsetBytes`; the caller has checked that they are there. */
export function decodeLsaHeader(bytes: Uint8Array, offsetBytes: number): AgedLsaHeader {
  return { header: readHeader(bytes, offsetBytes), ageSeconds: readU16(bytes, offsetBytes) };
}

/** RFC 2328 §13 (2): an LSA of any other LS type is discarded on reception. */
export function isKnownLsType(type: number): boolean {
  switch (type) {
    case lsTypes.router:
    case lsTypes.network:
    case lsTypes.summaryNetwork:
    case lsTypes.summaryAsbr:
    case lsTypes.asExternal:
    case lsTypes.nssaExternal:
    case lsTypes.opaqueLink:
    case lsTypes.opaqueArea:
    case lsTypes.opaqueAs:
      return true;
    default:
      return false;
  }
}

function readHeader(bytes: Uint8Array, offset: number): LsaHeader {
  const type = bytes[offset + 3]!;
  const linkStateId = readU32(bytes, offset + 4);
  const advertisingRouter = readU32(bytes, offset + 8);
  return {
    type,
    options: bytes[offset + 2]!,
    linkStateId: linkStateId as LinkStateId,
    advertisingRouter: advertisingRouter as RouterId,
    sequence: sequenceNumberFromWire(readU32(bytes, offset + 12)),
    checksum: readU16(bytes, offset + 16),
    length: readU16(bytes, offset + 18),
    key: lsaKeyOf(type, linkStateId, advertisingRouter),
  };
}

function interpret(bytes: Uint8Array, length: number): Lsa {
  const header = readHeader(bytes, 0);
  const body = readBody(header.type, bytes, length);
  const checksumHolds = fletcherIsValid(bytes, 2, length, 16);
  return {
    type: header.type,
    options: header.options,
    linkStateId: header.linkStateId,
    advertisingRouter: header.advertisingRouter,
    sequence: header.sequence,
    checksum: header.checksum,
    length,
    key: header.key,
    body: body ?? { kind: 'uninterpreted', bytes: bytes.subarray(lsaHeaderBytes) },
    bytes,
    fault: !checksumHolds ? 'checksumMismatch' : body === undefined ? 'malformedBody' : undefined,
  };
}

function readBody(type: number, bytes: Uint8Array, length: number): LsaBody | undefined {
  switch (type) {
    case lsTypes.router:
      return readRouterBody(bytes, length);
    case lsTypes.network:
      return readNetworkBody(bytes, length);
    case lsTypes.summaryNetwork:
    case lsTypes.summaryAsbr:
      return readSummaryBody(bytes, length);
    case lsTypes.asExternal:
    case lsTypes.nssaExternal:
      return readExternalBody(bytes, length);
    default:
      return { kind: 'uninterpreted', bytes: bytes.subarray(lsaHeaderBytes) };
  }
}

// RFC 2328 appendix A.4.2. TOS metrics behind a link are skipped: §16 routes use TOS 0 alone; the LSA's bytes keep them.
function readRouterBody(bytes: Uint8Array, length: number): LsaBody | undefined {
  if (length < 24) return undefined;
  const count = readU16(bytes, 22);
  const links: RouterLink[] = [];
  let offset = 24;
  for (let index = 0; index < count; index++) {
    if (offset + 12 > length) return undefined;
    const type = linkTypeOfWire(bytes[offset + 8]!);
    if (type === undefined) return undefined;
    links.push({
      type,
      linkId: readU32(bytes, offset),
      linkData: readU32(bytes, offset + 4),
      metric: readU16(bytes, offset + 10),
    });
    offset += 12 + 4 * bytes[offset + 9]!;
  }
  return offset === length ? { kind: 'router', flags: bytes[20]!, links } : undefined;
}

// RFC 2328 appendix A.4.3.
function readNetworkBody(bytes: Uint8Array, length: number): LsaBody | undefined {
  if (length < 24 || (length & 3) !== 0) return undefined;
  const attachedRouters: RouterId[] = [];
  for (let offset = 24; offset < length; offset += 4) {
    attachedRouters.push(readU32(bytes, offset) as RouterId);
  }
  return { kind: 'network', mask: ipv4FromNumber(readU32(bytes, 20)), attachedRouters };
}

// RFC 2328 appendix A.4.4. Metrics of other types of service are skipped.
function readSummaryBody(bytes: Uint8Array, length: number): LsaBody | undefined {
  if (length < 28 || (length & 3) !== 0) return undefined;
  return {
    kind: 'summary',
    mask: ipv4FromNumber(readU32(bytes, 20)),
    metric: readU32(bytes, 24) & 0xffffff,
  };
}

// RFC 2328 appendix A.4.5. Metrics of other types of service are skipped.
function readExternalBody(bytes: Uint8Array, length: number): LsaBody | undefined {
  if (length < 36 || (length - 36) % 12 !== 0) return undefined;
  return {
    kind: 'external',
    mask: ipv4FromNumber(readU32(bytes, 20)),
    metricType: bytes[24]! >= 0x80 ? 2 : 1,
    metric: readU32(bytes, 24) & 0xffffff,
    forwardingAddress: ipv4FromNumber(readU32(bytes, 28)),
    tag: readU32(bytes, 32),
  };
}

function linkTypeOfWire(type: number): RouterLink['type'] | undefined {
  switch (type) {
    case 1:
      return 'pointToPoint';
    case 2:
      return 'transit';
    case 3:
      return 'stub';
    case 4:
      return 'virtual';
    default:
      return undefined;
  }
}
