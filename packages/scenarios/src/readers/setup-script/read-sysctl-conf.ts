// Reads sysctl.conf: `key = value`, comments with `#` or `;`, and a leading `-` for keys that may be missing.

import { diagnosticAt, type Diagnostic, type Reading } from '../diagnostic.ts';
import { linesOf, type TextLine } from '../text-line.ts';
import type { SysctlCommand } from './setup-command.ts';
import { canonicalSysctlKey } from './sysctl-program.ts';

export function readSysctlConf(file: string, text: string): Reading<readonly SysctlCommand[]> {
  return readSysctlLines(linesOf(file, text));
}

export function readSysctlLines(lines: readonly TextLine[]): Reading<readonly SysctlCommand[]> {
  const commands: SysctlCommand[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const line of lines) {
    const column = line.text.search(/\S/) + 1;
    if (column === 0 || /^[#;]/.test(line.text.trim())) continue;
    const at = { file: line.file, line: line.line, column };
    const match = /^\s*-?\s*([^\s=]+)\s*=\s*(.*?)\s*$/.exec(line.text);
    if (match === null) {
      diagnostics.push(
        diagnosticAt(
          at,
          'error',
          `'${line.text.trim()}' where key = value was expected`,
          'write key = value',
        ),
      );
      continue;
    }
    commands.push({ kind: 'sysctlSet', key: canonicalSysctlKey(match[1] ?? ''), value: match[2] ?? '', at });
  }
  return { value: commands, diagnostics, irrelevant: [] };
}
