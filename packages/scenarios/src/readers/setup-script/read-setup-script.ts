// Reads the lines with which people prepare a host. A script is a list of commands here: variables, functions, loops over lists and
// `case "$1"` (as if called with `start`) are done, other control structures are left out as a whole, with one message each.

import { after, branchTaken } from './case-branches.ts';
import { closestWord } from '../closest-word.ts';
import type { Position, Reading } from '../diagnostic.ts';
import { linesOf, type TextLine, type Word } from '../text-line.ts';
import { foreignFileKind } from './foreign-file.ts';
import { readLoopHeader } from './loop-words.ts';
import { hasNoInfluence, programTable } from './program-table.ts';
import { readSysctlLines } from './read-sysctl-conf.ts';
import { ScriptLog } from './script-log.ts';
import { piecesOf, type ScriptPiece } from './script-pieces.ts';
import type { SetupCommand } from './setup-command.ts';
import { parseShellLine, type ShellCommand } from './shell-line.ts';
import { isSysctlFile } from './sysctl-program.ts';

const prefixes = ['sudo', 'exec', 'command', 'nohup'];
const goesOnWithout = 'the run goes on without this line; remove it, or use --strict to stop here';

/** More than any set-up has; loops within loops end here. */
const piecesReadMax = 20_000;

export function readSetupScript(file: string, text: string): Reading<readonly SetupCommand[]> {
  const reader = new ScriptReader(new ScriptLog());
  const foreign = foreignFileKind(text);
  if (foreign === undefined) reader.read(piecesOf(linesOf(file, text)));
  else {
    reader.log.report(
      { file, line: 1, column: 1 },
      'error',
      `this is ${foreign}, where commands such as 'ip addr add 10.0.0.1/24 dev eth0' are expected`,
      'write its addresses and routes as commands, or give them in the scenario',
    );
  }
  const { commands, diagnostics, irrelevant } = reader.log;
  return { value: commands, diagnostics, irrelevant };
}

class ScriptReader {
  readonly log: ScriptLog;
  readonly #variables = new Map<string, string>();
  readonly #functions = new Map<string, readonly ScriptPiece[]>();
  /** The functions that are running, the outermost first. */
  readonly #calls: string[] = [];
  /** Of the innermost one. */
  #arguments: readonly Word[] = [];
  #piecesRead = 0;

  constructor(log: ScriptLog) {
    this.log = log;
  }

  read(pieces: readonly ScriptPiece[]): void {
    let position = 0;
    while (position < pieces.length) {
      const piece = pieces[position]!;
      if (!this.#mayRead(piece)) return;
      const functionEnd = this.#readFunction(pieces, position);
      if (functionEnd !== undefined) {
        position = functionEnd + 1;
        continue;
      }
      const closing = closingWordOf(piece);
      const end = closing === undefined ? -1 : endOfBlock(pieces, position, closing);
      if (end < 0) {
        this.#readPiece(piece);
        position++;
        continue;
      }
      if (piece.keyword === 'for') this.#readLoop(pieces.slice(position, end));
      else if (piece.keyword === 'case') this.#readCase(pieces.slice(position, end));
      else if (groupPattern.test(piece.lines[0].text))
        this.#readBeforeGroup(piece, pieces.slice(position + 1, end));
      else this.#reportBlock(piece, closing!);
      position = end + 1;
    }
  }

  /** False when too much has been read, which is said once. */
  #mayRead(piece: ScriptPiece): boolean {
    if (this.#piecesRead > piecesReadMax) return false;
    if (this.#piecesRead++ < piecesReadMax) return true;
    const message = `loops of more than ${piecesReadMax} commands are not followed to their end`;
    this.log.report(placeOf(piece), 'unsupported', message, 'make the lists shorter');
    return false;
  }

  /** From `for` to before `done`. */
  #readLoop([head, ...rest]: readonly ScriptPiece[]): void {
    const header = head === undefined ? undefined : readLoopHeader(textOf(head), this.#variables);
    if (header === undefined || rest[0]?.keyword !== 'do') return this.#reportBlock(head!, 'done');
    for (const value of header.values) {
      if (!this.#mayRead(head!)) return;
      this.#variables.set(header.variable, value);
      this.read(rest.slice(1));
    }
  }

  /** From `case` to before `esac`. */
  #readCase(pieces: readonly ScriptPiece[]): void {
    const taken = branchTaken(pieces, this.#variables);
    if (taken === undefined) this.#reportBlock(pieces[0]!, 'esac');
    else this.read(taken);
  }

  /** Notes the function that is defined here; the index of its last piece, or undefined when none is. */
  #readFunction(pieces: readonly ScriptPiece[], position: number): number | undefined {
    const piece = pieces[position]!;
    const header = functionPattern.exec(piece.lines[0].text);
    if (header === null) return undefined;
    const [whole, name = '', otherName = '', brace] = header;
    const start = brace === undefined ? position + 1 : position;
    const opening = pieces[start];
    if (opening === undefined || (brace === undefined && opening.keyword !== '{')) return undefined;
    const end = endOfBlock(pieces, start, '}');
    if (end < 0) return undefined;
    const length = brace === undefined ? opening.lines[0].text.indexOf('{') + 1 : whole.length;
    this.#functions.set(name || otherName, [...after(opening, length), ...pieces.slice(start + 1, end)]);
    return end;
  }

  #call(at: Word, body: readonly ScriptPiece[], values: readonly Word[]): void {
    if (this.#calls.includes(at.text)) {
      const message = `'${at.text}' calls itself, which is not followed`;
      this.log.report(at, 'unsupported', message, 'write the commands out, one a line');
      return;
    }
    this.#calls.push(at.text);
    const outer = this.#arguments;
    this.#takeArguments(values);
    this.read(body);
    this.#takeArguments(outer);
    this.#calls.pop();
  }

  /** `$1`, `$2` and so on. */
  #takeArguments(values: readonly Word[]): void {
    for (const index of this.#arguments.keys()) this.#variables.delete(String(index + 1));
    for (const [index, { text }] of values.entries()) this.#variables.set(String(index + 1), text);
    this.#arguments = values;
  }

  /** `command || { …; }`: the group is left out, without a word when it would change nothing. */
  #readBeforeGroup(piece: ScriptPiece, others: readonly ScriptPiece[]): void {
    const [line] = piece.lines;
    const [, before = '', operator = '', first = ''] = groupPattern.exec(line.text) ?? [];
    this.#readPiece({ ...piece, lines: [{ ...line, text: before }] });
    const keywords = [first, ...others.map(({ keyword }) => keyword)].filter((keyword) => keyword !== '');
    if (keywords.every(hasNoInfluence)) return;
    const at = { file: line.file, line: line.line, column: before.length + operator.length + 1 };
    this.#reportUncertain(at, operator.startsWith('||') ? 'onFailure' : 'onCondition');
  }

  #readPiece(piece: ScriptPiece): void {
    if (this.#reportNumberedOutput(piece.lines[0])) return;
    const shellLine = parseShellLine(piece.lines, this.#variables);
    if (shellLine.kind === 'notUnderstood') {
      const message = `${shellLine.what} is not understood, expected a plain command`;
      this.log.report(shellLine.at, 'unsupported', message, 'write the commands out, one a line');
      return;
    }
    for (const command of shellLine.commands) {
      if (piece.document === undefined) this.#readCommand(command);
      else this.#readDocument(command, piece.document);
    }
  }

  #readCommand(command: ShellCommand): void {
    let words = command.words.flatMap((word) => (isAllArguments(word) ? this.#arguments : [word]));
    while (words[0] !== undefined && prefixes.includes(words[0].text)) words = words.slice(1);
    const [first] = words;
    if (first === undefined) return;
    const program = first.text.slice(first.text.lastIndexOf('/') + 1);
    if (command.when !== 'always') {
      if (!hasNoInfluence(program)) this.#reportUncertain(first, command.when);
      return;
    }
    const body = this.#functions.get(first.text);
    if (body !== undefined) return this.#call(first, body, words.slice(1));
    const read = programTable.get(program);
    if (read !== undefined) return read({ ...command, words }, this.log);
    const near = closestWord(
      program,
      [...programTable.keys()].filter((name) => name.length > 3),
    );
    this.log.report(
      first,
      'unsupported',
      `the program '${program}' is not understood in a set-up script`,
      near === undefined ? goesOnWithout : `did you mean '${near}'?`,
    );
  }

  /** `cat > /etc/sysctl.d/… << EOF` and the like. */
  #readDocument(command: ShellCommand, document: readonly TextLine[]): void {
    const files = [...command.redirections.map(({ target }) => target), ...command.words.slice(1)];
    const [first] = command.words;
    if (files.some(({ text }) => isSysctlFile(text))) {
      const { value, diagnostics } = readSysctlLines(document);
      this.log.commands.push(...value);
      this.log.diagnostics.push(...diagnostics);
    } else if (first !== undefined) {
      const message = 'the lines of this document are not read';
      this.log.report(first, 'unsupported', message, "give the file that it makes under 'files' of the node");
    }
  }

  /** `echo 1>/proc/…` sends an empty line: the shell takes `1>` for the number of the output. */
  #reportNumberedOutput(line: TextLine): boolean {
    const match = /^(\s*(?:\S*\/)?echo\s+)(\d)>+\s*["']?\/proc\/sys\//.exec(line.text);
    if (match === null) return false;
    this.log.report(
      { file: line.file, line: line.line, column: (match[1] ?? '').length + 1 },
      'warning',
      `the shell reads '${match[2]}>' as the number of an output, so an empty line is written and nothing is set`,
      `put a blank before '>', as in: echo ${match[2]} > /proc/sys/…`,
    );
    return true;
  }

  #reportBlock(piece: ScriptPiece, closing: string): void {
    this.log.report(
      placeOf(piece),
      'unsupported',
      `nothing from '${piece.keyword}' to '${closing}' is done: which of it would be is not known here`,
      'write out the commands that are to be done, one a line',
    );
  }

  #reportUncertain(at: Position, when: 'onFailure' | 'onCondition'): void {
    const message =
      when === 'onFailure'
        ? "what stands behind '||' is not done: the command before it is taken to succeed"
        : 'this is not done: the condition before it is not evaluated';
    this.log.report(at, 'unsupported', message, 'write it on a line of its own if it is to be done');
  }
}

/** A script itself is read as if called without any but `start`. */
function isAllArguments({ text }: Word): boolean {
  return text === '$@' || text === '$*';
}

function textOf({ lines }: ScriptPiece): string {
  return lines.map(({ text }) => text).join(' ');
}

function placeOf({ lines: [{ file, line, text }] }: ScriptPiece): Position {
  return { file, line, column: text.search(/\S/) + 1 };
}

/** What stands before the group, the operator, and the first word of the group. */
const groupPattern = /^(.*?)((?:\|\||&&)\s*)\{\s*(\S*)/;

/** The name in either way of writing, and the brace when it stands behind. */
const functionPattern = /^\s*(?:function\s+([\w-]+)\s*(?:\(\s*\))?|([\w-]+)\s*\(\s*\))\s*(?:(\{)\s*|$)/;

const closingWords: ReadonlyMap<string, string> = new Map([
  ['for', 'done'],
  ['while', 'done'],
  ['until', 'done'],
  ['select', 'done'],
  ['if', 'fi'],
  ['case', 'esac'],
  ['{', '}'],
]);

/** Undefined: the piece opens no block. */
function closingWordOf(piece: ScriptPiece): string | undefined {
  const isFunction = functionPattern.exec(piece.lines[0].text)?.[3] !== undefined;
  return isFunction || groupPattern.test(piece.lines[0].text) ? '}' : closingWords.get(piece.keyword);
}

/** Where the block that begins at `from` ends; -1 when it does not. */
function endOfBlock(pieces: readonly ScriptPiece[], from: number, closing: string): number {
  let depth = 0;
  for (let index = from; index < pieces.length; index++) {
    const piece = pieces[index]!;
    if (closingWordOf(piece) === closing) depth++;
    else if (piece.keyword === closing && --depth === 0) return index;
  }
  return -1;
}
