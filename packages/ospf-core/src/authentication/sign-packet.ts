// What goes into the authentication field of a packet that is sent, RFC 2328 appendix D.4.

import type { OspfInterface } from '../interface/ospf-interface.ts';
import type { OspfAuthentication } from '../packet/ospf-packet.ts';
import type { RouterState } from '../router-state.ts';
import type { OspfKey } from './ospf-key.ts';

/** FRR: ospfd/ospf_packet.c, ospf_make_md5_digest, 8.4: signs with this when the interface has no key; nobody has it to check. */
const noKey: OspfKey = { keyId: 0, algorithm: 'md5', secret: new Uint8Array(0) };

export function authenticationForSending(ospfInterface: OspfInterface): OspfAuthentication {
  const { authentication } = ospfInterface;
  if (authentication.kind !== 'cryptographic') return authentication;
  const key = authentication.keys.at(-1) ?? noKey;
  return { kind: 'cryptographic', keyId: key.keyId, sequence: nextSequence(ospfInterface), digest: key };
}

/** Seconds, from which sequence numbers begin: those after a restart are above those before. RFC 2328 appendix D.3. */
export function clockSequence(router: RouterState): number {
  return Math.floor(router.now / 1e9);
}

function nextSequence(ospfInterface: OspfInterface): number {
  const { router, sentSequence } = ospfInterface;
  const clock = clockSequence(router);
  const least = router.profile.cryptographicSequence === 'increasing' ? sentSequence + 1 : sentSequence;
  ospfInterface.sentSequence = Math.max(clock, least);
  return ospfInterface.sentSequence;
}
