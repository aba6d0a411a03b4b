// A YAML (or JSON) text with the place of every value in it.

import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';
import type { Substitution } from '../parameters/substitution.ts';
import { closestWord } from '../readers/closest-word.ts';
import { diagnosticAt, type Diagnostic, type Position } from '../readers/diagnostic.ts';

export type DocumentPath = readonly PropertyKey[];

const textLengthMax = 4_000_000;
/** Enough for hand-written anchors, too little for an exponential bomb. */
const aliasesMax = 1000;
/** Told of one text; what comes behind them mostly follows from them. */
const problemsMax = 20;

export class YamlText {
  readonly file: string;
  readonly #text: string;
  readonly #document: Document;
  readonly #lines = new LineCounter();
  readonly diagnostics: Diagnostic[] = [];
  #value: unknown;
  #substitution: Substitution | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text.length > textLengthMax ? '' : text;
    this.#document = parseDocument(this.#text, { lineCounter: this.#lines, prettyErrors: false });
    if (text.length > textLengthMax) {
      this.#report(
        0,
        `the file has ${text.length} characters, at most ${textLengthMax} are read`,
        'split it',
      );
    }
    const problems = [...this.#document.errors, ...this.#document.warnings];
    // One slip may lead to many that say the same.
    const distinct = new Map(problems.map((problem) => [`${problem.pos[0]} ${problem.message}`, problem]));
    for (const { pos, message } of [...distinct.values()].slice(0, problemsMax)) {
      this.#report(
        pos[0],
        `not YAML here: ${firstSentence(message)}`,
        'check indentation, colons and quotes above and at this place',
      );
    }
    this.#value = this.diagnostics.length > 0 ? undefined : this.#toData();
  }

  /** Plain data; undefined after a syntax error. */
  get value(): unknown {
    return this.#value;
  }

  /** Puts values in the places of `${name}`, everywhere but in keys and under `parameters`. Every value keeps its place. */
  substitute(substitution: Substitution): void {
    if (substitution.empty) return;
    this.#substitution = substitution;
    visit(this.#document, {
      Pair: (_key, { key }, ancestors) =>
        ancestors.length === 2 && isScalar(key) && key.value === 'parameters' ? visit.SKIP : undefined,
      Scalar: (key, node) => {
        if (key === 'key' || typeof node.value !== 'string') return;
        const isFile = node.type === 'BLOCK_LITERAL' || node.value.includes('\n');
        for (const name of isFile ? [] : substitution.unknownIn(node.value)) {
          const near = closestWord(name, substitution.names);
          const remedy =
            near === undefined
              ? `declare it under 'parameters', or use ${substitution.names.join(', ')}`
              : `did you mean '${near}'?`;
          this.#report(node.range?.[0] ?? 0, `there is no parameter '${name}'`, remedy);
        }
        node.value = substitution.value(node.value);
      },
    });
    this.#value = this.#toData();
  }

  #toData(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: aliasesMax }) as unknown;
    } catch (error) {
      // The yaml package throws when aliases multiply beyond the bound or point nowhere.
      const message = error instanceof Error ? firstSentence(error.message) : 'aliases cannot be resolved';
      this.#report(0, `not usable as YAML: ${message}`, 'write the values out instead of using aliases');
      return undefined;
    }
  }

  #report(offset: number, message: string, remedy: string): void {
    this.diagnostics.push(diagnosticAt(this.#at(offset), 'error', message, remedy));
  }

  #at(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** The place of a value, or of the nearest value around it when it is missing. */
  place(path: DocumentPath): Position {
    let place = this.#startOf(this.#document.contents) ?? this.#at(0);
    let node = this.#document.contents as Node | null;
    for (const step of path) {
      const next = this.#child(node, step);
      if (next === undefined) break;
      place = this.#startOf(next.value) ?? this.#startOf(next.key) ?? place;
      node = isNode(next.value) ? next.value : null;
    }
    return place;
  }

  /** The place of a key in the map at `path`. */
  keyPlace(path: DocumentPath, key: string): Position {
    const child = this.#child(this.#nodeAt(path), key);
    return this.#startOf(child?.key) ?? this.place(path);
  }

  /** Whether the value is written as a `|` or `>` block. */
  isBlock(path: DocumentPath): boolean {
    const node = this.#nodeAt(path);
    return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
  }

  /**
   * The text of a `|` block, with everything before it blanked, so that places in it are places in this file.
   * Other scalars are given as they are, moved down to their line.
   */
  blockText(path: DocumentPath): string {
    const node = this.#nodeAt(path);
    if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return '';
    const { line } = this.#lines.linePos(node.range[0]);
    if (node.type !== 'BLOCK_LITERAL') return '\n'.repeat(line - 1) + node.value;
    const body = this.#text.slice(node.range[0], node.range[1]);
    const lines = body.slice(body.indexOf('\n') + 1);
    return '\n'.repeat(line) + (this.#substitution?.in(lines) ?? lines);
  }

  #startOf(node: unknown): Position | undefined {
    return isNode(node) && node.range ? this.#at(node.range[0]) : undefined;
  }

  #nodeAt(path: DocumentPath): Node | null {
    let node = this.#document.contents as Node | null;
    for (const step of path) {
      const value = this.#child(node, step)?.value;
      node = isNode(value) ? value : null;
    }
    return node;
  }

  #child(node: Node | null, step: PropertyKey): { key: unknown; value: unknown } | undefined {
    const resolved = isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
    if (isMap(resolved)) {
      const pair = resolved.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      return pair === undefined ? undefined : { key: pair.key, value: pair.value };
    }
    if (isSeq(resolved)) {
      const value = resolved.items[Number(step)];
      return value === undefined ? undefined : { key: undefined, value };
    }
    return undefined;
  }
}

function firstSentence(message: string): string {
  return message.split('\n')[0]?.replace(/\.$/, '') ?? message;
}
