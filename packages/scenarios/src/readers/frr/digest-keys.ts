// Message-digest keys of an interface or a virtual link, in the order in which they were typed.

import type { FrrMessageDigestKey } from './frr-config.ts';
import type { StatementProblem } from './statement.ts';

/** Longer ones are cut. */
export const longestDigestKey = 16;

/** FRR: ospfd/ospf_vty.c, ip_ospf_message_digest_key, 8.4: a key that is there stays as it is. */
export function addDigestKey(
  holder: { messageDigestKeys: readonly FrrMessageDigestKey[] },
  key: FrrMessageDigestKey,
): StatementProblem | undefined {
  const { keyId, at } = key;
  if (holder.messageDigestKeys.some((other) => other.keyId === keyId)) {
    return {
      severity: 'warning',
      at,
      message: `key ${keyId} is there already, and stays as it is`,
      remedy: 'take the old one back with `no` first',
    };
  }
  holder.messageDigestKeys = [...holder.messageDigestKeys, key];
  return undefined;
}
