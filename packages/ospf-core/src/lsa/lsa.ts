// Link state advertisements as immutable values, RFC 2328 §12 and appendix A.4.
// One instance is shared by every database that holds it. Age lives beside it (database entry, update packet), never in it.

import type { Ipv4Address } from '@ospflab/net';
import type { LsaKeyText } from './lsa-key.ts';

declare const routerIdBrand: unique symbol;
declare const areaIdBrand: unique symbol;
declare const linkStateIdBrand: unique symbol;
declare const sequenceNumberBrand: unique symbol;

export type RouterId = number & { readonly [routerIdBrand]: true };
export type AreaId = number & { readonly [areaIdBrand]: true };
export type LinkStateId = number & { readonly [linkStateIdBrand]: true };
/** Signed 32 bits, RFC 2328 §12.1.6: −0x7fffffff (0x80000001, the first) … 0x7fffffff. Compared with `<`. */
export type SequenceNumber = number & { readonly [sequenceNumberBrand]: true };

/** LS types, RFC 2328 §12.1.3, RFC 3101, RFC 5250. */
export const lsTypes = {
  router: 1,
  network: 2,
  summaryNetwork: 3,
  summaryAsbr: 4,
  asExternal: 5,
  nssaExternal: 7,
  opaqueLink: 9,
  opaqueArea: 10,
  opaqueAs: 11,
} as const;

export interface LsaHeader {
  readonly type: number;
  readonly options: number;
  readonly linkStateId: LinkStateId;
  readonly advertisingRouter: RouterId;
  readonly sequence: SequenceNumber;
  /** Fletcher checksum of the LSA without its age field, RFC 905 annex B. */
  readonly checksum: number;
  /** Bytes, header included. */
  readonly length: number;
  /** Type, link state id and advertising router, packed once when the header is made or decoded. */
  readonly key: LsaKeyText;
}

export interface Lsa extends LsaHeader {
  readonly body: LsaBody;
  /** The exact wire form; its age field is zero and is written when the LSA is put into a packet. */
  readonly bytes: Uint8Array;
  /** What is wrong with a received instance; undefined for every LSA of `makeLsa`. RFC 2328 §13 (1) discards it, and no other of its packet. */
  readonly fault: LsaFault | undefined;
}

/** The checksum does not match, or the body does not fit its type or length. */
export type LsaFault = 'checksumMismatch' | 'malformedBody';

/** Opaque LSAs are not interpreted. */
export type LsaBody =
  RouterLsaBody | NetworkLsaBody | SummaryLsaBody | ExternalLsaBody | UninterpretedLsaBody;

export interface RouterLsaBody {
  readonly kind: 'router';
  /** `routerFlags`. */
  readonly flags: number;
  readonly links: readonly RouterLink[];
}

/** RFC 2328 appendix A.4.2 and RFC 3101 appendix B. */
export const routerFlags = { border: 1, boundary: 2, virtualEndpoint: 4, translator: 0x10 } as const;

export interface RouterLink {
  readonly type: 'pointToPoint' | 'transit' | 'stub' | 'virtual';
  /** Neighbour's router id, designated router's address, or network number. */
  readonly linkId: number;
  /** Interface address, ifIndex when unnumbered, or network mask. */
  readonly linkData: number;
  readonly metric: number;
}

export interface NetworkLsaBody {
  readonly kind: 'network';
  readonly mask: Ipv4Address;
  readonly attachedRouters: readonly RouterId[];
}

/** Types 3 and 4, appendix A.4.4: a network of another area, or the way to an AS boundary router (mask 0.0.0.0). */
export interface SummaryLsaBody {
  readonly kind: 'summary';
  readonly mask: Ipv4Address;
  /** 24 bits; `lsInfinity` means unreachable. */
  readonly metric: number;
}

/** Types 5 and 7, appendix A.4.5 and RFC 3101 appendix C. */
export interface ExternalLsaBody {
  readonly kind: 'external';
  readonly mask: Ipv4Address;
  /** 2: the metric is larger than any path inside the AS. */
  readonly metricType: 1 | 2;
  /** 24 bits; `lsInfinity` means unreachable. */
  readonly metric: number;
  /** 0.0.0.0: the advertising router itself. */
  readonly forwardingAddress: Ipv4Address;
  readonly tag: number;
}

export interface UninterpretedLsaBody {
  readonly kind: 'uninterpreted';
  readonly bytes: Uint8Array;
}
