// SMTP_CHECK, with the old `host` blocks, each of which is a check of its own.

import type { CheckTarget, SmtpCheckConfig } from '@ospflab/lvs-sim';
import type { KeepalivedStatement } from '../keepalived-statement.ts';
import { keyword, readBlock, type KeepalivedReadingLog, type KeywordRow } from '../keyword.ts';
import type { Writable } from '../../writable.ts';
import { targetKeywords } from './check-keywords.ts';

interface SmtpDraft extends Writable<CheckTarget> {
  heloName?: string | undefined;
  readonly hosts: CheckTarget[];
}

const smtpCheckKeywords: readonly KeywordRow<SmtpDraft>[] = [
  ...targetKeywords,
  keyword('helo_name', (check, from, log) => void (check.heloName = log.text(from, 'a name'))),
  keyword('host', (check, from, log) => {
    const host: Writable<CheckTarget> = {};
    readBlock(from.block ?? [], targetKeywords, host, log);
    check.hosts.push(host);
  }),
];

/** Hosts replace the check itself unless it says whom to connect to. */
export function readSmtpCheck(from: KeepalivedStatement, log: KeepalivedReadingLog): SmtpCheckConfig[] {
  const draft: SmtpDraft = { hosts: [] };
  readBlock(from.block ?? [], smtpCheckKeywords, draft, log);
  const { hosts, ...own } = draft;
  const { connectIp, connectPort, bindTo, bindPort, connectTimeout } = own;
  const isTarget = [connectIp, connectPort, bindTo, bindPort, connectTimeout].some(
    (one) => one !== undefined,
  );
  const targets = isTarget || hosts.length === 0 ? [{}, ...hosts] : hosts;
  return targets.map((host) => ({ kind: 'smtpCheck', ...own, ...host }));
}
