// DNS_CHECK.

import type { DnsCheckConfig, DnsRecordType } from '@ospflab/lvs-sim';
import type { KeepalivedStatement } from '../keepalived-statement.ts';
import { keyword, readBlock, type KeepalivedReadingLog, type KeywordRow } from '../keyword.ts';
import type { Writable } from '../../writable.ts';
import { targetKeywords } from './check-keywords.ts';

type DnsCheckDraft = Writable<DnsCheckConfig>;

const recordTypes: readonly DnsRecordType[] = [
  'A', 'NS', 'CNAME', 'SOA', 'MX', 'TXT', 'AAAA', 'RRSIG', 'DNSKEY',
]; // prettier-ignore

function readName(check: DnsCheckDraft, from: KeepalivedStatement, log: KeepalivedReadingLog): void {
  const name = log.text(from, 'a name');
  if (name === undefined) return;
  const problem =
    check.name !== undefined
      ? 'DNS_CHECK name already specified - ignoring'
      : /^\.(?!$)|\.\./.test(name)
        ? `DNS_CHECK name '${name}' has empty label - ignoring`
        : undefined;
  if (problem === undefined) check.name = name;
  else log.report(from.keyword, 'warning', problem, 'write one name such as example.org');
}

const dnsCheckKeywords: readonly KeywordRow<DnsCheckDraft>[] = [
  ...targetKeywords,
  keyword('type', (check, from, log) => {
    const written = log.text(from, 'a record type');
    const known = recordTypes.find((type) => type === written?.toUpperCase());
    if (known !== undefined) check.recordType = known;
    else if (written !== undefined) {
      const message = `Unknown DNS check type ${written}`;
      log.report(from.words[0]!, 'error', message, `write one of ${recordTypes.join(', ')}`);
    }
  }),
  keyword('name', readName),
];

export function readDnsCheck(from: KeepalivedStatement, log: KeepalivedReadingLog): DnsCheckConfig {
  const check: DnsCheckDraft = { kind: 'dnsCheck' };
  readBlock(from.block ?? [], dnsCheckKeywords, check, log);
  return check;
}
