// Which networks a border router tells one area of another.

import { maskOfLength, prefixContains, type Ipv4Prefix } from '@ospflab/net';
import type { OspfPrefixFilter } from '../config.ts';

export function permittedByAll(
  filters: readonly OspfPrefixFilter[] | undefined,
  prefix: Ipv4Prefix,
): boolean {
  return filters === undefined || filters.every((filter) => permits(filter, prefix));
}

function permits(filter: OspfPrefixFilter, { address, length }: Ipv4Prefix): boolean {
  const rule = filter.find(
    ({ prefix, lengthMin, lengthMax }) =>
      prefix.length <= length &&
      prefixContains(prefix, address) &&
      (address & ~maskOfLength(length)) === 0 &&
      length >= lengthMin &&
      length <= lengthMax,
  );
  return rule?.permit === true;
}
