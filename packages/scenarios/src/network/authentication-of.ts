// How packets of an interface or a virtual link are signed: by its own statements, else as its area says.

import { bytesOfText, type Ipv4Address } from '@ospflab/net';
import type {
  OspfAuthenticationConfig,
  OspfHmacKey,
  OspfInterfaceConfig,
  OspfKey,
  OspfKeyLifetime,
} from '@ospflab/ospf-core';
import type { Instant } from '@ospflab/sim';
import type { CalendarSecond } from '../calendar.ts';
import type {
  FrrAuthentication,
  FrrAuthenticationMode,
  FrrChainedKey,
  FrrKeyAlgorithm,
  FrrKeyLifetime,
  FrrMessageDigestKey,
  FrrOspf,
} from '../readers/frr/frr-config.ts';
import type { LoadedNode } from '../scenario/scenario.ts';
import { ospfProfiles } from './ospf-profiles.ts';

const keyAlgorithms: Readonly<Record<FrrKeyAlgorithm, OspfKey['algorithm']>> = {
  md5: 'md5',
  'hmac-sha-1': 'hmacSha1',
  'hmac-sha-256': 'hmacSha256',
  'hmac-sha-384': 'hmacSha384',
  'hmac-sha-512': 'hmacSha512',
};

/** `settings`: undefined when no statement mentions the interface. */
export function authenticationOf(
  node: LoadedNode,
  ospf: FrrOspf,
  settings: FrrAuthentication | undefined,
  areaId: Ipv4Address,
): Pick<OspfInterfaceConfig, 'authentication' | 'authenticationOfArea'> {
  const own = settings?.authentication;
  if (own !== undefined) return { authentication: signingOf(node, settings, own) };
  const mode = ospf.areas.find(({ area }) => area === areaId)?.authentication;
  if (mode === undefined) return {};
  return { authentication: signingOf(node, settings, mode), authenticationOfArea: true };
}

function signingOf(
  node: LoadedNode,
  settings: FrrAuthentication | undefined,
  mode: FrrAuthenticationMode,
): OspfAuthenticationConfig {
  switch (mode) {
    case 'none':
      return { kind: 'null' };
    case 'simple': {
      const password = new Uint8Array(8);
      password.set(bytesOfText(settings?.authenticationKey ?? '').subarray(0, 8));
      return { kind: 'simple', password };
    }
    case 'messageDigest':
      return { kind: 'cryptographic', keys: digestKeysOf(node, settings?.messageDigestKeys ?? []) };
    case 'keyChain':
      return chainedAuthentication(node, settings);
  }
}

/** FRR: ospfd/ospf_packet.c, ospf_check_auth, 8.4: of several keys all but the last one are as good as not there. */
function digestKeysOf({ ospfProfile }: LoadedNode, typed: readonly FrrMessageDigestKey[]): OspfKey[] {
  const { believedDigestKeys } = ospfProfiles[ospfProfile];
  return (believedDigestKeys === 'last' ? typed.slice(-1) : typed).map(({ keyId, key }) => ({
    keyId,
    algorithm: 'md5',
    secret: bytesOfText(key),
  }));
}

/** What the key chain makes of it; without keys when there is no such chain. */
function chainedAuthentication(
  { frr, clock, extendedSequenceNumbers }: LoadedNode,
  settings: FrrAuthentication | undefined,
): OspfAuthenticationConfig {
  const name = settings?.keyChain?.name ?? '';
  const found = frr?.keyChains.find((candidate) => candidate.name === name);
  const keys = (found?.keys ?? []).flatMap((key) => chainedKeyOf(key, clock) ?? []).sort(byNumberDownwards);
  if (extendedSequenceNumbers !== true) {
    return {
      kind: 'cryptographic',
      keyChain: name,
      keys: keys.map((key) => ({ ...key, keyId: key.keyId & 0xff })),
    };
  }
  return { kind: 'extendedCryptographic', keyChain: name, keys: keys.filter(isHmacKey) };
}

/** FRR: lib/keychain.c, key_lookup_for_send, 10: the key of the lowest number signs, which is the last one here. */
function byNumberDownwards(left: OspfKey, right: OspfKey): number {
  return right.keyId - left.keyId;
}

function isHmacKey(key: OspfKey): key is OspfHmacKey {
  return key.algorithm !== 'md5';
}

/** A key without secret or algorithm is none. */
function chainedKeyOf(key: FrrChainedKey, clock: CalendarSecond): OspfKey | undefined {
  const { keyId, secret, algorithm, sends, accepts } = key;
  if (secret === undefined || algorithm === undefined) return undefined;
  return {
    keyId,
    algorithm: keyAlgorithms[algorithm],
    secret: bytesOfText(secret),
    ...(sends === undefined ? {} : { sends: lifetimeOf(sends, clock) }),
    ...(accepts === undefined ? {} : { accepts: lifetimeOf(accepts, clock) }),
  };
}

/** FRR: lib/keychain.c, key_lookup_for_accept, 10, compares whole seconds: the last one still counts. */
function lifetimeOf({ start, end }: FrrKeyLifetime, clock: CalendarSecond): OspfKeyLifetime {
  const from = instantOf(start, clock);
  return end === undefined ? { from } : { from, until: instantOf((end + 1) as CalendarSecond, clock) };
}

/** Negative before the start of the run. */
function instantOf(second: CalendarSecond, clock: CalendarSecond): Instant {
  return ((second - clock) * 1e9) as Instant;
}
