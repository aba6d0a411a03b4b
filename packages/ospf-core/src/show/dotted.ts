// Router ids, area ids, link state ids and masks are printed as addresses are.

import { formatIpv4Address, ipv4FromNumber } from '@ospflab/net';

export function dotted(value: number): string {
  return formatIpv4Address(ipv4FromNumber(value));
}
