// The table of flow hashes that can be compared with each other. A new hash is one file and one row.

import { multipathPolicies } from '../linux/multipath-policies.ts';
import type { FlowHash } from './flow-hash.ts';

export const flowHashes: readonly FlowHash[] = [...multipathPolicies];
