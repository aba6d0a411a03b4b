// MISC_CHECK.

import type { MiscCheckConfig } from '@ospflab/lvs-sim';
import type { KeepalivedStatement } from '../keepalived-statement.ts';
import {
  irrelevantKeywords,
  keyword,
  presence,
  readBlock,
  type KeepalivedReadingLog,
  type KeywordRow,
} from '../keyword.ts';
import type { Writable } from '../../writable.ts';
import { checkKeywords } from './check-keywords.ts';

type MiscCheckDraft = Writable<Omit<MiscCheckConfig, 'kind' | 'command'>> & { command?: string };

const miscCheckKeywords: readonly KeywordRow<MiscCheckDraft>[] = [
  ...checkKeywords,
  keyword('misc_path', (check, from, log) => {
    if (log.text(from, 'a program') !== undefined)
      check.command = from.words.map((word) => word.text).join(' ');
  }),
  keyword('misc_timeout', (check, from, log) => {
    const timeout = log.wholeSeconds(from);
    if (timeout !== 0) check.timeout = timeout;
  }),
  presence('misc_dynamic', 'dynamic'),
  ...irrelevantKeywords('user'),
];

/** Undefined without a program: keepalived leaves the check out. */
export function readMiscCheck(
  from: KeepalivedStatement,
  log: KeepalivedReadingLog,
): MiscCheckConfig | undefined {
  const draft: MiscCheckDraft = {};
  readBlock(from.block ?? [], miscCheckKeywords, draft, log);
  const { command } = draft;
  if (command !== undefined) return { kind: 'miscCheck', ...draft, command };
  const message = 'No script path has been specified for MISC_CHECKER - skipping';
  log.report(from.keyword, 'warning', message, 'add `misc_path "/path/to/program arguments"`');
  return undefined;
}
