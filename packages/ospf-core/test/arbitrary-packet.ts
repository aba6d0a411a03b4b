// Random OSPF packets of all five types with every form of authentication, for round trips.

import fc from 'fast-check';
import { ipv4FromNumber, maskOfLength, type Ipv4Address } from '@ospflab/net';
import {
  lsTypes,
  makeLsa,
  type AgedLsa,
  type AgedLsaHeader,
  type AreaId,
  type LinkStateId,
  type Lsa,
  type LsaBody,
  type LsaHeader,
  type LsaKey,
  type OspfAuthentication,
  type OspfPacket,
  type OspfPacketBody,
  type RouterId,
  type RouterLink,
  type SequenceNumber,
} from '@ospflab/ospf-core';

const word = fc.integer({ min: 0, max: 0xffffffff });
const half = fc.integer({ min: 0, max: 0xffff });
const metric24 = fc.integer({ min: 0, max: 0xffffff });
const octet = fc.integer({ min: 0, max: 0xff });
const ageSeconds = fc.integer({ min: 0, max: 3600 });
const address = word.map((value): Ipv4Address => ipv4FromNumber(value));
const routerId = word.map((value) => value as RouterId);
const bytesOf = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength, maxLength });

const link: fc.Arbitrary<RouterLink> = fc.record({
  type: fc.constantFrom('pointToPoint', 'transit', 'stub', 'virtual'),
  linkId: word,
  linkData: word,
  metric: half,
});

const typeAndBody: fc.Arbitrary<readonly [number, LsaBody]> = fc.oneof(
  fc
    .record({ flags: octet, links: fc.array(link, { maxLength: 6 }) })
    .map(({ flags, links }) => [lsTypes.router, { kind: 'router', flags, links }] as const),
  fc
    .record({
      length: fc.integer({ min: 0, max: 32 }),
      attachedRouters: fc.array(routerId, { maxLength: 6 }),
    })
    .map(
      ({ length, attachedRouters }) =>
        [lsTypes.network, { kind: 'network', mask: maskOfLength(length), attachedRouters }] as const,
    ),
  fc
    .record({
      type: fc.constantFrom(lsTypes.summaryNetwork, lsTypes.summaryAsbr),
      mask: word,
      metric: metric24,
    })
    .map(
      ({ type, mask, metric }) => [type, { kind: 'summary', mask: ipv4FromNumber(mask), metric }] as const,
    ),
  fc
    .record({
      type: fc.constantFrom(lsTypes.asExternal, lsTypes.nssaExternal),
      mask: word,
      metricType: fc.constantFrom(1 as const, 2 as const),
      metric: metric24,
      forwardingAddress: word,
      tag: word,
    })
    .map(
      ({ type, mask, metricType, metric, forwardingAddress, tag }) =>
        [
          type,
          {
            kind: 'external',
            mask: ipv4FromNumber(mask),
            metricType,
            metric,
            forwardingAddress: ipv4FromNumber(forwardingAddress),
            tag,
          },
        ] as const,
    ),
  fc
    .tuple(fc.integer({ min: 8, max: 255 }), bytesOf(0, 40))
    .map(([type, bytes]) => [type, { kind: 'uninterpreted', bytes }] as const),
);

export const arbitraryLsa: fc.Arbitrary<Lsa> = fc
  .record({
    content: typeAndBody,
    options: octet,
    linkStateId: word,
    advertisingRouter: routerId,
    sequence: fc.integer({ min: -0x7fffffff, max: 0x7fffffff }),
  })
  .map(({ content, options, linkStateId, advertisingRouter, sequence }) =>
    makeLsa({
      type: content[0],
      options,
      linkStateId: linkStateId as LinkStateId,
      advertisingRouter,
      sequence: sequence as SequenceNumber,
      body: content[1],
    }),
  );

const agedLsa: fc.Arbitrary<AgedLsa> = fc.record({ lsa: arbitraryLsa, ageSeconds });
const agedHeader: fc.Arbitrary<AgedLsaHeader> = agedLsa.map(({ lsa, ageSeconds: age }) => ({
  header: headerOf(lsa),
  ageSeconds: age,
}));

function headerOf(lsa: Lsa): LsaHeader {
  const { type, options, linkStateId, advertisingRouter, sequence, checksum, length, key } = lsa;
  return { type, options, linkStateId, advertisingRouter, sequence, checksum, length, key };
}

const key: fc.Arbitrary<LsaKey> = fc.record({
  type: word,
  linkStateId: word.map((value) => value as LinkStateId),
  advertisingRouter: routerId,
});

const body: fc.Arbitrary<OspfPacketBody> = fc.oneof(
  fc.record({
    kind: fc.constant('hello' as const),
    networkMask: address,
    helloIntervalSeconds: half,
    options: octet,
    priority: octet,
    deadIntervalSeconds: word,
    designatedRouter: address,
    backupDesignatedRouter: address,
    neighbors: fc.array(routerId, { maxLength: 8 }),
  }),
  fc.record({
    kind: fc.constant('databaseDescription' as const),
    interfaceMtu: half,
    options: octet,
    initial: fc.boolean(),
    more: fc.boolean(),
    master: fc.boolean(),
    sequence: word,
    headers: fc.array(agedHeader, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('linkStateRequest' as const), requests: fc.array(key, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('linkStateUpdate' as const), lsas: fc.array(agedLsa, { maxLength: 4 }) }),
  fc.record({
    kind: fc.constant('linkStateAcknowledgement' as const),
    headers: fc.array(agedHeader, { maxLength: 4 }),
  }),
);

const authentication: fc.Arbitrary<OspfAuthentication> = fc.oneof(
  fc.constant({ kind: 'null' as const }),
  fc.record({ kind: fc.constant('simple' as const), password: bytesOf(8, 8) }),
  fc.record({
    kind: fc.constant('cryptographic' as const),
    keyId: octet,
    sequence: word,
    digest: bytesOf(0, 64),
  }),
  fc.record({
    kind: fc.constant('extendedCryptographic' as const),
    keyId: word,
    bootCount: word,
    count: word,
    digest: bytesOf(0, 64),
  }),
);

export const arbitraryPacket: fc.Arbitrary<OspfPacket> = fc.oneof(
  fc.record({ routerId, areaId: word.map((value) => value as AreaId), authentication, body }),
  fc.record({
    routerId,
    areaId: word.map((value) => value as AreaId),
    authentication,
    body,
    trailer: bytesOf(1, 40),
  }),
);
