// Which key of an interface signs now, and whether one is good for what was received. RFC 2328 appendix D.3, RFC 7474 §4.

import type { Instant } from '@ospflab/sim';
import type { OspfDropReason } from '../event.ts';
import type { OspfProfile } from '../profile/ospf-profile.ts';
import type { OspfKey, OspfKeyLifetime } from './ospf-key.ts';

type Lifetime = 'sends' | 'accepts';

/** Of the keys that may sign now the last one; undefined when none may. */
export function lastSigningKey<Key extends OspfKey>(
  keys: readonly Key[],
  profile: OspfProfile,
  now: Instant,
): Key | undefined {
  for (let index = keys.length - 1; index >= 0; index--) {
    if (isGood(keys[index]!.sends, now)) return keys[index];
  }
  return keyLivingOn(keys, 'sends', profile, now);
}

/** RFC 7474 §4.1, §4.2: of the keys that may sign now the one that began last, so that a new key takes over at once. */
export function latestSigningKey<Key extends OspfKey>(
  keys: readonly Key[],
  profile: OspfProfile,
  now: Instant,
): Key | undefined {
  let latest: Key | undefined;
  for (const key of keys) {
    if (!isGood(key.sends, now)) continue;
    if (latest === undefined || beginOf(key) >= beginOf(latest)) latest = key;
  }
  return latest ?? keyLivingOn(keys, 'sends', profile, now);
}

/** RFC 2328 appendix D.5 (2), RFC 7474 §4.3: why nothing signed with that key of the interface is believed now; undefined when it is. */
export function refusalOfKey(
  key: OspfKey | undefined,
  keys: readonly OspfKey[],
  profile: OspfProfile,
  now: Instant,
): OspfDropReason | undefined {
  if (key === undefined) return 'authenticationKeyUnknown';
  if (isGood(key.accepts, now)) return undefined;
  if (key.accepts!.from > now) return 'authenticationKeyNotYetValid';
  return keyLivingOn(keys, 'accepts', profile, now) === key ? undefined : 'authenticationKeyExpired';
}

function isGood(lifetime: OspfKeyLifetime | undefined, now: Instant): boolean {
  if (lifetime === undefined) return true;
  return lifetime.from <= now && (lifetime.until === undefined || now < lifetime.until);
}

function beginOf({ sends }: OspfKey): number {
  return sends?.from ?? -Infinity;
}

// RFC 2328 appendix D.3: rather than to be without any, the key that expires last goes on.
function keyLivingOn<Key extends OspfKey>(
  keys: readonly Key[],
  lifetime: Lifetime,
  { lastKeyLivesOn }: OspfProfile,
  now: Instant,
): Key | undefined {
  if (!lastKeyLivesOn) return undefined;
  let last: Key | undefined;
  for (const key of keys) {
    if (isGood(key[lifetime], now)) return undefined;
    const until = key[lifetime]?.until;
    if (until === undefined || until > now) continue;
    if (last === undefined || until >= last[lifetime]!.until!) last = key;
  }
  return last;
}
