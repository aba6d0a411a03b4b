// What ipvsadm-save writes and ipvsadm-restore reads: a command a line, without the program's name.

import type { Reading } from '../diagnostic.ts';
import { ScriptLog } from '../setup-script/script-log.ts';
import type { SetupCommand } from '../setup-script/setup-command.ts';
import { parseShellLine } from '../setup-script/shell-line.ts';
import { linesOf } from '../text-line.ts';
import { readIpvsadm } from './read-ipvsadm-command.ts';

export function readIpvsadmRules(file: string, text: string): Reading<readonly SetupCommand[]> {
  const log = new ScriptLog();
  const variables = new Map<string, string>();
  for (const line of linesOf(file, text)) {
    const parsed = parseShellLine([line], variables);
    if (parsed.kind === 'notUnderstood') {
      log.report(parsed.at, 'error', `${parsed.what} is not understood`, 'write rules as ipvsadm-save does');
      continue;
    }
    for (const command of parsed.commands) {
      const [first] = command.words;
      if (first === undefined) continue;
      const program = first.text === 'ipvsadm' ? [] : [{ ...first, text: 'ipvsadm' }];
      readIpvsadm({ ...command, words: [...program, ...command.words] }, log);
    }
  }
  return { value: log.commands, diagnostics: log.diagnostics, irrelevant: log.irrelevant };
}
