// Reads ospfd.conf, zebra.conf or frr.conf line by line, as the daemons do: a statement is looked up in the open block,
// then outside it. What happens to a line that does not fit depends on the dialect.

import {
  diagnosticAt,
  type Diagnostic,
  type IrrelevantLine,
  type Position,
  type Reading,
} from '../diagnostic.ts';
import { bfdStatements } from './bfd-statements.ts';
import { closestWord } from '../closest-word.ts';
import { linesOf, wordsOf, type Word } from '../text-line.ts';
import { filterStatements } from './filter-statements.ts';
import type { FrrConfig, FrrDaemon, FrrDialect } from './frr-config.ts';
import { FrrDraft } from './frr-draft.ts';
import { interfaceStatements } from './interface-statements.ts';
import { keyChainStatements } from './key-chain-statements.ts';
import { ospfStatements } from './ospf-statements.ts';
import { keywordsOf, matchPattern, type PatternMatch } from './statement-pattern.ts';
import { StatementArguments, type FrrStatement, type StatementContext } from './statement.ts';
import { topStatements } from './top-statements.ts';

export interface FrrFile {
  readonly file: string;
  readonly text: string;
  readonly daemon: FrrDaemon;
}

/** Every statement that is known, in any block. */
const statements: readonly FrrStatement[] = [
  ...topStatements,
  ...filterStatements,
  ...interfaceStatements,
  ...ospfStatements,
  ...keyChainStatements,
  ...bfdStatements,
];

const allKeywords = keywordsOf(statements.map((row) => row.pattern));

/** What a dialect does with a line that it cannot use. */
const rejection = {
  quagga: { severity: 'error', does: 'Quagga refuses to start' },
  frr: { severity: 'warning', does: 'FRR skips the whole line' },
} as const;

interface Candidate {
  readonly row: FrrStatement;
  readonly match: PatternMatch;
}

const specificity = (row: FrrStatement): number => (row.effect.kind === 'unsupported' ? 0 : 1);

/** The best matching row of one block: full keywords win over abbreviated ones, simulated rows over unsupported ones. */
function lookUp(context: StatementContext, words: readonly Word[]): Candidate | undefined {
  let best: Candidate | undefined;
  const first = words[0]?.text ?? '';
  for (const row of statements) {
    // Most rows are out at once, and a lab may have a hundred thousand lines.
    if (row.context !== context || !row.pattern.begin.startsWith(first)) continue;
    const match = matchPattern(row.pattern, words, allKeywords);
    if (!match.matched) continue;
    const difference =
      best === undefined
        ? 1
        : specificity(row) - specificity(best.row) || match.exactKeywords - best.match.exactKeywords;
    if (difference > 0) best = { row, match };
  }
  return best;
}

export class FrrReader {
  readonly draft: FrrDraft;
  readonly diagnostics: Diagnostic[] = [];
  readonly irrelevant: IrrelevantLine[] = [];
  readonly #dialect: FrrDialect;
  #daemon: FrrDaemon = 'integrated';
  #context: StatementContext = 'top';
  /** The opening line was rejected, so the lines meant for its block stand outside it. */
  #lostBlock: StatementContext | undefined = undefined;

  constructor(dialect: FrrDialect, draft = new FrrDraft()) {
    this.#dialect = dialect;
    this.draft = draft;
  }

  readFile(file: FrrFile): void {
    this.#daemon = file.daemon;
    this.#context = 'top';
    this.#lostBlock = undefined;
    for (const line of linesOf(file.file, file.text)) {
      const words = wordsOf(line);
      const [first] = words;
      // Only a line that begins with one of the two is a comment, in both dialects.
      if (first === undefined || first.text.startsWith('!') || first.text.startsWith('#')) continue;
      this.#readStatement(words, first, line.text.trim());
    }
  }

  #readStatement(words: readonly Word[], first: Word, text: string): void {
    if (words.length === 1 && ['exit', 'end', 'quit', 'exit-route-map', 'exit-vrf'].includes(first.text)) {
      this.#context = parentOf(this.#context);
      this.#lostBlock = undefined;
      return;
    }
    const found = contextsFrom(this.#context).reduce<Candidate | undefined>(
      (candidate, context) => candidate ?? lookUp(context, words),
      undefined,
    );
    if (found === undefined) this.#reject(words, first);
    else if (!this.#readBy(found.row)) this.#reportWrongDaemon(found.row, first);
    else this.#apply(found, words, first, text);
  }

  #readBy(row: FrrStatement): boolean {
    return this.#daemon === 'integrated' || row.reader === 'any' || row.reader === this.#daemon;
  }

  #apply({ row, match }: Candidate, words: readonly Word[], first: Word, text: string): void {
    if (row.context !== this.#context || row.enters !== undefined) this.#context = row.enters ?? row.context;
    if (row.enters !== undefined) this.#lostBlock = undefined;
    const { effect } = row;
    if (effect.kind === 'irrelevant') {
      this.irrelevant.push({ file: first.file, line: first.line, column: first.column, text });
    } else if (effect.kind === 'unsupported') {
      this.#report(first, 'unsupported', `'${text}' is not simulated: ${effect.why}`, withoutIt);
    } else {
      const args = new StatementArguments(match.values, words, place(first), this.#dialect);
      const problem = effect.apply(this.draft, args);
      if (problem) this.#report(problem.at, problem.severity, problem.message, problem.remedy);
    }
  }

  /** Nothing in the open block or outside it fits the line. */
  #reject(words: readonly Word[], first: Word): void {
    const comment = words.find((word, index) => index > 0 && /^[#!]/.test(word.text));
    if (comment !== undefined) {
      const before = words.slice(0, words.indexOf(comment));
      const meant = lookUp(this.#context, before) ?? lookUp('top', before);
      if (meant !== undefined) return this.#rejectTrailingComment(meant.row, before, comment);
    }
    const elsewhere = this.#context === 'foreign' ? undefined : this.#lookUpElsewhere(words);
    if (elsewhere !== undefined) return this.#rejectMisplaced(elsewhere, first);
    this.#rejectUnknown(words, first);
  }

  #lookUpElsewhere(words: readonly Word[]): StatementContext | undefined {
    const others: readonly StatementContext[] = [
      'interface',
      'ospf',
      'routeMap',
      'keyChain',
      'keyChainKey',
      'bfd',
      'bfdProfile',
      'bfdPeer',
      'line',
    ];
    return others.find((context) => context !== this.#context && lookUp(context, words) !== undefined);
  }

  #rejectTrailingComment(meant: FrrStatement, before: readonly Word[], comment: Word): void {
    const { severity, does } = rejection[this.#dialect];
    const mark = comment.text.slice(0, 1);
    if (meant.enters !== undefined) {
      // FRR: the line is not there, so the block open before stays open and takes the lines that follow.
      // Quagga stops here; reading on as meant keeps one mistake from looking like many.
      if (this.#dialect === 'frr') this.#lostBlock = meant.enters;
      else
        this.#apply(
          { row: meant, match: matchPattern(meant.pattern, before, allKeywords) },
          before,
          before[0] ?? comment,
          '',
        );
    }
    const block = meant.enters === undefined ? '' : ', and the lines meant for its block are read outside it';
    this.#report(
      comment,
      severity,
      `'${mark}' begins a comment only at the beginning of a line; here ${does}${this.#dialect === 'frr' ? block : ''}`,
      'put the comment on a line of its own',
    );
  }

  #rejectMisplaced(belongsIn: StatementContext, first: Word): void {
    const { severity, does } = rejection[this.#dialect];
    const lost = belongsIn === this.#lostBlock;
    const why = lost ? ', whose opening line was skipped' : '';
    this.#report(
      first,
      lost ? severity : 'error',
      `the statement belongs in ${blockNames[belongsIn]}${why}; here ${does}`,
      lost ? 'mend the line that opens the block' : `put it below ${blockNames[belongsIn]}`,
    );
  }

  #rejectUnknown(words: readonly Word[], first: Word): void {
    const contexts = this.#context === 'top' ? ['top'] : [this.#context, 'top'];
    const matches = statements
      .filter((row) => contexts.includes(row.context) && row.effect.kind === 'apply')
      .map((row) => matchPattern(row.pattern, words, allKeywords));
    const fitting = matches.reduce((most, match) => Math.max(most, match.fitting), 0);
    const nearest = matches.filter((match) => match.fitting === fitting);
    const at = words[fitting] ?? endOf(words, first);
    const found = words[fitting] === undefined ? 'the line ends' : `'${words[fitting].text}'`;
    const expected = [...new Set(nearest.flatMap((match) => match.expected))];
    const wrongValue = nearest.some((match) => match.valueExpected) || words[fitting] === undefined;
    if (fitting > 0 && wrongValue) {
      const message = `${found} where ${listOf(expected)} was expected`;
      return this.#report(
        at,
        'error',
        message,
        `write ${listOf(expected)} after '${textOf(words, fitting)}'`,
      );
    }
    const keywords = expected.filter((entry) => entry.startsWith("'")).map((entry) => entry.slice(1, -1));
    const near = closestWord(at.text, keywords);
    const after = fitting === 0 ? '' : ` after '${textOf(words, fitting)}'`;
    const message = `${found}${after} is not understood${expected.length <= 8 ? `, expected ${listOf(expected)}` : ''}`;
    this.#report(at, 'unsupported', message, near === undefined ? withoutIt : `did you mean '${near}'?`);
  }

  #reportWrongDaemon(row: FrrStatement, first: Word): void {
    const { does } = rejection[this.#dialect];
    const message = `${this.#daemon} does not know this statement, ${row.reader} does; ${does}`;
    this.#report(
      first,
      'error',
      message,
      `put it into ${row.reader}.conf, or use one frr.conf for all daemons`,
    );
  }

  #report(at: Position, severity: Diagnostic['severity'], message: string, remedy: string): void {
    this.diagnostics.push(diagnosticAt(at, severity, message, remedy));
  }
}

/** Where `exit` leads. */
function parentOf(context: StatementContext): StatementContext {
  if (context === 'keyChainKey') return 'keyChain';
  return context === 'bfdProfile' || context === 'bfdPeer' ? 'bfd' : 'top';
}

/** The block and those around it. */
function contextsFrom(context: StatementContext): readonly StatementContext[] {
  return context === 'top' ? ['top'] : [context, ...contextsFrom(parentOf(context))];
}

const withoutIt = 'the run goes on without this line; remove it, or use --strict to stop here';

const blockNames: Record<StatementContext, string> = {
  top: 'the outermost level',
  interface: 'an `interface NAME` line',
  ospf: '`router ospf`',
  routeMap: 'a `route-map NAME permit|deny N` line',
  keyChain: 'a `key chain NAME` line',
  keyChainKey: 'a `key N` line of `key chain`',
  bfd: '`bfd`',
  bfdProfile: 'a `profile NAME` line of `bfd`',
  bfdPeer: 'a `peer A.B.C.D` line of `bfd`',
  line: '`line vty`',
  foreign: 'a block of another protocol',
};

function place(word: Word): Position {
  return { file: word.file, line: word.line, column: word.column };
}

function endOf(words: readonly Word[], first: Word): Word {
  const last = words.at(-1) ?? first;
  return { text: '', file: last.file, line: last.line, column: last.column + last.text.length };
}

function textOf(words: readonly Word[], count: number): string {
  return words
    .slice(0, count)
    .map((word) => word.text)
    .join(' ');
}

function listOf(choices: readonly string[]): string {
  return choices.length <= 1
    ? (choices[0] ?? 'nothing')
    : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

/** Reads the files of one router, in order, into one configuration. Interfaces named in several files are joined. */
export function readFrrConfig(files: readonly FrrFile[], dialect: FrrDialect): Reading<FrrConfig> {
  const reader = new FrrReader(dialect);
  for (const file of files) reader.readFile(file);
  return { value: reader.draft.finish(), diagnostics: reader.diagnostics, irrelevant: reader.irrelevant };
}
