// The hashes against published vectors (RFC 1321 A.5, FIPS 180-4 examples, RFC 2202, RFC 4231) and against Node's own.

import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hmac, md5, sha1, sha256, sha384, sha512 } from '@ospflab/ospf-core';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const hashes = { md5, sha1, sha256, sha384, sha512 };

const published: readonly (readonly [keyof typeof hashes, string, string])[] = [
  ['md5', '', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['md5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['md5', 'message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['md5', '1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
  ['sha1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'sha384',
    'abc',
    'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  ],
  [
    'sha512',
    'abc',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  ],
];

describe('hashes', () => {
  it.each(published)('%s of "%s" is as published', (name, message, digest) => {
    expect(hex(hashes[name](bytesOf(message)))).toBe(digest);
  });

  it.each(Object.keys(hashes) as (keyof typeof hashes)[])(
    '%s agrees with OpenSSL for every length up to three blocks',
    (name) => {
      for (let length = 0; length <= 384; length++) {
        const message = Uint8Array.from({ length }, (_, index) => (index * 151 + length) & 255);
        expect(hex(hashes[name](message)), `length ${length}`).toBe(
          createHash(name).update(message).digest('hex'),
        );
      }
    },
  );
});

const hmacs = {
  sha1: { digest: sha1, digestBytes: 20, blockBytes: 64 },
  sha256: { digest: sha256, digestBytes: 32, blockBytes: 64 },
  sha384: { digest: sha384, digestBytes: 48, blockBytes: 128 },
  sha512: { digest: sha512, digestBytes: 64, blockBytes: 128 },
};

describe('HMAC (RFC 2104)', () => {
  it('gives the second vector of RFC 2202 and RFC 4231: key "Jefe"', () => {
    const message = bytesOf('what do ya want for nothing?');
    expect(hex(hmac(hmacs.sha1, bytesOf('Jefe'), message))).toBe('effcdf6ae5eb2fa2d27416d5f184df9c259a7c79');
    expect(hex(hmac(hmacs.sha256, bytesOf('Jefe'), message))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it.each(Object.keys(hmacs) as (keyof typeof hmacs)[])('over %s agrees with OpenSSL', (name) => {
    const { blockBytes } = hmacs[name];
    for (let length = 0; length <= blockBytes; length += 7) {
      const key = Uint8Array.from({ length }, (_, index) => (index * 31 + 5) & 255);
      const message = Uint8Array.from({ length: 3 * length }, (_, index) => index & 255);
      expect(hex(hmac(hmacs[name], key, message)), `key of ${length}`).toBe(
        createHmac(name, key).update(message).digest('hex'),
      );
    }
  });
});
