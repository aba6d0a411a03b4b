// Authentication, RFC 2328 appendix D, RFC 5709: who is believed, and that both wire forms decide alike.

import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  allSpfRouters,
  encodePacket,
  frrProfile,
  makeOspfPayload,
  rfc2328Profile,
  type OspfAuthenticationConfig,
  type OspfInterfaceConfig,
  type OspfKey,
  type OspfKeyAlgorithm,
  type OspfKeyLifetime,
  type OspfPacket,
  type OspfProfile,
} from '@ospflab/ospf-core';
import type { Instant } from '@ospflab/sim';
import type { TestNetwork } from '../network.ts';
import { addressB, idB, makePair, neighborState, runningPair, type Pair } from '../pair.ts';

const algorithms: readonly OspfKeyAlgorithm[] = ['md5', 'hmacSha1', 'hmacSha256', 'hmacSha384', 'hmacSha512'];

function key(keyId: number, secret: string, algorithm: OspfKeyAlgorithm = 'md5'): OspfKey {
  return { keyId, algorithm, secret: new TextEncoder().encode(secret) };
}

function signing(...keys: readonly OspfKey[]): Partial<OspfInterfaceConfig> {
  const authentication: OspfAuthenticationConfig = { kind: 'cryptographic', keys };
  return { authentication };
}

function dropReasons(network: TestNetwork, node: string): Set<string> {
  const reasons = new Set<string>();
  for (const { node: at, event } of network.log) {
    if (at === node && event.kind === 'packetDropped') reasons.add(event.reason);
  }
  return reasons;
}

/** A started pair; `bytes`: every packet is encoded and parsed. */
function started(
  a: Partial<OspfInterfaceConfig>,
  b: Partial<OspfInterfaceConfig>,
  bytes: boolean,
  profile: OspfProfile = frrProfile,
): Pair {
  const pair = makePair({ a, b, profile });
  pair.network.bytes = bytes;
  pair.network.keepSent = true;
  pair.network.start(pair.a);
  pair.network.start(pair.b, 0.5);
  pair.network.runUntil(20);
  return pair;
}

describe.each([
  ['decoded packets', false],
  ['packets as bytes', true],
])('RFC 2328 §D.5, %s', (_, bytes) => {
  it.each(algorithms)('neighbours with the same %s key become adjacent', (algorithm) => {
    const long = key(7, 'a secret longer than any digest of this family, '.repeat(3), algorithm);
    for (const shared of [key(7, 's3cret', algorithm), long]) {
      const { network, a } = started(signing(shared), signing(shared), bytes);
      expect(neighborState(network, a, idB)).toBe('Full');
      expect(dropReasons(network, 'a')).toEqual(new Set());
    }
  });

  it.each(algorithms)('another %s secret is not believed', (algorithm) => {
    const { network, a } = started(
      signing(key(1, 's3cret', algorithm)),
      signing(key(1, 'wrong', algorithm)),
      bytes,
    );
    expect(neighborState(network, a, idB)).toBeUndefined();
    expect(dropReasons(network, 'a')).toEqual(new Set(['authenticationFailed']));
  });

  it('the same secret under another algorithm is not believed', () => {
    const { network } = started(signing(key(1, 'x', 'md5')), signing(key(1, 'x', 'hmacSha1')), bytes);
    expect(dropReasons(network, 'a')).toEqual(new Set(['authenticationFailed']));
  });

  it('a key id that is not configured is not believed, and without any key nobody is', () => {
    const { network } = started(signing(key(1, 'x')), signing(key(2, 'x')), bytes);
    expect(dropReasons(network, 'a')).toEqual(new Set(['authenticationKeyUnknown']));
    const keyless = started(signing(), signing(), bytes);
    expect(dropReasons(keyless.network, 'a')).toEqual(new Set(['authenticationKeyUnknown']));
  });

  it('a null packet is of the wrong type', () => {
    const { network } = started(signing(key(1, 'x')), {}, bytes);
    expect(dropReasons(network, 'a')).toEqual(new Set(['authenticationTypeMismatch']));
    expect(dropReasons(network, 'b')).toEqual(new Set(['authenticationTypeMismatch']));
  });

  it('during a key change the last key signs and every key is believed', () => {
    const old = key(1, 'old');
    const fresh = key(2, 'new', 'hmacSha256');
    const { network, a } = started(signing(old, fresh), signing(fresh, old), bytes);
    expect(neighborState(network, a, idB)).toBe('Full');
    const signedBy = (node: string): Set<number> =>
      new Set(
        network.sent.flatMap(({ node: from, packet: { authentication } }) =>
          from === node && authentication.kind === 'cryptographic' ? [authentication.keyId] : [],
        ),
      );
    expect(signedBy('a')).toEqual(new Set([2]));
    expect(signedBy('b')).toEqual(new Set([1]));
  });

  it('a packet older than the last one is a replay until the neighbour is forgotten', () => {
    const { network, a, b } = started(signing(key(1, 'x')), signing(key(1, 'x')), bytes);
    const old = network.sent.find(({ node, packet }) => node === 'b' && packet.body.kind === 'hello')!.packet;
    const replay = (): void => {
      const payload = bytes ? ({ kind: 'raw', bytes: encodePacket(old) } as const) : makeOspfPayload(old);
      network.input(a, {
        kind: 'packetReceived',
        interfaceIndex: 2,
        source: addressB,
        destination: allSpfRouters,
        payload,
      });
    };
    replay();
    expect(dropReasons(network, 'a')).toEqual(new Set(['packetReplayed']));
    expect(neighborState(network, a, idB)).toBe('Full');
    network.setCut(b, 2, true);
    network.runUntil(30);
    replay();
    expect(neighborState(network, a, idB)).toBe('Init');
  });
});

describe('RFC 2328 §D.3: lifetimes of keys', () => {
  const lifetime = (from: number, until: number): OspfKeyLifetime => ({
    from: (from * 1e9) as Instant,
    until: (until * 1e9) as Instant,
  });
  const lasting = (keyId: number, sends: OspfKeyLifetime, accepts: OspfKeyLifetime): OspfKey => ({
    ...key(keyId, `secret ${keyId}`),
    sends,
    accepts,
  });
  const signedBy = ({ network }: Pair, fromSeconds: number): Set<number> =>
    new Set(
      network.sent.flatMap(({ at, packet: { authentication } }) =>
        at >= fromSeconds * 1e9 && authentication.kind === 'cryptographic' ? [authentication.keyId] : [],
      ),
    );

  it('a key signs and is believed in its times alone, the last listed first', () => {
    const keys = [
      lasting(1, lifetime(-10, 50), lifetime(-10, 50)),
      lasting(2, lifetime(10, 15), lifetime(9, 16)),
    ];
    const pair = started(signing(...keys), signing(...keys), true);
    expect(pair.network.log.filter(({ event }) => event.kind === 'signingKeyChanged')).toHaveLength(4);
    expect(signedBy(pair, 0)).toEqual(new Set([1, 2]));
    expect(signedBy(pair, 15)).toEqual(new Set([1]));
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
    expect(dropReasons(pair.network, 'a')).toEqual(new Set());
  });

  it('the last key to expire goes on for want of another, in FRR it does not', () => {
    const keys = [lasting(1, lifetime(0, 12), lifetime(0, 12)), lasting(2, lifetime(0, 10), lifetime(0, 10))];
    const kept = started(signing(...keys), signing(...keys), true, rfc2328Profile);
    expect(signedBy(kept, 13)).toEqual(new Set([1]));
    expect(neighborState(kept.network, kept.a, idB)).toBe('Full');
    const lost = started(signing(...keys), signing(...keys), true, frrProfile);
    expect(signedBy(lost, 13)).toEqual(new Set([0]));
    expect(neighborState(lost.network, lost.a, idB)).toBeUndefined();
    expect(dropReasons(lost.network, 'a')).toEqual(new Set(['authenticationKeyUnknown']));
  });

  it('a key that is not good yet or not any more is not believed', () => {
    for (const [accepts, reason] of [
      [lifetime(30, 40), 'authenticationKeyNotYetValid'],
      [lifetime(-10, 0), 'authenticationKeyExpired'],
    ] as const) {
      const receiver = signing({ ...key(1, 'x'), accepts });
      const { network } = started(receiver, signing(key(1, 'x')), true);
      expect(dropReasons(network, 'a')).toEqual(new Set([reason]));
    }
  });
});

describe('both wire forms', () => {
  it('give the same events', () => {
    const log = (bytes: boolean): unknown =>
      started(signing(key(1, 's3cret'), key(2, 'x', 'hmacSha512')), signing(key(1, 's3cret')), bytes).network
        .log;
    expect(log(true)).toEqual(log(false));
  });

  it('a changed byte breaks every digest', () => {
    for (const algorithm of algorithms) {
      const pair = runningPair({ both: signing(key(1, 's3cret', algorithm)) }, 10);
      pair.network.keepSent = true;
      pair.network.runUntil(12);
      const { packet } = pair.network.sent.findLast(({ node }) => node === 'b')!;
      const original = encodePacket(packet);
      const changed = original.slice();
      // The priority of the hello, which null authentication would take as it is.
      changed[31]! ^= 1;
      const reasons = [original, changed].map((payload) => {
        pair.network.log.length = 0;
        const place = { interfaceIndex: 2, source: addressB, destination: allSpfRouters };
        pair.network.input(pair.a, {
          kind: 'packetReceived',
          ...place,
          payload: { kind: 'raw', bytes: payload },
        });
        return [...dropReasons(pair.network, 'a')];
      });
      expect(reasons, algorithm).toEqual([[], ['authenticationFailed']]);
    }
  });
});

describe('RFC 2328 §D.3: cryptographic sequence numbers', () => {
  const sequences = (profile: OspfProfile): number[] => {
    const { network } = started(signing(key(1, 'x')), signing(key(1, 'x')), false, profile);
    return network.sent.flatMap(
      ({ node, packet: { authentication } }: { node: string; packet: OspfPacket }) =>
        node === 'a' && authentication.kind === 'cryptographic' ? [authentication.sequence] : [],
    );
  };

  it('FRR: rise with every packet and never fall behind the seconds of the clock', () => {
    const sent = sequences(frrProfile);
    expect(sent.every((sequence, index) => index === 0 || sequence > sent[index - 1]!)).toBe(true);
    expect(sent.at(-1)!).toBeGreaterThanOrEqual(19);
  });

  it('RFC 2328: are the seconds of the clock, the same ones within a second', () => {
    const sent = sequences(rfc2328Profile);
    expect(sent.every((sequence, index) => index === 0 || sequence >= sent[index - 1]!)).toBe(true);
    expect(new Set(sent).size).toBeLessThan(sent.length);
    expect(sent.at(-1)).toBe(20);
  });
});

describe('RFC 2328 §D.4.3, RFC 5709 §3.3: digests', () => {
  it.each(algorithms)('%s: are what OpenSSL computes', (algorithm) => {
    const { network } = started(
      signing(key(9, 's3cret', algorithm)),
      signing(key(9, 's3cret', algorithm)),
      false,
    );
    expect(network.sent.length).toBeGreaterThan(40);
    for (const { packet } of network.sent) {
      const bytes = encodePacket(packet);
      const digestBytes = bytes[19]!;
      const signed = bytes.subarray(0, bytes.length - digestBytes);
      const digest = Buffer.from(bytes.subarray(signed.length)).toString('hex');
      expect(digest).toBe(openSslDigest(algorithm, signed, digestBytes));
    }
  });
});

/** The rules said once more, over other hashes; the key is s3cret. */
function openSslDigest(algorithm: OspfKeyAlgorithm, signed: Uint8Array, digestBytes: number): string {
  const padded = Buffer.alloc(digestBytes);
  padded.write('s3cret');
  if (algorithm === 'md5') return createHash('md5').update(signed).update(padded).digest('hex');
  const filler = Buffer.from('878fe1f3'.repeat(digestBytes / 4), 'hex');
  const name = algorithm.replace('hmacSha', 'sha');
  return createHmac(name, padded).update(signed).update(filler).digest('hex');
}
