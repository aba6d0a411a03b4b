// A key of cryptographic authentication, RFC 2328 appendix D.3 and RFC 5709 §3.2.

export type OspfKeyAlgorithm = 'md5' | 'hmacSha1' | 'hmacSha256' | 'hmacSha384' | 'hmacSha512';

export interface OspfKey {
  /** 0 … 255; names the key in packets. */
  readonly keyId: number;
  readonly algorithm: OspfKeyAlgorithm;
  readonly secret: Uint8Array;
}
