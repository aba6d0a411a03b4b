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

  positiveDuration(statement: KeepalivedStatement): Duration | undefined {
    const value = this.duration(statement);
    return value === 0 ? this.#wrong(statement, statement.words[0], 'a number of seconds above 0') : value;
  }

  wholeSeconds(statement: KeepalivedStatement): Duration | undefined {
    const value = this.integer(statement, 0, 4294);
    return value === undefined ? undefined : seconds(value);
  }

  /** The first word. */
  text(statement: KeepalivedStatement, what: string): string | undefined {
    const [word] = statement.words;
    return word?.text ?? this.#wrong(statement, word, what);
  }

  choice<T extends string>(statement: KeepalivedStatement, choices: readonly T[]): T | undefined {
    const [word] = statement.words;
    const found = choices.find((choice) => choice === word?.text);
    return found ?? this.#wrong(statement, word, `one of ${choices.join(', ')}`);
  }

  /** `true` without a word, else what the word says. */
  flag(statement: KeepalivedStatement): boolean | undefined {
    const [word] = statement.words;
    if (word === undefined || ['true', 'yes', 'on'].includes(word.text)) return true;
    return ['false', 'no', 'off'].includes(word.text) ? false : this.#wrong(statement, word, 'true or false');
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

/** A keyword that holds as soon as it stands there: keepalived does not look at words behind it. */
export function presence<Key extends string>(
  name: string,
  key: Key,
): KeywordRow<{ [K in Key]?: boolean | undefined }> {
  return keyword(name, (target) => {
    target[key] = true;
  });
}

export function irrelevantKeywords(names: string): KeywordRow<unknown>[] {
  return names.split(/\s+/).map((name) => ({ keyword: name, effect: { kind: 'irrelevant' } }));
}

export function unsupportedKeywords(names: string, why: string): KeywordRow<unknown>[] {
  return names.split(/\s+/).map((name) => ({ keyword: name, effect: { kind: 'unsupported', why } }));
}

/** Applies each statement of a block; an unknown keyword is ignored with keepalived's own warning. */
export function readBlock<Target>(
  statements: readonly KeepalivedStatement[],
  table: readonly KeywordRow<Target>[],
  target: Target,
  log: KeepalivedReadingLog,
): void {
  for (const statement of statements) {
    const { keyword: word } = statement;
    const row = table.find((candidate) => candidate.keyword === word.text);
    if (row === undefined) reportUnknown(statement, table, log);
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
  { keyword: word, block }: KeepalivedStatement,
  table: readonly KeywordRow<Target>[],
  log: KeepalivedReadingLog,
): void {
  if (block !== undefined) {
    // keepalived 2.2.7, lib/parser.c: only the line is skipped, so the lines of this block count for the outer one, which its `}` ends.
    const message = `Unknown keyword '${word.text}': keepalived would take its block for the rest of the outer one`;
    log.report(word, 'error', message, 'remove the block, or move it to where it belongs');
    return;
  }
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
