// The digest behind a packet: keyed MD5 (RFC 2328 appendix D.4.3), HMAC-SHA (RFC 5709 §3.3), or HMAC-SHA bound to the sender's address
// and to OSPF (RFC 7474 §5, §6).

import { writeU32, type Ipv4Address } from '@ospflab/net';
import { hmac, type Hash } from './hmac.ts';
import { md5 } from './md5.ts';
import type { OspfHmacKey, OspfKey, OspfKeyAlgorithm } from './ospf-key.ts';
import { sha1 } from './sha1.ts';
import { sha256 } from './sha256.ts';
import { sha384 } from './sha384.ts';
import { sha512 } from './sha512.ts';

const md5Bytes = 16;
/** IANA's number of OSPFv2 among the protocols that use keys, RFC 7474 §6. */
const cryptographicProtocolId = Uint8Array.of(0, 3);

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
  const secret = preparedSecret(key.algorithm, key.secret);
  if (key.algorithm === 'md5') return md5(joined(packet, secret));
  const hash = hashes[key.algorithm];
  return hmac(hash, secret, joined(packet, filler(hash.digestBytes)));
}

/** RFC 7474 §5, §6. `signed`: the packet and the sequence number behind it; `source`: of the IP header. */
export function addressedDigest(key: OspfHmacKey, source: Ipv4Address, signed: Uint8Array): Uint8Array {
  const hash = hashes[key.algorithm];
  const apad = filler(hash.digestBytes);
  writeU32(apad, 0, source);
  return hmac(hash, ownSecret(key), joined(signed, apad));
}

/** Two keys that sign alike whatever the packet is. */
export function signAlike(left: OspfKey, right: OspfKey): boolean {
  if (left === right) return true;
  if (left.algorithm !== right.algorithm) return false;
  return sameBytes(
    preparedSecret(left.algorithm, left.secret),
    preparedSecret(right.algorithm, right.secret),
  );
}

/** The same for `addressedDigest` from one source. */
export function signAddressedAlike(left: OspfHmacKey, right: OspfHmacKey): boolean {
  if (left === right) return true;
  return left.algorithm === right.algorithm && sameBytes(ownSecret(left), ownSecret(right));
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

// RFC 2328 appendix D.3: an MD5 key has 16 bytes. RFC 5709 §3.3: an HMAC key has as many as the digest, a longer one is hashed.
function preparedSecret(algorithm: OspfKeyAlgorithm, secret: Uint8Array): Uint8Array {
  const prepared = new Uint8Array(digestBytesOf(algorithm));
  const tooLong = algorithm !== 'md5' && secret.length > prepared.length;
  prepared.set(tooLong ? hashes[algorithm].digest(secret) : secret.subarray(0, prepared.length));
  return prepared;
}

// RFC 7474 §6: with the number of the protocol behind it, a key that protocols share signs differently in each.
function ownSecret({ algorithm, secret }: OspfHmacKey): Uint8Array {
  return preparedSecret(algorithm, joined(secret, cryptographicProtocolId));
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
