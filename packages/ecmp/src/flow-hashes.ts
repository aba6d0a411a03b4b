// The table of flow hashes that can be compared with each other. A new hash is one file and one row.

import type { FlowHash } from './flow-hash.ts';
import { multipathPolicyL3 } from './multipath-policy-l3.ts';
import { multipathPolicyL4 } from './multipath-policy-l4.ts';

export const flowHashes: readonly FlowHash[] = [multipathPolicyL3, multipathPolicyL4];
