// HMAC, RFC 2104, over any of the hashes here.

export interface Hash {
  readonly digest: (message: Uint8Array) => Uint8Array;
  readonly digestBytes: number;
  readonly blockBytes: number;
}

/** `key` is at most a block long: OSPF shortens it before (RFC 5709 §3.3). */
export function hmac(hash: Hash, key: Uint8Array, message: Uint8Array): Uint8Array {
  const inner = hash.digest(afterPaddedKey(hash, key, 0x36, message));
  return hash.digest(afterPaddedKey(hash, key, 0x5c, inner));
}

function afterPaddedKey(hash: Hash, key: Uint8Array, padding: number, message: Uint8Array): Uint8Array {
  const { blockBytes } = hash;
  const joined = new Uint8Array(blockBytes + message.length);
  for (let index = 0; index < blockBytes; index++) joined[index] = (key[index] ?? 0) ^ padding;
  joined.set(message, blockBytes);
  return joined;
}
