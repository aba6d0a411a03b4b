// The digest behind a packet: keyed MD5 (RFC 2328 appendix D.4.3) or HMAC-SHA (RFC 5709 §3.3).

import { hmac, type Hash } from './hmac.ts';
import { md5 } from './md5.ts';
import type { OspfKey, OspfKeyAlgorithm } from './ospf-key.ts';
import { sha1 } from './sha1.ts';
import { sha256 } from './sha256.ts';
import { sha384 } from './sha384.ts';
import { sha512 } from './sha512.ts';

const md5Bytes = 16;

const hashes: Readonly<Record<Exclude<OspfKeyAlgorithm, 'md5'>, Hash>> = {
  hmacSha1: { digest: sha1, digestBytes: 20, blockBytes: 64 },
  hmacSha256: { digest: sha256, digestBytes: 32, blockBytes: 64 },
  hmacSha384: { digest: sha384, digestBytes: 48, blockBytes: 128 },
  hmacSha512: { digest: sha512, digestBytes: 64, blockBytes: 128 },
};

export function digestBytesOf(algorithm: OspfKeyAlgorithm): number {
  return algorithm === 'md5' ? md5Bytes : hashes[algorithm].digestBytes;
}

/** `packet`: the OSPF packet alone, as long as its length field says, checksum zero and authentication field filled. */
export function packetDigest(key: OspfKey, packet: Uint8Array): Uint8Array {
  const secret = preparedSecret(key);
  if (key.algorithm === 'md5') return md5(joined(packet, secret));
  const hash = hashes[key.algorithm];
  return hmac(hash, secret, joined(packet, filler(hash.digestBytes)));
}

/** Two keys that sign alike whatever the packet is. */
export function signAlike(left: OspfKey, right: OspfKey): boolean {
  if (left === right) return true;
  return left.algorithm === right.algorithm && sameBytes(preparedSecret(left), preparedSecret(right));
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

// RFC 2328 appendix D.3: an MD5 key has 16 bytes. RFC 5709 §3.3: an HMAC key has as many as the digest, a longer one is hashed.
function preparedSecret({ algorithm, secret }: OspfKey): Uint8Array {
  const prepared = new Uint8Array(digestBytesOf(algorithm));
  const tooLong = algorithm !== 'md5' && secret.length > prepared.length;
  prepared.set(tooLong ? hashes[algorithm].digest(secret) : secret.subarray(0, prepared.length));
  return prepared;
}

/** RFC 5709 §3.3: what stands in the place of the digest while it is computed. */
function filler(length: number): Uint8Array {
  const pattern = [0x87, 0x8f, 0xe1, 0xf3] as const;
  return Uint8Array.from({ length }, (_, index) => pattern[index & 3]!);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
