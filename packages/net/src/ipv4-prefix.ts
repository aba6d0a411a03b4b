// IPv4 prefixes. A prefix is canonical: its host bits are zero.

import { formatIpv4Address, ipv4FromNumber, parseIpv4Address, type Ipv4Address } from './ipv4-address.ts';

export interface Ipv4Prefix {
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly length: number;
}

export function maskOfLength(length: number): Ipv4Address {
  return ipv4FromNumber(length === 0 ? 0 : -1 << (32 - length));
}

/** The length of a contiguous mask; undefined when the one bits are not contiguous. */
export function lengthOfMask(mask: Ipv4Address): number | undefined {
  const length = Math.clz32(~mask);
  return maskOfLength(length) === mask ? length : undefined;
}

/** The prefix of that length that contains the address; host bits are cleared. */
export function prefixOf(address: Ipv4Address, length: number): Ipv4Prefix {
  return { address: ipv4FromNumber(address & maskOfLength(length)), length };
}

/** Reads `a.b.c.d/n`; host bits are cleared. Undefined when it is not a prefix. */
export function parseIpv4Prefix(text: string): Ipv4Prefix | undefined {
  const [addressText = '', lengthText = '', ...rest] = text.split('/');
  const address = parseIpv4Address(addressText);
  if (address === undefined || rest.length > 0 || !/^\d{1,2}$/.test(lengthText)) return undefined;
  const length = Number(lengthText);
  return length <= 32 ? prefixOf(address, length) : undefined;
}

export function formatIpv4Prefix(prefix: Ipv4Prefix): string {
  return `${formatIpv4Address(prefix.address)}/${prefix.length}`;
}

export function prefixContains(prefix: Ipv4Prefix, address: Ipv4Address): boolean {
  return ((prefix.address ^ address) & maskOfLength(prefix.length)) === 0;
}

/** Canonical order: by address, then the shorter prefix first. */
export function comparePrefixes(left: Ipv4Prefix, right: Ipv4Prefix): number {
  return left.address - right.address || left.length - right.length;
}
