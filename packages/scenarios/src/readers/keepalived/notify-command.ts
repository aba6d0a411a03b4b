// quorum_up, quorum_down, notify_up, notify_down: commands that act on the simulated host when a set-up script could say the same.

import { readSetupScript } from '../setup-script/read-setup-script.ts';
import type { KeepalivedStatement } from './keepalived-statement.ts';
import { keyword, type KeepalivedReadingLog, type KeywordRow } from './keyword.ts';

/** The quoted text, or the words as they stand. The first of two counts. */
export function commandKeyword<Key extends string>(
  name: string,
  key: Key,
): KeywordRow<{ [K in Key]?: string | undefined }> {
  return keyword(name, (target, from, log) => {
    if (target[key] !== undefined) {
      log.report(
        from.keyword,
        'warning',
        `${name} script already specified - ignoring`,
        'remove one of them',
      );
      return;
    }
    if (log.text(from, 'a command') === undefined) return;
    const command = from.words.map((word) => word.text).join(' ');
    if (isUnderstood(command, from, log)) target[key] = command;
  });
}

function isUnderstood(command: string, from: KeepalivedStatement, log: KeepalivedReadingLog): boolean {
  const [first = from.keyword] = from.words;
  if (/[;&|<>`$\n]/.test(command)) {
    const message =
      'keepalived starts the program without a shell, so that the whole line is arguments to it';
    log.report(first, 'unsupported', message, 'give one command, or a script');
    return false;
  }
  const { value, diagnostics } = readSetupScript(from.keyword.file, command);
  const [problem] = diagnostics;
  if (problem === undefined) return true;
  const what = value.length === 0 ? 'the command does nothing here' : 'part of the command does nothing here';
  const remedy = 'write `ip addr add|del ADDRESS/LENGTH dev INTERFACE` or another line of a set-up script';
  log.report(first, 'unsupported', `${what}: ${problem.message}`, remedy);
  return value.length > 0;
}
