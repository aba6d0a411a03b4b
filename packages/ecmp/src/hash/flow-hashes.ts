// The tables of flow hashes that can be compared with each other. A new hash is one file and one row.

import { multipathPolicies } from '../linux/multipath-policies.ts';
import { crc16Arc } from './crc16-arc.ts';
import { crc16Ccitt } from './crc16-ccitt.ts';
import { crc16Modbus } from './crc16-modbus.ts';
import { crc16Xmodem } from './crc16-xmodem.ts';
import { crc32 } from './crc32.ts';
import { crc32c } from './crc32c.ts';
import type { ByteHash, FlowHash } from './flow-hash.ts';
import { fnv1a } from './fnv-1a.ts';
import { halfSiphash } from './half-siphash.ts';
import { jhashFlow } from './jhash-flow.ts';
import { murmur3 } from './murmur3.ts';
import { siphashFlow } from './siphash-flow.ts';
import { toeplitzMicrosoft, toeplitzSymmetric } from './toeplitz-hash.ts';
import { xorFold } from './xor-fold.ts';
import { xxhash32 } from './xxhash32.ts';

/** Those that hash any bytes. */
export const byteHashes: readonly ByteHash[] = [
  crc16Arc,
  crc16Xmodem,
  crc16Ccitt,
  crc16Modbus,
  crc32,
  crc32c,
  xorFold,
  jhashFlow,
  siphashFlow,
  halfSiphash,
  fnv1a,
  murmur3,
  xxhash32,
];

export const flowHashes: readonly FlowHash[] = [
  ...multipathPolicies,
  ...byteHashes,
  toeplitzMicrosoft,
  toeplitzSymmetric,
];
