// RFC 7474: sequence numbers of 64 bits that nothing makes smaller, and digests bound to the source address and to OSPF.

import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ipv4, type Ipv4Address } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import {
  allSpfRouters,
  decodePacket,
  encodePacket,
  makeOspfPayload,
  PacketCounter,
  type OspfHmacKey,
  type OspfInterfaceConfig,
  type OspfKeyAlgorithm,
  type OspfKeyLifetime,
  type OspfPacket,
  type OspfPacketBody,
} from '@ospflab/ospf-core';
import { interfaceConfig, type SentPacket, type TestNetwork } from '../network.ts';
import { addressB, idB, makePair, neighborState, type Pair } from '../pair.ts';

const algorithms = ['hmacSha1', 'hmacSha256', 'hmacSha384', 'hmacSha512'] as const;

function key(
  keyId: number,
  secret: string,
  algorithm: Exclude<OspfKeyAlgorithm, 'md5'> = 'hmacSha256',
  sends?: OspfKeyLifetime,
  accepts?: OspfKeyLifetime,
): OspfHmacKey {
  const lifetimes = {
    ...(sends === undefined ? {} : { sends }),
    ...(accepts === undefined ? {} : { accepts }),
  };
  return { keyId, algorithm, secret: new TextEncoder().encode(secret), ...lifetimes };
}

function span(from: number, until?: number): OspfKeyLifetime {
  const start = { from: (from * 1e9) as Instant };
  return until === undefined ? start : { ...start, until: (until * 1e9) as Instant };
}

function signing(...keys: readonly OspfHmacKey[]): Partial<OspfInterfaceConfig> {
  return { authentication: { kind: 'extendedCryptographic', keys } };
}

function started(
  a: Partial<OspfInterfaceConfig>,
  b: Partial<OspfInterfaceConfig>,
  bytes = false,
  untilSeconds = 20,
): Pair {
  const pair = makePair({ a, b });
  pair.network.bytes = bytes;
  pair.network.keepSent = true;
  pair.network.start(pair.a);
  pair.network.start(pair.b, 0.5);
  pair.network.runUntil(untilSeconds);
  return pair;
}

function dropReasons({ log }: TestNetwork, node: string, fromSeconds = 0): Set<string> {
  const reasons = new Set<string>();
  for (const { at, node: dropper, event } of log) {
    if (dropper === node && event.kind === 'packetDropped' && at >= seconds(fromSeconds)) {
      reasons.add(event.reason);
    }
  }
  return reasons;
}

interface Numbers {
  readonly keyId: number;
  readonly bootCount: number;
  readonly count: number;
}

function numbersOf({ authentication }: OspfPacket): Numbers {
  if (authentication.kind !== 'extendedCryptographic') throw new Error(`it has ${authentication.kind}`);
  return authentication;
}

function sentBy({ network }: Pair, node: string, kind?: OspfPacketBody['kind']): SentPacket[] {
  return network.sent.filter(
    ({ node: from, packet }) => from === node && (kind === undefined || packet.body.kind === kind),
  );
}

/** The packet comes to router a again, as somebody recorded it. */
function replay(
  { network, a }: Pair,
  packet: OspfPacket,
  bytes: boolean,
  source: Ipv4Address = addressB,
): void {
  network.input(a, {
    kind: 'packetReceived',
    interfaceIndex: 2,
    source,
    destination: allSpfRouters,
    payload: bytes ? { kind: 'raw', bytes: encodePacket(packet) } : makeOspfPayload(packet),
  });
}

describe.each([
  ['decoded packets', false],
  ['packets as bytes', true],
])('%s', (_, bytes) => {
  it.each(algorithms)('neighbours with the same %s key become adjacent', (algorithm) => {
    const long = 'a secret longer than any digest of this family, '.repeat(3);
    for (const secret of ['s3cret', long]) {
      const shared = signing(key(70_000, secret, algorithm));
      const { network, a } = started(shared, shared, bytes);
      expect(neighborState(network, a, idB)).toBe('Full');
      expect(dropReasons(network, 'a')).toEqual(new Set());
    }
  });

  it('another secret, algorithm or key id is not believed', () => {
    const own = signing(key(1, 's3cret'));
    for (const [other, reason] of [
      [key(1, 'wrong'), 'authenticationFailed'],
      // Zeros behind a key count, as the number of the protocol stands behind them (§6).
      [key(1, 's3cret\0'), 'authenticationFailed'],
      [key(1, 's3cret', 'hmacSha1'), 'authenticationFailed'],
      [key(2, 's3cret'), 'authenticationKeyUnknown'],
    ] as const) {
      const { network, a } = started(own, signing(other), bytes);
      expect(neighborState(network, a, idB)).toBeUndefined();
      expect(dropReasons(network, 'a')).toEqual(new Set([reason]));
    }
  });

  it('RFC 7474 §2: a packet that comes a second time is a replay', () => {
    const shared = signing(key(1, 's3cret'));
    const pair = started(shared, shared, bytes);
    replay(pair, sentBy(pair, 'b').at(-1)!.packet, bytes);
    expect(dropReasons(pair.network, 'a')).toEqual(new Set(['packetReplayed']));
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
  });

  it('RFC 7474 §2: each packet type has its own sequence, so that one may overtake another', () => {
    const shared = signing(key(1, 's3cret'));
    const pair = started(shared, shared, bytes, 20.1);
    const { network, a, b } = pair;
    network.setCut(b, 2, true);
    const config = interfaceConfig(2, '10.1.0.2', 24, { networkType: 'pointToPoint', ...shared, cost: 77 });
    network.input(b, { kind: 'interfaceReconfigured', config });
    network.runUntil(22);
    const update = sentBy(pair, 'b', 'linkStateUpdate').at(-1)!.packet;
    const hello = sentBy(pair, 'b', 'hello').at(-1)!.packet;
    expect(numbersOf(update).count).toBeLessThan(numbersOf(hello).count);
    network.log.length = 0;
    for (const packet of [hello, update]) replay(pair, packet, bytes);
    const installed = network.log.map(({ event }) => event).filter(({ kind }) => kind === 'lsaInstalled');
    expect(installed).toMatchObject([{ advertisingRouter: idB }]);
    expect(dropReasons(network, 'a')).toEqual(new Set());
    for (const packet of [hello, update]) replay(pair, packet, bytes);
    expect(dropReasons(network, 'a')).toEqual(new Set(['packetReplayed']));
    expect(neighborState(network, a, idB)).toBe('Full');
  });

  it('RFC 7474 §2: a replay of recorded packets after restart is refused', () => {
    const shared = signing(key(1, 's3cret'));
    const pair = started(shared, shared, bytes);
    const { network, a, b } = pair;
    const recorded = sentBy(pair, 'b').map(({ packet }) => packet);
    network.input(b, { kind: 'stopped', graceful: false });
    network.runUntil(40);
    expect(neighborState(network, a, idB)).toBeUndefined();
    for (const packet of recorded) replay(pair, packet, bytes);
    expect(dropReasons(network, 'a', 40)).toEqual(new Set(['packetReplayed']));
    expect(neighborState(network, a, idB)).toBeUndefined();
    network.start(b);
    network.runUntil(60);
    expect(neighborState(network, a, idB)).toBe('Full');
    network.log.length = 0;
    for (const packet of recorded) replay(pair, packet, bytes);
    expect(dropReasons(network, 'a')).toEqual(new Set(['packetReplayed']));
    expect(network.log.filter(({ event }) => event.kind !== 'packetDropped')).toEqual([]);
  });

  it('RFC 7474 §5: a packet under another source address is not believed', () => {
    const shared = signing(key(1, 's3cret'));
    const pair = started(shared, shared, bytes);
    pair.network.setCut(pair.b, 2, true);
    pair.network.runUntil(21.9);
    const { packet } = sentBy(pair, 'b', 'hello').at(-1)!;
    replay(pair, packet, bytes, ipv4('10.1.0.77'));
    expect(dropReasons(pair.network, 'a')).toEqual(new Set(['authenticationFailed']));
    pair.network.log.length = 0;
    replay(pair, packet, bytes);
    expect(dropReasons(pair.network, 'a')).toEqual(new Set());
  });

  it('RFC 7474 §7: those that sign with 32 bits and those with 64 do not believe each other', () => {
    const own = key(1, 's3cret');
    const { network } = started(
      signing(own),
      { authentication: { kind: 'cryptographic', keys: [own] } },
      bytes,
    );
    expect(dropReasons(network, 'a')).toEqual(new Set(['authenticationTypeMismatch']));
    expect(dropReasons(network, 'b')).toEqual(new Set(['authenticationTypeMismatch']));
  });
});

describe('RFC 7474 §2: the boot count', () => {
  const shared = signing(key(1, 's3cret'));
  const boots = (pair: Pair): number[] => [
    ...new Set(sentBy(pair, 'b').map(({ packet }) => numbersOf(packet).bootCount)),
  ];

  it('counts starts of the process and is remembered before a packet carries it', () => {
    const pair = started(shared, shared);
    const { network, b } = pair;
    for (const [restart, graceful] of [true, false, false].entries()) {
      network.input(b, { kind: 'stopped', graceful });
      network.start(b, 2);
      network.runUntil(40 + 20 * restart);
      expect(b.bootCount).toBe(restart + 2);
    }
    expect(boots(pair)).toEqual([1, 2, 3, 4]);
    expect(neighborState(network, pair.a, idB)).toBe('Full');
  });

  it('and the count of packets go on when the process is cleared', () => {
    const pair = started(shared, shared);
    pair.network.input(pair.b, { kind: 'processCleared' });
    pair.network.runUntil(40);
    expect(boots(pair)).toEqual([1]);
    const counts = sentBy(pair, 'b').map(({ packet }) => numbersOf(packet).count);
    expect(counts).toEqual(counts.map((_, index) => index + 1));
  });

  it('that was not kept makes a router unbelievable', () => {
    const { network, a, b } = started(shared, shared);
    network.input(b, { kind: 'stopped', graceful: false });
    b.bootCount = undefined;
    network.start(b, 10);
    network.runUntil(50);
    expect(neighborState(network, a, idB)).toBeUndefined();
    expect(dropReasons(network, 'a')).toEqual(new Set(['packetReplayed']));
  });

  it('is not counted by routers that sign otherwise', () => {
    const { a, b } = started(
      { authentication: { kind: 'cryptographic', keys: [key(1, 'x')] } },
      { authentication: { kind: 'cryptographic', keys: [key(1, 'x')] } },
    );
    expect([a.bootCount, b.bootCount]).toEqual([undefined, undefined]);
  });

  it('goes up when the count of packets wraps', () => {
    const remembered: number[] = [];
    const counter = new PacketCounter(7, (bootCount) => remembered.push(bootCount), 0xffffffff - 1);
    expect(counter.next()).toEqual({ bootCount: 8, count: 0xffffffff });
    expect(counter.next()).toEqual({ bootCount: 9, count: 1 });
    expect(counter.next()).toEqual({ bootCount: 9, count: 2 });
    expect(remembered).toEqual([8, 9]);
  });
});

describe('RFC 7474 §3, §5, §6: on the wire', () => {
  it.each(algorithms)(
    '%s: header, sequence number behind the packet, and the digest that OpenSSL computes',
    (algorithm) => {
      const digestBytes = { hmacSha1: 20, hmacSha256: 32, hmacSha384: 48, hmacSha512: 64 }[algorithm];
      for (const secret of ['s3cret', 'x'.repeat(digestBytes - 1), 'x'.repeat(200)]) {
        const shared = signing(key(0x01020304, secret, algorithm));
        const pair = started(shared, shared);
        expect(pair.network.sent.length).toBeGreaterThan(40);
        for (const { node, packet } of pair.network.sent) {
          const bytes = Buffer.from(encodePacket(packet));
          const length = bytes.readUInt16BE(2);
          // The length of the packet leaves out what is behind it, that of the authentication counts it.
          expect(bytes.length).toBe(length + 8 + digestBytes);
          expect(bytes.subarray(12, 24).toString('hex')).toBe(
            `00000003000000${(8 + digestBytes).toString(16).padStart(2, '0')}01020304`,
          );
          const { bootCount, count } = numbersOf(packet);
          expect([bytes.readUInt32BE(length), bytes.readUInt32BE(length + 4)]).toEqual([bootCount, count]);
          const signed = bytes.subarray(0, length + 8);
          const source = node === 'a' ? '0a010001' : '0a010002';
          expect(bytes.subarray(length + 8).toString('hex')).toBe(
            openSslDigest(algorithm, secret, source, signed, digestBytes),
          );
          const decoded = decodePacket(bytes);
          expect(decoded.ok && numbersOf(decoded.value)).toMatchObject({
            keyId: 0x01020304,
            bootCount,
            count,
          });
        }
      }
    },
  );

  it('packets that are filled up leave room for sequence number and digest', () => {
    const shared = signing(key(1, 's3cret', 'hmacSha512'));
    const { network } = started({ ...shared, mtu: 200 }, { ...shared, mtu: 200 });
    for (const { packet } of network.sent) expect(encodePacket(packet).length).toBeLessThanOrEqual(180);
  });
});

/** The rules said once more, over other hashes. */
function openSslDigest(
  algorithm: (typeof algorithms)[number],
  secret: string,
  source: string,
  signed: Uint8Array,
  digestBytes: number,
): string {
  const name = algorithm.replace('hmacSha', 'sha');
  const own = Buffer.concat([Buffer.from(secret), Buffer.from([0, 3])]);
  const padded = Buffer.alloc(digestBytes);
  (own.length > digestBytes ? createHash(name).update(own).digest() : own).copy(padded);
  const apad = Buffer.from(source + '878fe1f3'.repeat(digestBytes / 4 - 1), 'hex');
  return createHmac(name, padded).update(signed).update(apad).digest('hex');
}

describe('RFC 7474 §4: which key', () => {
  const keyIdsOf = (pair: Pair, node: string): number[] => [
    ...new Set(sentBy(pair, node).map(({ packet }) => numbersOf(packet).keyId)),
  ];

  it('RFC 7474 §4.1, §4.2: signs: of those in their send lifetime the one that entered it last', () => {
    const old = key(1, 'old', 'hmacSha256', span(-100));
    const fresh = key(2, 'new', 'hmacSha512', span(20, 40));
    const pair = started(signing(fresh, old), signing(old, fresh), false, 60);
    expect(keyIdsOf(pair, 'a')).toEqual([1, 2]);
    const changes = pair.network.log.flatMap(({ at, node, event }) =>
      node === 'a' && event.kind === 'signingKeyChanged'
        ? [[Math.floor(at / 1e9), event.keyIdBefore, event.keyId]]
        : [],
    );
    expect(changes).toEqual([
      [20, 1, 2],
      [40, 2, 1],
    ]);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
    expect(dropReasons(pair.network, 'a')).toEqual(new Set());
  });

  it('RFC 7474 §4: nothing is sent while no key is in its send lifetime', () => {
    const late = key(1, 's3cret', 'hmacSha256', span(10, 30));
    const pair = started(signing(late), signing(late), false, 60);
    const times = pair.network.sent.map(({ at }) => at / 1e9);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...times)).toBeLessThan(30);
    expect(Math.max(...times)).toBeGreaterThan(28);
  });

  it('RFC 7474 §4.3: is believed: the one named, in its accept lifetime', () => {
    const sender = signing(key(1, 's3cret'));
    const receiver = signing(key(1, 's3cret', 'hmacSha256', span(0), span(10, 30)));
    const { network, a } = started(receiver, sender, false, 9.9);
    expect(dropReasons(network, 'a')).toEqual(new Set(['authenticationKeyNotYetValid']));
    network.runUntil(30);
    expect(neighborState(network, a, idB)).toBe('Full');
    expect(dropReasons(network, 'a', 10)).toEqual(new Set());
    network.runUntil(50);
    expect(neighborState(network, a, idB)).toBeUndefined();
    expect(dropReasons(network, 'a', 30)).toEqual(new Set(['authenticationKeyExpired']));
  });
});
