// A question to a name server. RFC 1035 §4.1.

import { bytesOfText } from '@ospflab/net';
import type { DnsRecordType } from './keepalived-config.ts';

const typeNumbers: Readonly<Record<DnsRecordType, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  RRSIG: 46,
  DNSKEY: 48,
};
const recursionDesired = 0x01;
const classInternet = 1;
const labelLengthMax = 63;

/** Recursion is desired. A longer label than 63 bytes is cut. */
export function dnsQuery(identification: number, type: DnsRecordType, name: string): Uint8Array {
  const bytes = [identification >> 8, identification & 0xff, recursionDesired, 0, 0, 1, 0, 0, 0, 0, 0, 0];
  for (const label of name.split('.')) {
    if (label === '') continue;
    const text = label.slice(0, labelLengthMax);
    bytes.push(text.length, ...bytesOfText(text));
  }
  bytes.push(0, 0, typeNumbers[type], 0, classInternet);
  return Uint8Array.from(bytes);
}
