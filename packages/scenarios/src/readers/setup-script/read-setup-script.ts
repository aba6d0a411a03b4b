// Reads the lines with which people prepare a host. A script is a list of commands here: variables yes, control structures no.

import { closestWord } from '../closest-word.ts';
import type { Reading } from '../diagnostic.ts';
import { linesOf, type TextLine } from '../text-line.ts';
import { programTable } from './program-table.ts';
import { ScriptLog } from './script-log.ts';
import type { SetupCommand } from './setup-command.ts';
import { parseShellLine, type ShellCommand } from './shell-line.ts';

const prefixes = ['sudo', 'exec', 'command', 'nohup'];

function readCommand(command: ShellCommand, log: ScriptLog): void {
  let words = command.words;
  while (words[0] !== undefined && prefixes.includes(words[0].text)) words = words.slice(1);
  const [first] = words;
  if (first === undefined) return;
  const program = first.text.slice(first.text.lastIndexOf('/') + 1);
  const read = programTable.get(program);
  if (read !== undefined) return read({ words, redirections: command.redirections }, log);
  const near = closestWord(
    program,
    [...programTable.keys()].filter((name) => name.length > 3),
  );
  log.report(
    first,
    'unsupported',
    `the program '${program}' is not understood in a set-up script`,
    near === undefined
      ? 'the run goes on without this line; remove it, or use --strict to stop here'
      : `did you mean '${near}'?`,
  );
}

/** `echo 1>/proc/…` sends an empty line: the shell takes `1>` for the number of the output. */
function reportNumberedOutput(line: TextLine, log: ScriptLog): boolean {
  const match = /^(\s*(?:\S*\/)?echo\s+)(\d)>+\s*["']?\/proc\/sys\//.exec(line.text);
  if (match === null) return false;
  log.report(
    { file: line.file, line: line.line, column: (match[1] ?? '').length + 1 },
    'warning',
    `the shell reads '${match[2]}>' as the number of an output, so an empty line is written and nothing is set`,
    `put a blank before '>', as in: echo ${match[2]} > /proc/sys/…`,
  );
  return true;
}

export function readSetupScript(file: string, text: string): Reading<readonly SetupCommand[]> {
  const log = new ScriptLog();
  const variables = new Map<string, string>();
  for (const line of linesOf(file, text)) {
    if (reportNumberedOutput(line, log)) continue;
    const shellLine = parseShellLine(line, variables);
    if (shellLine.kind === 'commands') {
      for (const command of shellLine.commands) readCommand(command, log);
    } else {
      log.report(
        shellLine.at,
        'unsupported',
        `${shellLine.what} is not understood, expected a plain command`,
        'write the commands out, one a line',
      );
    }
  }
  return { value: log.commands, diagnostics: log.diagnostics, irrelevant: log.irrelevant };
}
