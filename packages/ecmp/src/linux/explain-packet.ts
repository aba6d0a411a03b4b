// Which bytes of a packet were hashed, under which key, and what came out: the answer behind `ospflab nexthop --explain`.

import { formatIpv4Address, ipv4FromNumber } from '@ospflab/net';
import type { GivenPacket } from '../traffic/parse-packet.ts';
import type { FlowKeys } from './flow-keys.ts';
import { hashFieldNames, hashFieldsDefault } from './hash-fields.ts';
import { HashedKeys, hashOfKeys } from './hashed-keys.ts';
import { linuxFlowKeyBytes } from './linux-flow-key.ts';
import { carriedHash, hashIpv6Packet, hashPacket, type LinuxHashOptions } from './linux-multipath-hash.ts';
import { linuxKeysHash } from './linux-record-hash.ts';
import { multipathPolicies } from './multipath-policies.ts';

export interface HashedRecord {
  readonly part: 'packet' | 'outer' | 'inner';
  /** As they stand in the record, that is in order. */
  readonly fields: Readonly<Record<string, string | number>>;
  /** 48 or 72. */
  readonly bytes: Uint8Array;
  /** Unsigned 32 bits. */
  readonly sipHash: number;
}

export interface HashExplanation {
  readonly policy: string;
  /** 31 bits: what the next hop is selected with. */
  readonly hash: number;
  /** The 32 bits that the packet came with, where they decide; then nothing is hashed. */
  readonly carried: number | undefined;
  readonly records: readonly HashedRecord[];
  /** Policy 3: the hashes of the records went through jhash. */
  readonly mixed: boolean;
  /** Names of the fields that policy 3 takes. */
  readonly fields: readonly string[];
}

/** Undefined for bytes that hold no IPv6 header. */
export function hashGivenPacket(
  options: LinuxHashOptions,
  given: GivenPacket,
  socketHash = 0,
): number | undefined {
  return given.family === 4
    ? hashPacket(options, given.packet, socketHash)
    : hashIpv6Packet(options, given.bytes);
}

export function explainHash(options: LinuxHashOptions, given: GivenPacket, socketHash = 0): HashExplanation {
  const policy = multipathPolicies[options.policy]!;
  const fields = options.fields ?? hashFieldsDefault;
  const head = {
    policy: `${options.policy} (${policy.about.replace(/^Linux policy \d: /, '')})`,
    fields: options.policy === 3 ? hashFieldNames(fields) : [],
  };
  const carried = given.family === 4 ? carriedHash(options, given.packet, socketHash) : 0;
  if (carried !== 0) return { ...head, hash: carried >>> 1, carried, records: [], mixed: false };
  const keys = new HashedKeys();
  if (given.family === 4) policy.readPacket(given.packet, fields, keys);
  else policy.readIpv6(given.bytes, fields, keys);
  const records: HashedRecord[] = [];
  if (!keys.mixed) records.push(recordOf('packet', keys.outer, options.seed));
  else {
    if (keys.outerUsed) records.push(recordOf('outer', keys.outer, options.seed));
    if (keys.innerUsed) records.push(recordOf('inner', keys.inner, options.seed));
  }
  return { ...head, hash: hashOfKeys(options.seed, keys), carried: undefined, records, mixed: keys.mixed };
}

/** Several lines, for a terminal. */
export function formatHashExplanation(explanation: HashExplanation, seed: number): string {
  const lines = [`policy ${explanation.policy}`];
  if (explanation.fields.length > 0) lines.push(`fields ${explanation.fields.join(', ')}`);
  const { carried } = explanation;
  if (carried !== undefined) lines.push(`the packet brings the hash ${hex(carried)}, nothing is computed`);
  for (const { part, fields, bytes, sipHash } of explanation.records) {
    const values = Object.entries(fields).map(([name, value]) => `${name} ${value}`);
    lines.push(`${part}: ${values.join(', ')}`);
    for (let offset = 0; offset < bytes.length; offset += 16) {
      const row = Array.from(bytes.subarray(offset, offset + 16), (byte) =>
        byte.toString(16).padStart(2, '0'),
      );
      lines.push(`  ${String(offset).padStart(2)}  ${row.join(' ')}`);
    }
    lines.push(`  SipHash-2-4 with the key ${hex(seed)} four times: ${hex(sipHash)}`);
  }
  if (explanation.mixed) lines.push('jhash mixes the hashes of outer and inner packet, 0 for none');
  lines.push(`upper 31 bits: ${explanation.hash}`);
  return lines.join('\n');
}

function recordOf(part: HashedRecord['part'], keys: FlowKeys, seed: number): HashedRecord {
  const bytes = linuxFlowKeyBytes(keys);
  const view = new DataView(bytes.buffer);
  const address = (offset: number): string =>
    keys.isIpv6
      ? Array.from({ length: 8 }, (_, word) => view.getUint16(offset + 2 * word).toString(16)).join(':')
      : formatIpv4Address(ipv4FromNumber(view.getUint32(offset)));
  return {
    part,
    fields: {
      'first address': address(36),
      'second address': address(keys.isIpv6 ? 52 : 40),
      protocol: keys.protocol,
      ...(keys.flowLabelWord === 0 ? {} : { 'flow label': hex(view.getUint32(4, true)) }),
      'first port': view.getUint16(28),
      'second port': view.getUint16(30),
    },
    bytes,
    sipHash: linuxKeysHash(seed, keys),
  };
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
