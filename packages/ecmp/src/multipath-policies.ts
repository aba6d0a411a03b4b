// The table of Linux hash policies. A new policy is one file and one row.

import type { MultipathPolicy } from './multipath-policy.ts';
import { multipathPolicyL3 } from './multipath-policy-l3.ts';
import { multipathPolicyL4 } from './multipath-policy-l4.ts';

/** Row i is the policy i. */
export const multipathPolicies = [multipathPolicyL3, multipathPolicyL4] as const satisfies MultipathPolicy[];

/** The values of net.ipv4.fib_multipath_hash_policy that are modelled. */
export type MultipathPolicyNumber = 0 | 1;

export function isMultipathPolicyNumber(value: number): value is MultipathPolicyNumber {
  return Number.isInteger(value) && value >= 0 && value < multipathPolicies.length;
}
