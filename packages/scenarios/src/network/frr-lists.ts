// Prefix lists and access lists of FRR, asked about a prefix.

import { maskOfLength, prefixContains, type Ipv4Prefix } from '@ospflab/net';
import type { OspfPrefixFilter, OspfPrefixRule } from '@ospflab/ospf-core';
import type {
  FrrAccessList,
  FrrAccessListEntry,
  FrrConfig,
  FrrPrefixList,
  FrrPrefixListEntry,
} from '../readers/frr/frr-config.ts';

/** Undefined when no list has the name. */
export function accessListNamed(frr: FrrConfig, name: string): OspfPrefixFilter | undefined {
  const list: FrrAccessList | undefined = frr.accessLists.find((candidate) => candidate.name === name);
  return list?.entries.map(ruleOfAccess);
}

export function prefixListNamed(frr: FrrConfig, name: string): OspfPrefixFilter | undefined {
  const list: FrrPrefixList | undefined = frr.prefixLists.find((candidate) => candidate.name === name);
  return list?.entries.map(ruleOfPrefix);
}

function ruleOfAccess({ permit, prefix, exact }: FrrAccessListEntry): OspfPrefixRule {
  return { permit, prefix, lengthMin: prefix.length, lengthMax: exact ? prefix.length : 32 };
}

function ruleOfPrefix({ permit, prefix, ge, le }: FrrPrefixListEntry): OspfPrefixRule {
  const lengthMax = le ?? (ge === undefined ? prefix.length : 32);
  return { permit, prefix, lengthMin: ge ?? prefix.length, lengthMax };
}

/** A list that does not exist, or has no line for the prefix, denies. */
export function permits(list: OspfPrefixFilter | undefined, prefix: Ipv4Prefix): boolean {
  const rule = list?.find(
    ({ prefix: outer, lengthMin, lengthMax }) =>
      isInside(outer, prefix) && prefix.length >= lengthMin && prefix.length <= lengthMax,
  );
  return rule?.permit === true;
}

function isInside(outer: Ipv4Prefix, inner: Ipv4Prefix): boolean {
  return (
    inner.length >= outer.length &&
    prefixContains(outer, inner.address) &&
    (inner.address & ~maskOfLength(inner.length)) === 0
  );
}
