// What the checks of RFC 2328 §8.2 and appendix A.3 say about one damaged packet each.

import { ipv4, maskOfLength } from '@ospflab/net';
import { describe, expect, it } from 'vitest';
import {
  decodePacket,
  encodePacket,
  initialSequenceNumber,
  isKnownLsType,
  lsTypes,
  makeLsa,
  makeOspfPayload,
  readOspfPayload,
  type AreaId,
  type LinkStateId,
  type OspfPacket,
  type OspfPacketBody,
  type RouterId,
} from '@ospflab/ospf-core';

const router = ipv4('10.0.0.1') as number as RouterId;

function packetWith(body: OspfPacketBody): OspfPacket {
  return { routerId: router, areaId: 0 as AreaId, authentication: { kind: 'null' }, body };
}

const hello = packetWith({
  kind: 'hello',
  networkMask: maskOfLength(24),
  helloIntervalSeconds: 10,
  options: 2,
  priority: 1,
  deadIntervalSeconds: 40,
  designatedRouter: ipv4('0.0.0.0'),
  backupDesignatedRouter: ipv4('0.0.0.0'),
  neighbors: [ipv4('10.0.0.2') as number as RouterId],
});

const networkLsa = makeLsa({
  type: lsTypes.network,
  options: 2,
  linkStateId: ipv4('10.0.0.1') as number as LinkStateId,
  advertisingRouter: router,
  sequence: initialSequenceNumber,
  body: { kind: 'network', mask: maskOfLength(24), attachedRouters: [router] },
});

const update = packetWith({ kind: 'linkStateUpdate', lsas: [{ lsa: networkLsa, ageSeconds: 1 }] });

/** Encodes, lets `change` damage the bytes, and repairs the header checksum unless told otherwise. */
function damaged(packet: OspfPacket, change: (bytes: Uint8Array) => Uint8Array, repair = true): Uint8Array {
  const bytes = change(encodePacket(packet));
  if (!repair) return bytes;
  bytes.set([0, 0], 12);
  let sum = 0;
  for (let offset = 0; offset < bytes.length; offset += 2) {
    if (offset < 16 || offset >= 24) sum += (bytes[offset]! << 8) | (bytes[offset + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  bytes.set([(~sum >>> 8) & 0xff, ~sum & 0xff], 12);
  return bytes;
}

function withByte(offset: number, value: number): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    bytes[offset] = value;
    return bytes;
  };
}

describe('a packet is refused with a reason and a place', () => {
  const cases: readonly [string, Uint8Array, string, number][] = [
    ['shorter than a header', encodePacket(hello).slice(0, 20), 'headerTruncated', 20],
    ['of another version', damaged(hello, withByte(0, 3)), 'versionNotTwo', 0],
    ['of an unknown type', damaged(hello, withByte(1, 6)), 'packetTypeUnknown', 1],
    ['whose length is below the header', damaged(hello, withByte(3, 23)), 'lengthBelowHeader', 2],
    ['whose length is beyond the payload', damaged(hello, withByte(3, 200)), 'packetTruncated', 48],
    ['whose checksum does not hold', damaged(hello, withByte(31, 7), false), 'checksumMismatch', 12],
    ['of an unknown authentication type', damaged(hello, withByte(15, 4)), 'authenticationTypeUnknown', 14],
    ['with more LSAs than bytes', damaged(update, withByte(27, 2)), 'lsaHeaderTruncated', 56],
    ['with fewer LSAs than bytes', damaged(update, withByte(27, 0)), 'bytesAfterLastLsa', 28],
    ['with an LSA longer than the packet', damaged(update, withByte(28 + 19, 99)), 'lsaTruncated', 56],
    [
      'with an LSA shorter than its header',
      damaged(update, withByte(28 + 19, 19)),
      'lsaLengthBelowHeader',
      46,
    ],
  ];
  for (const [what, bytes, reason, offsetBytes] of cases) {
    it(`${what}: ${reason}`, () => {
      const decoded = decodePacket(bytes);
      expect(decoded).toEqual({ ok: false, reason, offsetBytes });
    });
  }

  it('whose digest is cut off: digestTruncated', () => {
    const digest = new Uint8Array(16).fill(7);
    const bytes = encodePacket({
      ...hello,
      authentication: { kind: 'cryptographic', keyId: 1, sequence: 9, digest },
    });
    expect(decodePacket(bytes.slice(0, -1))).toMatchObject({ ok: false, reason: 'digestTruncated' });
  });

  it('whose length of authentication has no room for the sequence number (RFC 7474 §3): digestTruncated', () => {
    const digest = new Uint8Array(20).fill(7);
    const numbers = { keyId: 70_000, bootCount: 2, count: 3 };
    const bytes = encodePacket({
      ...hello,
      authentication: { kind: 'extendedCryptographic', ...numbers, digest },
    });
    expect(bytes[19]).toBe(28);
    expect(decodePacket(withByte(19, 8)(bytes))).toMatchObject({ ok: true });
    for (const length of [7, 29, 255]) {
      const decoded = decodePacket(withByte(19, length)(bytes));
      expect(decoded).toMatchObject({ ok: false, reason: 'digestTruncated' });
    }
  });
});

describe('an LSA with a fault (RFC 2328 §13 (1))', () => {
  it('is reported without refusing the packet around it', () => {
    const bytes = damaged(update, withByte(28 + 27, 99));
    const decoded = decodePacket(bytes);
    expect(decoded).toMatchObject({
      ok: true,
      value: { body: { lsas: [{ lsa: { fault: 'checksumMismatch' } }] } },
    });
    expect(decoded.ok && encodePacket(decoded.value)).toEqual(bytes);
  });

  it('whose link count does not fit its length has a malformed body', () => {
    const body = new Uint8Array([0, 0, 0, 2, 10, 0, 0, 0, 255, 0, 0, 0, 3, 0, 0, 1]);
    const lsa = makeLsa({
      ...networkLsa,
      type: lsTypes.router,
      body: { kind: 'uninterpreted', bytes: body },
    });
    const decoded = decodePacket(
      encodePacket(packetWith({ kind: 'linkStateUpdate', lsas: [{ lsa, ageSeconds: 1 }] })),
    );
    expect(decoded).toMatchObject({
      ok: true,
      value: { body: { lsas: [{ lsa: { fault: 'malformedBody' } }] } },
    });
  });

  it('of an unknown LS type is carried and can be told (RFC 2328 §13 (2))', () => {
    expect([1, 2, 3, 4, 5, 7, 9, 10, 11].every(isKnownLsType)).toBe(true);
    expect([0, 6, 8, 12, 255].some(isKnownLsType)).toBe(false);
  });
});

describe('the payload of an IP packet', () => {
  it('gives the same packet by reference and from bytes', () => {
    const payload = makeOspfPayload(update);
    expect(payload.byteLength).toBe(payload.toBytes().length);
    const byReference = readOspfPayload(payload);
    expect(byReference.ok && byReference.value).toBe(update);
    expect(readOspfPayload({ kind: 'raw', bytes: payload.toBytes() })).toEqual({ ok: true, value: update });
  });

  it('of another protocol is refused', () => {
    const structured = {
      kind: 'structured',
      byteLength: 0,
      toBytes: () => new Uint8Array(0),
      value: hello,
    } as const;
    expect(readOspfPayload(structured)).toMatchObject({ ok: false, reason: 'notOspf' });
  });
});
