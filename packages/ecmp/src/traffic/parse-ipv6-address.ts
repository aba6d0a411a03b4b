// IPv6 addresses as text (RFC 4291 §2.2), for hashing only: the simulator itself speaks IPv4.

import { parseIpv4Address } from '@ospflab/net';

/** Sixteen bytes; undefined for text that is no address. Zones (%eth0) are refused. */
export function parseIpv6Address(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = wordsOf(halves[0]!);
  const tail = halves.length === 2 ? wordsOf(halves[1]!) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const words = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return Uint8Array.from(words.flatMap((word) => [word >>> 8, word & 255]));
}

function wordsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const words: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      words.push(parseInt(part, 16));
      continue;
    }
    // The last 32 bits may be written as an IPv4 address.
    const ipv4 = index === parts.length - 1 ? parseIpv4Address(part) : undefined;
    if (ipv4 === undefined) return undefined;
    words.push(ipv4 >>> 16, ipv4 & 0xffff);
  }
  return words;
}
