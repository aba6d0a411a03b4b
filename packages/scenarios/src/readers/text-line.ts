// Lines and words with their places, shared by the line-oriented readers.

import type { Position } from './diagnostic.ts';

export interface Word extends Position {
  readonly text: string;
}

export interface TextLine extends Position {
  /** Without the line end. */
  readonly text: string;
}

/** Splits at LF or CR LF; a last line without text is not a line. */
export function linesOf(file: string, text: string): TextLine[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ text: line, file, line: index + 1, column: 1 }));
  if (lines.at(-1)?.text === '') lines.pop();
  return lines;
}

/** The runs of characters between blanks. */
export function wordsOf(line: TextLine): Word[] {
  return Array.from(line.text.matchAll(/[^\s]+/g), (match) => ({
    text: match[0],
    file: line.file,
    line: line.line,
    column: match.index + 1,
  }));
}
