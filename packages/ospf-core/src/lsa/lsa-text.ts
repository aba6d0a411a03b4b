// LSAs as an operator reads them: names of LS types, keys, option letters, one line per LSA.

import { formatIpv4Address, ipv4FromNumber } from '@ospflab/net';
import { lsTypes, type LsaHeader } from './lsa.ts';
import { formatSequenceNumber } from './sequence-number.ts';

/** `router-LSA`, `network-LSA` …; `LS type 77` for what is not known. */
export function lsTypeText(type: number): string {
  switch (type) {
    case lsTypes.router:
      return 'router-LSA';
    case lsTypes.network:
      return 'network-LSA';
    case lsTypes.summaryNetwork:
      return 'summary-LSA';
    case lsTypes.summaryAsbr:
      return 'summary-LSA (ASBR)';
    case lsTypes.asExternal:
      return 'AS-external-LSA';
    case lsTypes.nssaExternal:
      return 'NSSA-LSA';
    case lsTypes.opaqueLink:
      return 'link-local opaque-LSA';
    case lsTypes.opaqueArea:
      return 'area-local opaque-LSA';
    case lsTypes.opaqueAs:
      return 'AS-wide opaque-LSA';
    default:
      return `LS type ${type}`;
  }
}

/** `router-LSA 10.0.0.1 of 10.0.0.1`. */
export function lsaKeyToText(key: Pick<LsaHeader, 'type' | 'linkStateId' | 'advertisingRouter'>): string {
  return `${lsTypeText(key.type)} ${dotted(key.linkStateId)} of ${dotted(key.advertisingRouter)}`;
}

/** `router-LSA 10.0.0.1 of 10.0.0.1, seq 80000002, age 4, checksum 0x0787, 48 bytes`. */
export function lsaHeaderToText(header: LsaHeader, ageSeconds: number): string {
  const checksum = header.checksum.toString(16).padStart(4, '0');
  return `${lsaKeyToText(header)}, seq ${formatSequenceNumber(header.sequence)}, age ${ageSeconds}, checksum 0x${checksum}, ${header.length} bytes`;
}

/** The bits of the options field from 0x40 down to 0x02 as `*|O|DC|EA|N/P|MC|E|-`: a letter when set, `-` when not; 0x80 is always a star. */
export function optionsText(options: number): string {
  const names = ['O', 'DC', 'EA', 'N/P', 'MC', 'E', 'M/T'];
  return `*|${names.map((name, index) => ((options & (0x40 >> index)) !== 0 ? name : '-')).join('|')}`;
}

function dotted(value: number): string {
  return formatIpv4Address(ipv4FromNumber(value));
}
