// A key of cryptographic authentication, RFC 2328 appendix D.3 and RFC 5709 §3.2, with the times at which it is good.

import type { Instant } from '@ospflab/sim';

export type OspfKeyAlgorithm = 'md5' | 'hmacSha1' | 'hmacSha256' | 'hmacSha384' | 'hmacSha512';

export interface OspfKey {
  /** 0 … 255, or 32 bits with extended sequence numbers; names the key in packets. */
  readonly keyId: number;
  readonly algorithm: OspfKeyAlgorithm;
  readonly secret: Uint8Array;
  /** When packets may be signed with it; absent: always. */
  readonly sends?: OspfKeyLifetime;
  /** When packets signed with it may be believed; absent: always. */
  readonly accepts?: OspfKeyLifetime;
}

/** Instants of the run; those before its start are negative. */
export interface OspfKeyLifetime {
  readonly from: Instant;
  /** The first instant at which it is over; absent: never. */
  readonly until?: Instant;
}

/** What RFC 5709 defines; RFC 7474 knows no other. */
export type OspfHmacKey = OspfKey & { readonly algorithm: Exclude<OspfKeyAlgorithm, 'md5'> };
