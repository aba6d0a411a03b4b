// What goes into the authentication field of a packet that is sent, RFC 2328 appendix D.4, RFC 7474 §3.

import type { OspfInterface } from '../interface/ospf-interface.ts';
import type { OspfAuthentication } from '../packet/ospf-packet.ts';
import type { RouterState } from '../router-state.ts';
import { lastSigningKey, latestSigningKey } from './choose-key.ts';
import type { OspfHmacKey, OspfKey } from './ospf-key.ts';

/** FRR: ospfd/ospf_packet.c, ospf_make_md5_digest, 8.4: signs with this when the interface has no key; nobody has it to check. */
const noKey: OspfKey = { keyId: 0, algorithm: 'md5', secret: new Uint8Array(0) };

/** Undefined: there is no key for the packet, and it may not be sent without. */
export function authenticationForSending(ospfInterface: OspfInterface): OspfAuthentication | undefined {
  const { authentication, router } = ospfInterface;
  switch (authentication.kind) {
    case 'null':
    case 'simple':
      return authentication;
    case 'cryptographic': {
      const key = lastSigningKey(authentication.keys, router.profile, router.now);
      noteSigningKey(ospfInterface, key);
      const signer = key ?? noKey;
      const sequence = nextSequence(ospfInterface);
      return { kind: 'cryptographic', keyId: signer.keyId, sequence, digest: signer };
    }
    case 'extendedCryptographic': {
      const key = latestSigningKey(authentication.keys, router.profile, router.now);
      noteSigningKey(ospfInterface, key);
      return key === undefined ? undefined : extendedAuthentication(ospfInterface, key);
    }
  }
}

/** The key that the next packet would be signed with. */
export function signingKeyOf({ authentication, router }: OspfInterface): OspfKey | undefined {
  switch (authentication.kind) {
    case 'null':
    case 'simple':
      return undefined;
    case 'cryptographic':
      return lastSigningKey(authentication.keys, router.profile, router.now);
    case 'extendedCryptographic':
      return latestSigningKey(authentication.keys, router.profile, router.now);
  }
}

/** Seconds, from which sequence numbers begin: those after a restart are above those before. RFC 2328 appendix D.3. */
export function clockSequence(router: RouterState): number {
  return Math.floor(router.now / 1e9);
}

function extendedAuthentication({ router, config }: OspfInterface, key: OspfHmacKey): OspfAuthentication {
  const { bootCount, count } = router.packetCounter.next();
  const digest = { key, source: config.address };
  return { kind: 'extendedCryptographic', keyId: key.keyId, bootCount, count, digest };
}

function nextSequence(ospfInterface: OspfInterface): number {
  const { router, sentSequence } = ospfInterface;
  const clock = clockSequence(router);
  const least = router.profile.cryptographicSequence === 'increasing' ? sentSequence + 1 : sentSequence;
  ospfInterface.sentSequence = Math.max(clock, least);
  return ospfInterface.sentSequence;
}

function noteSigningKey(ospfInterface: OspfInterface, key: OspfKey | undefined): void {
  const { signedWith, router, config } = ospfInterface;
  const keyId = key?.keyId ?? 'none';
  if (signedWith === keyId) return;
  ospfInterface.signedWith = keyId;
  if (signedWith === undefined) return;
  const { interfaceIndex } = config;
  const before = signedWith === 'none' ? undefined : signedWith;
  router.record({ kind: 'signingKeyChanged', interfaceIndex, keyId: key?.keyId, keyIdBefore: before });
}
