// The table of Linux hash policies. A new policy is one file and one row.

import type { MultipathPolicy } from './multipath-policy.ts';
import { multipathPolicyFields } from './multipath-policy-fields.ts';
import { multipathPolicyInner } from './multipath-policy-inner.ts';
import { multipathPolicyL3 } from './multipath-policy-l3.ts';
import { multipathPolicyL4 } from './multipath-policy-l4.ts';

/** Row i is the policy i. */
export const multipathPolicies: readonly MultipathPolicy[] = [
  multipathPolicyL3,
  multipathPolicyL4,
  multipathPolicyInner,
  multipathPolicyFields,
];

/** The values of net.ipv4.fib_multipath_hash_policy. */
export type MultipathPolicyNumber = 0 | 1 | 2 | 3;

/** Any policy that Linux has. */
export function isHashPolicyNumber(value: number): value is MultipathPolicyNumber {
  return Number.isInteger(value) && value >= 0 && value < multipathPolicies.length;
}
