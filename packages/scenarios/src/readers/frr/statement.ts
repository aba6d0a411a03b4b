// One row of the statement tables: where a statement may stand, what it looks like, what it writes into the draft.

import {
  parseIpv4Address,
  parseIpv4Prefix,
  ipv4FromNumber,
  type Ipv4Address,
  type Ipv4Prefix,
} from '@ospflab/net';
import type { Position } from '../diagnostic.ts';
import type { Word } from '../text-line.ts';
import type { FrrDialect } from './frr-config.ts';
import type { FrrDraft } from './frr-draft.ts';
import { parsePattern, type StatementPattern } from './statement-pattern.ts';

/** The block in which a line stands. `foreign` is a block that the simulator does not know. */
export type StatementContext =
  | 'top'
  | 'interface'
  | 'ospf'
  | 'routeMap'
  | 'keyChain'
  | 'keyChainKey'
  | 'bfd'
  | 'bfdProfile'
  | 'bfdPeer'
  | 'line'
  | 'foreign';
export type StatementReader = 'ospfd' | 'zebra' | 'any';

/** The named arguments of a matched statement. Types were checked by the pattern, so the getters do not fail. */
export class StatementArguments {
  readonly #values: ReadonlyMap<string, Word>;
  readonly #words: readonly Word[];
  readonly at: Position;
  readonly dialect: FrrDialect;

  constructor(values: ReadonlyMap<string, Word>, words: readonly Word[], at: Position, dialect: FrrDialect) {
    this.#values = values;
    this.#words = words;
    this.at = at;
    this.dialect = dialect;
  }
  has(name: string): boolean {
    return this.#values.has(name);
  }
  place(name: string): Position {
    return this.#values.get(name) ?? this.at;
  }
  text(name: string): string {
    return this.#values.get(name)?.text ?? '';
  }
  optionalText(name: string): string | undefined {
    return this.#values.get(name)?.text;
  }
  /** The words from this argument to the end of the line, joined by single blanks. */
  line(name: string): string {
    const first = this.#values.get(name);
    const from = first === undefined ? -1 : this.#words.indexOf(first);
    return from < 0
      ? ''
      : this.#words
          .slice(from)
          .map((word) => word.text)
          .join(' ');
  }
  number(name: string): number {
    return Number(this.text(name));
  }
  optionalNumber(name: string): number | undefined {
    return this.has(name) ? this.number(name) : undefined;
  }
  address(name: string): Ipv4Address {
    return parseIpv4Address(this.text(name)) ?? ipv4FromNumber(0);
  }
  area(name: string): Ipv4Address {
    return parseIpv4Address(this.text(name)) ?? ipv4FromNumber(this.number(name));
  }
  /** Host bits cleared. */
  prefix(name: string): Ipv4Prefix {
    return parseIpv4Prefix(this.text(name)) ?? { address: ipv4FromNumber(0), length: 0 };
  }
}

/** What a statement may find wrong with itself although its words fit. */
export interface StatementProblem {
  readonly severity: 'error' | 'unsupported' | 'warning';
  readonly at: Position;
  readonly message: string;
  readonly remedy: string;
}

export type StatementEffect =
  /** Writes into the draft. */
  | {
      readonly kind: 'apply';
      readonly apply: (draft: FrrDraft, args: StatementArguments) => StatementProblem | undefined;
    }
  /** Logging, passwords and the like: no influence on the simulated network. */
  | { readonly kind: 'irrelevant' }
  /** The daemon knows it, the simulator does not. */
  | { readonly kind: 'unsupported'; readonly why: string };

export interface FrrStatement {
  readonly context: StatementContext;
  readonly reader: StatementReader;
  readonly pattern: StatementPattern;
  readonly effect: StatementEffect;
  /** The block that the lines after this one belong to. */
  readonly enters: StatementContext | undefined;
}

export function statement(
  context: StatementContext,
  reader: StatementReader,
  pattern: string,
  apply: (draft: FrrDraft, args: StatementArguments) => StatementProblem | undefined,
  enters?: StatementContext,
): FrrStatement {
  return { context, reader, pattern: parsePattern(pattern), effect: { kind: 'apply', apply }, enters };
}

export function irrelevantStatement(
  context: StatementContext,
  pattern: string,
  enters?: StatementContext,
): FrrStatement {
  return { context, reader: 'any', pattern: parsePattern(pattern), effect: { kind: 'irrelevant' }, enters };
}

export function unsupportedStatement(
  context: StatementContext,
  reader: StatementReader,
  pattern: string,
  why: string,
  enters?: StatementContext,
): FrrStatement {
  return { context, reader, pattern: parsePattern(pattern), effect: { kind: 'unsupported', why }, enters };
}
