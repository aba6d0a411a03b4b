// Whether a received packet is believed, RFC 2328 appendix D.5.

import type { Ipv4Address, Ipv4Payload } from '@ospflab/net';
import type { OspfDropReason } from '../event.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { encodePacket } from '../packet/encode-packet.ts';
import type { OspfAuthentication, OspfPacket } from '../packet/ospf-packet.ts';
import { packetLength } from '../packet/packet-size.ts';
import type { OspfKey } from './ospf-key.ts';
import { packetDigest, sameBytes, signAlike } from './packet-digest.ts';

type Cryptographic = Extract<OspfAuthentication, { kind: 'cryptographic' }>;

/** Why it is not believed; undefined when it is. `payload`: what the packet was read from. */
export function checkAuthentication(
  ospfInterface: OspfInterface,
  packet: OspfPacket,
  source: Ipv4Address,
  payload: Ipv4Payload,
): OspfDropReason | undefined {
  const { authentication: expected } = ospfInterface;
  const { authentication } = packet;
  if (expected.kind !== authentication.kind) return 'authenticationTypeMismatch';
  if (expected.kind === 'simple' && authentication.kind === 'simple') {
    return sameBytes(expected.password, authentication.password) ? undefined : 'authenticationFailed';
  }
  if (expected.kind !== 'cryptographic' || authentication.kind !== 'cryptographic') return undefined;
  // RFC 2328 appendix D.5 (2)
  const key = expected.keys.find(({ keyId }) => keyId === authentication.keyId);
  if (key === undefined) return 'authenticationKeyUnknown';
  const sender = ospfInterface.neighborOf(packet.routerId, source);
  if (sender !== undefined && authentication.sequence < sender.receivedSequence) return 'packetReplayed';
  return isSignedWith(key, authentication, packet, payload) ? undefined : 'authenticationFailed';
}

/** RFC 2328 appendix D.5 (3): from now on nothing older is believed. */
export function noteSequence(ospfInterface: OspfInterface, packet: OspfPacket, source: Ipv4Address): void {
  const { authentication } = packet;
  if (authentication.kind !== 'cryptographic') return;
  const sender = ospfInterface.neighborOf(packet.routerId, source);
  if (sender !== undefined) sender.receivedSequence = authentication.sequence;
}

// A packet that comes in decoded form carries the sender's key: digests are equal exactly when keys are.
function isSignedWith(
  key: OspfKey,
  { digest }: Cryptographic,
  packet: OspfPacket,
  payload: Ipv4Payload,
): boolean {
  if (!(digest instanceof Uint8Array)) return signAlike(key, digest);
  const bytes = payload.kind === 'raw' ? payload.bytes : encodePacket(packet);
  return sameBytes(digest, packetDigest(key, bytes.subarray(0, packetLength(packet.body))));
}
