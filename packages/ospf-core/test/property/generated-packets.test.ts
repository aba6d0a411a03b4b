// What routers send in random networks without faults: it survives its byte form, and its receivers find nothing wrong with it.
// `OSPFLAB_PACKET_RUNS=1000` runs as many networks as it says.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodePacket,
  encodePacket,
  frrProfile,
  rfc2328Profile,
  type LsaDiscardReason,
  type OspfDropReason,
  type OspfProfile,
} from '@ospflab/ospf-core';
import type { TestNetwork } from '../network.ts';
import { BuiltAreas } from '../built-areas.ts';
import { arbitraryAreas } from '../random-areas.ts';
import { arbitraryNetwork, build } from '../random-network.ts';

const runs = Number(process.env['OSPFLAB_PACKET_RUNS'] ?? 8);
/** The translator of an NSSA may stop 40 s after it lost its election. */
const quietAfterSeconds = 75;

/** RFC 2328 §10.8: both sides begin as master, and the one with the greater router id leaves the other's first packet aside. */
const inPassing: readonly OspfDropReason[] = [
  'initialFromSlave',
  // RFC 2328 §10.6, §10.7, §13: the far side is a step ahead until its hello or its next description comes.
  'neighborStateTooLow',
  // RFC 2328 §15: one end of a virtual link finds the way before the other does.
  'interfaceDown',
];

const discardedInPassing: readonly LsaDiscardReason[] = [
  // RFC 2328 §13 (5a): what changes faster than MinLSArrival comes again with a retransmission.
  'receivedTooSoon',
  // RFC 2328 §13 (8): an older instance was on its way as the newer one came in from elsewhere.
  'olderThanDatabase',
  // RFC 2328 §13 (4): the flush was heard from another neighbour and forgotten.
  'maxAgeUnknown',
];

const networks = (profile: OspfProfile): fc.Arbitrary<() => TestNetwork> =>
  fc.oneof(
    arbitraryNetwork(8).map((random) => () => build(random, profile).network),
    arbitraryAreas({ areasMax: 2 }).map(
      (plan) => () => new BuiltAreas(plan, { profile, rfc1583Compatibility: false }).network,
    ),
  );

describe.each([frrProfile, rfc2328Profile])('packets of a network without faults ($name)', (profile) => {
  it('pass every check of their receivers but those that timing alone fails, and these only until all is quiet', () => {
    fc.assert(
      fc.property(networks(profile), (make) => {
        const network = make();
        network.bytes = true;
        network.runUntil(quietAfterSeconds + 20);
        for (const { at, node, event } of network.log) {
          if (event.kind === 'packetDropped') expect(inPassing, node).toContain(event.reason);
          else if (event.kind === 'lsaDiscarded') expect(discardedInPassing, node).toContain(event.reason);
          else continue;
          expect(at / 1e9, `${node}: ${event.reason}`).toBeLessThan(quietAfterSeconds);
        }
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  });

  it('decode from their bytes to what was sent', () => {
    fc.assert(
      fc.property(networks(profile), (make) => {
        const network = make();
        network.keepSent = true;
        network.runUntil(15);
        expect(new Set(network.sent.map(({ packet }) => packet.body.kind)).size).toBe(5);
        for (const { packet } of network.sent) {
          const bytes = encodePacket(packet);
          const decoded = decodePacket(bytes);
          // Where headers alone are sent, the sender passes the LSAs that carry them: it holds more than what is decoded.
          expect({ ok: true, value: packet }).toMatchObject(decoded);
          expect(decoded.ok && encodePacket(decoded.value)).toEqual(bytes);
        }
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });
});
