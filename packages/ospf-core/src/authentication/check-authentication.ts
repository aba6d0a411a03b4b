// Whether a received packet is believed, RFC 2328 appendix D.5, RFC 7474.

import type { Ipv4Address, Ipv4Payload } from '@ospflab/net';
import type { OspfDropReason } from '../event.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { encodePacket } from '../packet/encode-packet.ts';
import type { OspfAuthentication, OspfPacket } from '../packet/ospf-packet.ts';
import { packetBytes, packetLength } from '../packet/packet-size.ts';
import { refusalOfKey } from './choose-key.ts';
import type { OspfHmacKey, OspfKey } from './ospf-key.ts';
import { addressedDigest, packetDigest, sameBytes, signAddressedAlike, signAlike } from './packet-digest.ts';

type Signed = Extract<OspfAuthentication, { kind: 'cryptographic' }>;
type ExtendedSigned = Extract<OspfAuthentication, { kind: 'extendedCryptographic' }>;

/** A packet with what it came in. */
interface Arrival {
  readonly packet: OspfPacket;
  readonly source: Ipv4Address;
  readonly payload: Ipv4Payload;
}

/** Why it is not believed; undefined when it is. `payload`: what the packet was read from. */
export function checkAuthentication(
  ospfInterface: OspfInterface,
  packet: OspfPacket,
  source: Ipv4Address,
  payload: Ipv4Payload,
): OspfDropReason | undefined {
  const { authentication: expected } = ospfInterface;
  const { authentication } = packet;
  // RFC 7474 §7: this holds for the two forms of cryptographic authentication, too.
  if (expected.kind !== authentication.kind) return 'authenticationTypeMismatch';
  if (expected.kind === 'simple' && authentication.kind === 'simple') {
    return sameBytes(expected.password, authentication.password) ? undefined : 'authenticationFailed';
  }
  if (expected.kind === 'cryptographic' && authentication.kind === 'cryptographic') {
    return checkSigned(ospfInterface, expected.keys, authentication, { packet, source, payload });
  }
  if (expected.kind === 'extendedCryptographic' && authentication.kind === 'extendedCryptographic') {
    return checkExtended(ospfInterface, expected.keys, authentication, { packet, source, payload });
  }
  return undefined;
}

// RFC 2328 appendix D.5
function checkSigned(
  ospfInterface: OspfInterface,
  keys: readonly OspfKey[],
  signed: Signed,
  arrival: Arrival,
): OspfDropReason | undefined {
  const { router } = ospfInterface;
  const key = keys.find(({ keyId }) => keyId === signed.keyId);
  const refusal = refusalOfKey(key, keys, router.profile, router.now);
  if (refusal !== undefined) return refusal;
  const sender = ospfInterface.neighborOf(arrival.packet.routerId, arrival.source);
  if (sender !== undefined && signed.sequence < sender.receivedSequence) return 'packetReplayed';
  return isSignedWith(key!, signed, arrival) ? undefined : 'authenticationFailed';
}

// RFC 7474 §2, §4.3
function checkExtended(
  ospfInterface: OspfInterface,
  keys: readonly OspfHmacKey[],
  signed: ExtendedSigned,
  arrival: Arrival,
): OspfDropReason | undefined {
  const { router, receivedSequences } = ospfInterface;
  const key = keys.find(({ keyId }) => keyId === signed.keyId);
  const refusal = refusalOfKey(key, keys, router.profile, router.now);
  if (refusal !== undefined) return refusal;
  const { packet, source } = arrival;
  const sender = ospfInterface.senderKey(packet.routerId, source);
  if (receivedSequences.isReplay(sender, packet.body.kind, signed)) return 'packetReplayed';
  return isAddressedSignedWith(key!, signed, arrival) ? undefined : 'authenticationFailed';
}

/** RFC 2328 appendix D.5 (3), RFC 7474 §2: from now on nothing older is believed. */
export function noteSequence(ospfInterface: OspfInterface, packet: OspfPacket, source: Ipv4Address): void {
  const { authentication, routerId, body } = packet;
  if (authentication.kind === 'cryptographic') {
    const sender = ospfInterface.neighborOf(routerId, source);
    if (sender !== undefined) sender.receivedSequence = authentication.sequence;
  } else if (authentication.kind === 'extendedCryptographic') {
    const { bootCount, count } = authentication;
    const sender = ospfInterface.senderKey(routerId, source);
    ospfInterface.receivedSequences.note(sender, body.kind, { bootCount, count });
  }
}

// A packet that comes in decoded form carries the sender's key: digests are equal exactly when keys are.
function isSignedWith(key: OspfKey, { digest }: Signed, { packet, payload }: Arrival): boolean {
  if (!(digest instanceof Uint8Array)) return signAlike(key, digest);
  return sameBytes(digest, packetDigest(key, bytesOf(packet, payload, 0)));
}

function isAddressedSignedWith(
  key: OspfHmacKey,
  { digest }: ExtendedSigned,
  { packet, source, payload }: Arrival,
): boolean {
  if (!(digest instanceof Uint8Array)) {
    return digest.source === source && signAddressedAlike(key, digest.key);
  }
  const signed = bytesOf(packet, payload, packetBytes.extendedSequence);
  return sameBytes(digest, addressedDigest(key, source, signed));
}

function bytesOf(packet: OspfPacket, payload: Ipv4Payload, behind: number): Uint8Array {
  const bytes = payload.kind === 'raw' ? payload.bytes : encodePacket(packet);
  return bytes.subarray(0, packetLength(packet.body) + behind);
}
