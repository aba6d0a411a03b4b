// The grace-LSA, RFC 3623 appendix A: an opaque LSA of link scope by which a router says that it restarts and for how long.

import { readU16, readU32, writeU16, writeU32, type Ipv4Address } from '@ospflab/net';
import {
  lsTypes,
  type LinkStateId,
  type Lsa,
  type LsaHeader,
  type UninterpretedLsaBody,
} from '../lsa/lsa.ts';

/** Opaque type 3, opaque id 0. */
export const graceLinkStateId = 0x03000000 as LinkStateId;

/** RFC 3623 appendix A, by code. The first and the last are not planned. */
const restartReasons = ['unknown', 'softwareRestart', 'softwareUpgrade', 'redundantProcessor'] as const;
export type RestartReason = (typeof restartReasons)[number];

export interface GraceLsa {
  readonly graceSeconds: number;
  readonly reason: RestartReason;
  /** Where the restarting router is found on a network of several; absent elsewhere. */
  readonly interfaceAddress: Ipv4Address | undefined;
}

const tlv = { gracePeriod: 1, reason: 2, interfaceAddress: 3 } as const;

export function isGraceLsa({ type, linkStateId }: LsaHeader): boolean {
  return type === lsTypes.opaqueLink && linkStateId >>> 24 === 3;
}

/** Undefined when period or reason is missing, or a TLV does not fit. TLVs of other types are skipped. */
export function readGraceLsa({ body }: Lsa): GraceLsa | undefined {
  if (body.kind !== 'uninterpreted') return undefined;
  const { bytes } = body;
  let graceSeconds: number | undefined;
  let reason: RestartReason | undefined;
  let interfaceAddress: Ipv4Address | undefined;
  let offset = 0;
  while (offset + 4 <= bytes.length) {
    const type = readU16(bytes, offset);
    const length = readU16(bytes, offset + 2);
    const value = offset + 4;
    if (value + length > bytes.length) return undefined;
    if (type === tlv.gracePeriod && length === 4) graceSeconds = readU32(bytes, value);
    else if (type === tlv.reason && length === 1) reason = restartReasons[bytes[value]!];
    else if (type === tlv.interfaceAddress && length === 4)
      interfaceAddress = readU32(bytes, value) as Ipv4Address;
    offset = value + ((length + 3) & ~3);
  }
  if (graceSeconds === undefined || reason === undefined) return undefined;
  return { graceSeconds, reason, interfaceAddress };
}

export function graceLsaBody({ graceSeconds, reason, interfaceAddress }: GraceLsa): UninterpretedLsaBody {
  const bytes = new Uint8Array(interfaceAddress === undefined ? 16 : 24);
  writeU16(bytes, 0, tlv.gracePeriod);
  writeU16(bytes, 2, 4);
  writeU32(bytes, 4, graceSeconds);
  writeU16(bytes, 8, tlv.reason);
  writeU16(bytes, 10, 1);
  bytes[12] = restartReasons.indexOf(reason);
  if (interfaceAddress !== undefined) {
    writeU16(bytes, 16, tlv.interfaceAddress);
    writeU16(bytes, 18, 4);
    writeU32(bytes, 20, interfaceAddress);
  }
  return { kind: 'uninterpreted', bytes };
}
