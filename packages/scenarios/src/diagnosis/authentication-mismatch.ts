// Why one end of a segment does not believe the packets of the other, RFC 2328 appendix D. Secrets are compared, never shown.

import {
  lastSigningKey,
  latestSigningKey,
  refusalOfKey,
  sameBytes,
  signAlike,
  type OspfAuthenticationConfig,
  type OspfKey,
} from '@ospflab/ospf-core';
import type { Instant } from '@ospflab/sim';
import type { Mismatch } from './hello-mismatches.ts';
import type { OspfEnd } from './ospf-end.ts';

type Signing = Extract<OspfAuthenticationConfig, { readonly keys: readonly OspfKey[] }>;

const kindWords: Readonly<Record<OspfAuthenticationConfig['kind'], string>> = {
  null: 'none',
  simple: 'password',
  cryptographic: 'message digest',
  extendedCryptographic: 'message digest with 64-bit sequence numbers',
};

const keySetting = '`ip ospf message-digest-key` or the key chain';

export function authenticationMismatch(one: OspfEnd, other: OspfEnd, now: Instant): Mismatch | undefined {
  const own = authenticationOf(one);
  const others = authenticationOf(other);
  if (own.kind !== others.kind) {
    const text = `authentication ${kindWords[own.kind]} / ${kindWords[others.kind]}`;
    return { text, setting: '`ip ospf authentication` or `area … authentication`' };
  }
  if (own.kind === 'simple' && others.kind === 'simple') {
    if (sameBytes(own.password, others.password)) return undefined;
    return { text: 'different passwords', setting: '`ip ospf authentication-key`' };
  }
  if (!signs(own) || !signs(others)) return undefined;
  const text =
    disbelief(signingKey(own, one, now), others.keys, other, now) ??
    disbelief(signingKey(others, other, now), own.keys, one, now);
  if (text === undefined) return undefined;
  return { text: text === 'keys' ? `keys ${idsOf(own)} / ${idsOf(others)}` : text, setting: keySetting };
}

function authenticationOf({ config }: OspfEnd): OspfAuthenticationConfig {
  return config.authentication ?? { kind: 'null' };
}

function signs(authentication: OspfAuthenticationConfig): authentication is Signing {
  return authentication.kind === 'cryptographic' || authentication.kind === 'extendedCryptographic';
}

function signingKey(signing: Signing, { profile }: OspfEnd, now: Instant): OspfKey | undefined {
  return signing.kind === 'cryptographic'
    ? lastSigningKey(signing.keys, profile, now)
    : latestSigningKey(signing.keys, profile, now);
}

/** Why what is signed with the key is not believed by a receiver with those keys; `keys`: it does not have that one. */
function disbelief(
  key: OspfKey | undefined,
  keys: readonly OspfKey[],
  { profile }: OspfEnd,
  now: Instant,
): string | undefined {
  // FRR signs with key 0 when it has none.
  if (key === undefined) return 'keys';
  const known = keys.find(({ keyId }) => keyId === key.keyId);
  if (known === undefined) return 'keys';
  switch (refusalOfKey(known, keys, profile, now)) {
    case undefined:
      break;
    case 'authenticationKeyNotYetValid':
      return `key ${key.keyId} signs on one side and is not accepted yet on the other`;
    default:
      return `key ${key.keyId} signs on one side and is not accepted any more on the other`;
  }
  return signAlike(key, known) ? undefined : `different secrets or algorithms for key ${key.keyId}`;
}

function idsOf({ keys }: Signing): string {
  return keys.length === 0 ? 'none' : keys.map(({ keyId }) => keyId).join(' and ');
}
