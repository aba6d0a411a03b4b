// keepalived.conf as the lines that its parser gets to see: comments off, conditions decided, definitions filled in, other files read.
// keepalived 2.2.7: lib/parser.c.

import { diagnosticAt, type Diagnostic, type Position } from '../diagnostic.ts';
import { linesOf, type TextLine } from '../text-line.ts';
import { Definitions } from './definitions.ts';
import type { KeepalivedReadingLog } from './keyword.ts';

export interface ConfigurationLine extends TextLine {
  /** Something was filled in, so that columns of its words say nothing. */
  readonly expanded: boolean;
}

/** Reads another file, for `include`. */
export type ReadFile = (path: string) => string | undefined;

const includeDepthMax = 16;
const linesMax = 100_000;

export function configurationLines(
  file: string,
  text: string,
  readFile: ReadFile,
  log: KeepalivedReadingLog,
): readonly ConfigurationLine[] {
  const reader = new LineReader(readFile, log);
  reader.read(file, text, 0);
  return reader.lines;
}

class LineReader {
  readonly lines: ConfigurationLine[] = [];
  readonly #readFile: ReadFile;
  readonly #log: KeepalivedReadingLog;
  readonly #definitions = new Definitions();
  /** The definition that the next line belongs to. */
  #open: string | undefined;

  constructor(readFile: ReadFile, log: KeepalivedReadingLog) {
    this.#readFile = readFile;
    this.#log = log;
  }

  read(file: string, text: string, depth: number): void {
    for (const line of linesOf(file, text)) {
      const { text: bare, diagnostics } = withoutComment(line);
      this.#log.diagnostics.push(...diagnostics);
      if (bare.trim() === '') this.#open = undefined;
      else if (this.#open === undefined) this.#take({ ...line, text: bare, expanded: false }, depth);
      else if (!this.#definitions.extend(this.#open, bare.trim())) this.#open = undefined;
    }
  }

  #take(line: ConfigurationLine, depth: number): void {
    const words = line.text.trim();
    if (words.startsWith('@')) {
      this.#takeConditional(line, words, depth);
      return;
    }
    const defined = this.#definitions.define(words);
    if (defined !== undefined) {
      this.#open = defined.goesOn ? defined.name : undefined;
      return;
    }
    const at = startOf(line);
    if (/^~(SEQ|LST)/.test(words)) {
      const message = `'${words.slice(0, 4)}' is not simulated: lines are not repeated`;
      this.#log.report(at, 'unsupported', message, 'write the lines one by one');
      return;
    }
    const expanded = this.#definitions.expand(words, at, this.#log);
    if (expanded !== undefined) {
      for (const text of expanded) this.#takeExpanded(text, at, depth);
      return;
    }
    const include = /^include[rmwba]?[ \t]+(.+)$/.exec(words);
    if (include !== null) this.#include(include[1]!, at, depth);
    else this.#keep(line);
  }

  /** What a definition led to may again be a condition, an include or a comment. */
  #takeExpanded(text: string, at: Position, depth: number): void {
    const { text: bare } = withoutComment({ ...at, text });
    const words = bare.trim();
    const line = { ...at, text: words, expanded: true };
    const include = /^include[rmwba]?[ \t]+(.+)$/.exec(words);
    if (words.startsWith('@')) this.#takeConditional(line, words, depth);
    else if (include !== null) this.#include(include[1]!, at, depth);
    else if (words !== '') this.#keep(line);
  }

  /** `@name …` stands for machines that start keepalived with `-i name`, `@^name …` for all others; simulated ones give no name. */
  #takeConditional(line: ConfigurationLine, words: string, depth: number): void {
    const rest = /^@\^[^ \t]*[ \t]+(.+)$/.exec(words)?.[1];
    if (rest === undefined) this.#log.irrelevant.push({ ...startOf(line), text: words });
    else this.#take({ ...line, text: line.text.replace(words, rest.padStart(words.length)) }, depth);
  }

  #include(name: string, at: Position, depth: number): void {
    if (/[*?[{]/.test(name)) {
      const message = `'${name}' names files by a pattern, which is not simulated`;
      this.#log.report(at, 'unsupported', message, 'include the files one by one');
      return;
    }
    if (depth >= includeDepthMax) {
      this.#log.report(at, 'error', `files include each other ${includeDepthMax} deep`, 'break the circle');
      return;
    }
    const folder = /^.*\//.exec(at.file)?.[0] ?? '';
    const path = name.startsWith('/') ? name : folder + name;
    const text = this.#readFile(path);
    if (text !== undefined) this.read(path, text, depth + 1);
    else {
      const remedy = 'correct the path, which starts at the folder of this file, or create the file';
      this.#log.report(at, 'error', `there is no file ${path}`, remedy);
    }
  }

  #keep(line: ConfigurationLine): void {
    if (this.lines.length < linesMax) this.lines.push(line);
    else if (this.lines.length === linesMax) {
      this.lines.push({ ...line, text: '' });
      this.#log.report(startOf(line), 'error', `more than ${linesMax} lines`, 'shorten the configuration');
    }
  }
}

function startOf(line: TextLine): Position {
  return {
    file: line.file,
    line: line.line,
    column: line.column + line.text.length - line.text.trimStart().length,
  };
}

/** `#` and `!` begin a comment outside quotes unless a backslash stands before them. Columns stay as they are. */
function withoutComment(line: TextLine): { readonly text: string; readonly diagnostics: Diagnostic[] } {
  const { text } = line;
  let quoteAt = -1;
  let end = text.length;
  for (let at = 0; at < text.length && end === text.length; at++) {
    const character = text[at]!;
    if (character === '"') quoteAt = quoteAt < 0 ? at : -1;
    else if (character === '\\') at++;
    else if (quoteAt < 0 && (character === '#' || character === '!')) end = at;
  }
  const diagnostics: Diagnostic[] = [];
  if (quoteAt >= 0) {
    const at = { file: line.file, line: line.line, column: line.column + quoteAt };
    diagnostics.push(
      diagnosticAt(at, 'error', 'the quoted text does not end on its line', 'close the quotes'),
    );
  }
  return { text: text.slice(0, end).trimEnd(), diagnostics };
}
