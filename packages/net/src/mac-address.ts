// Ethernet addresses as branded 48-bit numbers. They exceed 32 bits, so use arithmetic here, not bit operators.

import type { Ipv4Address } from './ipv4-address.ts';

declare const macAddressBrand: unique symbol;

/** An Ethernet address, 0 … 2⁴⁸ − 1; ff:ff:ff:ff:ff:ff is 0xffffffffffff. */
export type MacAddress = number & { readonly [macAddressBrand]: true };

export const broadcastMac = 0xffffffffffff as MacAddress;
export const zeroMac = 0 as MacAddress;

export function macFromNumber(value: number): MacAddress {
  return value as MacAddress;
}

/** Reads six two-digit hexadecimal parts joined by colons; undefined when it is not that. */
export function parseMacAddress(text: string): MacAddress | undefined {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return undefined;
  return Number.parseInt(text.replaceAll(':', ''), 16) as MacAddress;
}

export function formatMacAddress(mac: MacAddress): string {
  return mac
    .toString(16)
    .padStart(12, '0')
    .replace(/(..)(?=.)/g, '$1:');
}

/** The group bit: the lowest bit of the first octet. Broadcast is a group address too. */
export function isGroupMac(mac: MacAddress): boolean {
  return Math.floor(mac / 2 ** 40) % 2 === 1;
}

/** RFC 1112 §6.4: 01:00:5e and the low 23 bits of the group. */
export function multicastMac(group: Ipv4Address): MacAddress {
  return (0x01005e000000 + (group & 0x7fffff)) as MacAddress;
}
