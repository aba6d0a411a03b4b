// One row of the keyword tables of keepalived.conf, and the walk that applies a table to a block.

import { parseIpv4Address, type Ipv4Address } from '@ospflab/net';
import { seconds, type Duration } from '@ospflab/sim';
import { closestWord } from '../closest-word.ts';
import { diagnosticAt, type Diagnostic, type IrrelevantLine, type Position } from '../diagnostic.ts';
import type { Word } from '../text-line.ts';
import type { KeepalivedStatement } from './keepalived-statement.ts';

/** Collects what is noticed; the getters report a wrong word at its place and answer undefined. */
export class KeepalivedReadingLog {
  readonly diagnostics: Diagnostic[] = [];
  readonly irrelevant: IrrelevantLine[] = [];

  report(at: Position, severity: Diagnostic['severity'], message: string, remedy: string): void {
    this.diagnostics.push(diagnosticAt(at, severity, message, remedy));
  }

  #wrong(statement: KeepalivedStatement, word: Word | undefined, expected: string): undefined {
    const { keyword } = statement;
    const at = word ?? { ...keyword, column: keyword.column + keyword.text.length };
    const found = word === undefined ? 'nothing' : `'${word.text}'`;
    const message = `${found} where ${expected} was expected after '${keyword.text}'`;
    this.report(at, 'error', message, `write ${expected}`);
    return undefined;
  }

  address(statement: KeepalivedStatement, index = 0): Ipv4Address | undefined {
    const word = statement.words[index];
    return parseIpv4Address(word?.text ?? '') ?? this.#wrong(statement, word, 'an address a.b.c.d');
  }

  integer(statement: KeepalivedStatement, lowest: number, highest: number, index = 0): number | undefined {
    const word = statement.words[index];
    const value = /^-?\d{1,10}$/.test(word?.text ?? '') ? Number(word?.text) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    return this.#wrong(statement, word, `a number from ${lowest} to ${highest}`);
  }

  /** Seconds with an optional fraction. */
  duration(statement: KeepalivedStatement): Duration | undefined {
    const [word] = statement.words;
    const value = /^\d{1,7}(\.\d{1,6})?$/.test(word?.text ?? '') ? Number(word?.text) : Number.NaN;
    if (value >= 0) return seconds(value);
    return this.#wrong(statement, word, 'a number of seconds');
  }

  choice<T extends string>(statement: KeepalivedStatement, choices: readonly T[]): T | undefined {
    const [word] = statement.words;
    const found = choices.find((choice) => choice === word?.text);
    return found ?? this.#wrong(statement, word, `one of ${choices.join(', ')}`);
  }

  /** `true` without a word, else what the word says. */
  flag(statement: KeepalivedStatement): boolean {
    const [word] = statement.words;
    return word === undefined || !['false', 'no', 'off'].includes(word.text);
  }
}

export type KeywordEffect<Target> =
  | {
      readonly kind: 'read';
      readonly read: (target: Target, from: KeepalivedStatement, log: KeepalivedReadingLog) => void;
    }
  | { readonly kind: 'irrelevant' }
  | { readonly kind: 'unsupported'; readonly why: string };

export interface KeywordRow<Target> {
  readonly keyword: string;
  readonly effect: KeywordEffect<Target>;
}

export function keyword<Target>(
  name: string,
  read: (target: Target, from: KeepalivedStatement, log: KeepalivedReadingLog) => void,
): KeywordRow<Target> {
  return { keyword: name, effect: { kind: 'read', read } };
}

export function irrelevantKeywords(names: string): KeywordRow<unknown>[] {
  return names.split(/\s+/).map((name) => ({ keyword: name, effect: { kind: 'irrelevant' } }));
}

export function unsupportedKeywords(names: string, why: string): KeywordRow<unknown>[] {
  return names.split(/\s+/).map((name) => ({ keyword: name, effect: { kind: 'unsupported', why } }));
}

/** Applies each statement of a block; an unknown keyword and the block below it are ignored with keepalived's own warning. */
export function readBlock<Target>(
  statements: readonly KeepalivedStatement[],
  table: readonly KeywordRow<Target>[],
  target: Target,
  log: KeepalivedReadingLog,
): void {
  for (const statement of statements) {
    const { keyword: word } = statement;
    const row = table.find((candidate) => candidate.keyword === word.text);
    if (row === undefined) reportUnknown(word, table, log);
    else if (row.effect.kind === 'read') row.effect.read(target, statement, log);
    else if (row.effect.kind === 'unsupported') {
      const remedy = 'the run goes on without it; remove it, or use --strict to stop here';
      log.report(word, 'unsupported', `'${word.text}' is not simulated: ${row.effect.why}`, remedy);
    } else {
      const text = [word, ...statement.words].map((part) => part.text).join(' ');
      log.irrelevant.push({ file: word.file, line: word.line, column: word.column, text });
    }
  }
}

function reportUnknown<Target>(
  word: Word,
  table: readonly KeywordRow<Target>[],
  log: KeepalivedReadingLog,
): void {
  const near = closestWord(
    word.text,
    table.map((row) => row.keyword),
  );
  log.report(
    word,
    'warning',
    `Unknown keyword '${word.text}': keepalived ignores it here`,
    near === undefined ? 'remove it, or move it to the block that knows it' : `did you mean '${near}'?`,
  );
}
