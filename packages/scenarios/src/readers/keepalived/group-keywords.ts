// virtual_server_group: addresses, ranges of addresses and firewall marks under one name.

import type { VirtualServerGroupConfig } from '@ospflab/lvs-sim';
import { ipv4FromNumber, parseIpv4Address, type Ipv4Address } from '@ospflab/net';
import type { KeepalivedReadingLog } from './keyword.ts';
import type { KeepalivedStatement } from './keepalived-statement.ts';

/** Every address becomes a service in the kernel. */
const addressesMax = 65_536;

interface AddressRange {
  readonly first: Ipv4Address;
  readonly last: Ipv4Address;
}

/** `a.b.c.d`, `a.b.c.d-e` (last byte), `a.b.c.d-e.f.g.h` or `a.b.c.d/length` with empty host bits. */
function addressRange(text: string): AddressRange | string {
  const match = /^([\d.]+)(?:-(\d{1,3})|-([\d.]{7,15})|\/(\d{1,2}))?$/.exec(text);
  const first = parseIpv4Address(match?.[1] ?? '');
  if (match === null || first === undefined) return `Invalid virtual server group IP address ${text}`;
  if (match[2] !== undefined) {
    const last = Number(match[2]);
    if (last > 255 || last <= (first & 0xff))
      return `Address range end is not greater than address range start - ${text}`;
    return { first, last: ipv4FromNumber(((first & 0xffffff00) | last) >>> 0) };
  }
  if (match[3] !== undefined) {
    const last = parseIpv4Address(match[3]);
    if (last === undefined) return `Invalid range end ${text}`;
    return last < first ? `Address range end is less than address range start - ${text}` : { first, last };
  }
  if (match[4] === undefined) return { first, last: first };
  const length = Number(match[4]);
  if (length < 1 || length > 32) return `Invalid netmask - ${text}`;
  const hostBits = 2 ** (32 - length) - 1;
  if ((first & hostBits) !== 0) return `Address mask bits not empty - ${text}`;
  return { first, last: ipv4FromNumber(first + hostBits) };
}

/** Undefined when nothing usable is in it. */
export function readVirtualServerGroup(
  from: KeepalivedStatement,
  log: KeepalivedReadingLog,
): VirtualServerGroupConfig | undefined {
  const name = log.text(from, 'a name');
  if (name === undefined) return undefined;
  const addresses: { address: Ipv4Address; port: number }[] = [];
  const firewallMarks: number[] = [];
  const entries = from.block ?? [];
  for (const entry of entries) {
    const { keyword: word, words } = entry;
    if (word.text === 'fwmark') {
      const mark = log.integer(entry, 1, 2 ** 32 - 1);
      if (mark !== undefined) firewallMarks.push(mark);
      continue;
    }
    const range = addressRange(word.text);
    const port = words[0]?.text ?? '0';
    if (typeof range === 'string')
      log.report(word, 'error', range, 'write `a.b.c.d`, `a.b.c.d-e` or a prefix');
    else if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
      log.report(words[0]!, 'error', `'${port}' where a port was expected`, 'write 1 to 65535');
    } else if (addresses.length + range.last - range.first >= addressesMax) {
      log.report(word, 'error', `more than ${addressesMax} addresses in one group`, 'take a smaller range');
    } else {
      for (let address = range.first as number; address <= range.last; address++)
        addresses.push({ address: ipv4FromNumber(address), port: Number(port) });
    }
  }
  if (entries.length === 0) {
    const message = `virtual server group ${name} has no entries - removing`;
    log.report(from.keyword, 'warning', message, 'add an address and a port');
  }
  if (addresses.length + firewallMarks.length === 0) return undefined;
  return { name, addresses, ...(firewallMarks.length === 0 ? {} : { firewallMarks }) };
}
