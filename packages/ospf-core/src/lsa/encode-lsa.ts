// From the body of an LSA to its exact wire form, RFC 2328 appendix A.4: length and Fletcher checksum are filled in here.

import { fletcherChecksum, writeU16, writeU32 } from '@ospflab/net';
import type {
  ExternalLsaBody,
  LinkStateId,
  Lsa,
  LsaBody,
  NetworkLsaBody,
  RouterId,
  RouterLink,
  RouterLsaBody,
  SequenceNumber,
  SummaryLsaBody,
} from './lsa.ts';
import { lsaKeyOf } from './lsa-key.ts';

export const lsaHeaderBytes = 20;

export interface LsaContent {
  readonly type: number;
  readonly options: number;
  readonly linkStateId: LinkStateId;
  readonly advertisingRouter: RouterId;
  readonly sequence: SequenceNumber;
  readonly body: LsaBody;
}

/** A complete LSA with bytes, length, checksum and key. */
export function makeLsa(content: LsaContent): Lsa {
  const length = lsaHeaderBytes + bodyLength(content.body);
  const bytes = new Uint8Array(length);
  bytes[2] = content.options;
  bytes[3] = content.type;
  writeU32(bytes, 4, content.linkStateId);
  writeU32(bytes, 8, content.advertisingRouter);
  writeU32(bytes, 12, content.sequence);
  writeU16(bytes, 18, length);
  writeBody(bytes, content.body);
  const checksum = fletcherChecksum(bytes, 2, length, 16);
  writeU16(bytes, 16, checksum);
  return {
    type: content.type,
    options: content.options,
    linkStateId: content.linkStateId,
    advertisingRouter: content.advertisingRouter,
    sequence: content.sequence,
    checksum,
    length,
    key: lsaKeyOf(content.type, content.linkStateId, content.advertisingRouter),
    body: content.body,
    bytes,
    fault: undefined,
  };
}

function bodyLength(body: LsaBody): number {
  switch (body.kind) {
    case 'router':
      return 4 + 12 * body.links.length;
    case 'network':
      return 4 + 4 * body.attachedRouters.length;
    case 'summary':
      return 8;
    case 'external':
      return 16;
    case 'uninterpreted':
      return body.bytes.length;
  }
}

function writeBody(bytes: Uint8Array, body: LsaBody): void {
  switch (body.kind) {
    case 'router':
      writeRouterBody(bytes, body);
      return;
    case 'network':
      writeNetworkBody(bytes, body);
      return;
    case 'summary':
      writeSummaryBody(bytes, body);
      return;
    case 'external':
      writeExternalBody(bytes, body);
      return;
    case 'uninterpreted':
      bytes.set(body.bytes, lsaHeaderBytes);
      return;
  }
}

// RFC 2328 appendix A.4.2. TOS metrics are never originated (§12.4.1: they are optional and their use was withdrawn).
function writeRouterBody(bytes: Uint8Array, body: RouterLsaBody): void {
  bytes[20] = body.flags;
  writeU16(bytes, 22, body.links.length);
  let offset = 24;
  for (const link of body.links) {
    writeU32(bytes, offset, link.linkId);
    writeU32(bytes, offset + 4, link.linkData);
    bytes[offset + 8] = wireLinkType(link.type);
    writeU16(bytes, offset + 10, link.metric);
    offset += 12;
  }
}

// RFC 2328 appendix A.4.3.
function writeNetworkBody(bytes: Uint8Array, body: NetworkLsaBody): void {
  writeU32(bytes, 20, body.mask);
  let offset = 24;
  for (const router of body.attachedRouters) {
    writeU32(bytes, offset, router);
    offset += 4;
  }
}

// RFC 2328 appendix A.4.4.
function writeSummaryBody(bytes: Uint8Array, body: SummaryLsaBody): void {
  writeU32(bytes, 20, body.mask);
  writeU32(bytes, 24, body.metric);
}

// RFC 2328 appendix A.4.5. The E-bit shares its byte with the metric's high end.
function writeExternalBody(bytes: Uint8Array, body: ExternalLsaBody): void {
  writeU32(bytes, 20, body.mask);
  writeU32(bytes, 24, body.metric);
  bytes[24] = body.metricType === 2 ? 0x80 : 0;
  writeU32(bytes, 28, body.forwardingAddress);
  writeU32(bytes, 32, body.tag);
}

function wireLinkType(type: RouterLink['type']): number {
  switch (type) {
    case 'pointToPoint':
      return 1;
    case 'transit':
      return 2;
    case 'stub':
      return 3;
    case 'virtual':
      return 4;
  }
}
