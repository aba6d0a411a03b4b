// BFD_CHECK. keepalived 2.2.7: keepalived/check/check_bfd.c.

import type { BfdCheckConfig } from '@ospflab/lvs-sim';
import type { BfdInstances } from '../bfd-instance.ts';
import type { KeepalivedStatement } from '../keepalived-statement.ts';
import { keyword, presence, readBlock, type KeepalivedReadingLog, type KeywordRow } from '../keyword.ts';

interface Draft {
  instance?: string;
  alpha?: boolean | undefined;
  complained?: boolean;
}

/** `server`: as keepalived names the real server. `watched`: what its other checks follow. Undefined when the check is left out. */
export function readBfdCheck(
  from: KeepalivedStatement,
  server: string,
  watched: ReadonlySet<string>,
  instances: BfdInstances,
  log: KeepalivedReadingLog,
): BfdCheckConfig | undefined {
  const draft: Draft = {};
  const leaveOut = (at: KeepalivedStatement, text: string, remedy: string): void => {
    draft.complained = true;
    log.report(at.words[0] ?? at.keyword, 'warning', `(${server}) ${text}`, remedy);
  };
  const readName = (_: Draft, at: KeepalivedStatement): void => {
    const [word] = at.words;
    const name = word?.text ?? '';
    if (at.words.length !== 1) {
      leaveOut(at, 'BFD_CHECK - No or too many names specified - skipping checker', 'write one name');
    } else if (draft.instance !== undefined) {
      const message = `(${server}) BFD_CHECK - BFD ${name} already specified as ${draft.instance}`;
      log.report(word!, 'warning', message, 'write a BFD_CHECK for each instance');
    } else if (!instances.known.has(name)) {
      leaveOut(
        at,
        `BFD_CHECK - BFD ${name} not configured`,
        `put \`bfd_instance ${name}\` before this virtual_server`,
      );
    } else if (watched.has(name)) {
      leaveOut(at, `BFD_CHECK - RS already monitoring ${name}`, 'remove one of the checks');
    } else draft.instance = name;
  };
  const keywords: readonly KeywordRow<Draft>[] = [keyword('name', readName), presence('alpha', 'alpha')];
  readBlock(from.block ?? [], keywords, draft, log);
  const { instance, alpha, complained } = draft;
  if (instance !== undefined) return { kind: 'bfdCheck', instance, ...(alpha === true ? { alpha } : {}) };
  if (complained !== true) {
    leaveOut(from, 'No name has been specified for BFD_CHECKER - skipping', 'add `name INSTANCE`');
  }
  return undefined;
}
