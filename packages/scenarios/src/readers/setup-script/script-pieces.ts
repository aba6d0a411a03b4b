// A shell script as pieces between semicolons and line ends. Quotes, comments, continued lines and here-documents are seen; columns stay.

import type { TextLine } from '../text-line.ts';

export interface ScriptPiece {
  /** More than one when lines end in a backslash. Each with blanks in the place of what belongs to other pieces. */
  readonly lines: readonly [TextLine, ...TextLine[]];
  /** The first word. */
  readonly keyword: string;
  /** The lines of a here-document. */
  readonly document: readonly TextLine[] | undefined;
}

interface Fragment {
  readonly line: TextLine;
  readonly from: number;
  readonly to: number;
}

const partPattern =
  /(?<quoted>"(?:[^"\\]|\\.)*"|'[^']*'|\\.)|(?<comment>(?<=^|[\s;])#.*)|(?<end>;+)|(?<continued>\\$)|(?<document>(?<!<)<<-?\s*["'\\]?(?<tag>[A-Za-z_]\w*)["']?)|[^"'\\;#<\s]+|./gu;

/** They begin a list of commands without a semicolon behind them. */
const listOpeners = /^(\s*)(do|then|else)(?=\s+\S)/;

export function piecesOf(lines: readonly TextLine[]): ScriptPiece[] {
  const pieces: ScriptPiece[] = [];
  let fragments: Fragment[] = [];
  let position = 0;
  while (position < lines.length) {
    const line = lines[position++]!;
    let from = 0;
    let to = line.text.length;
    let isContinued = false;
    let tag: string | undefined;
    const inLine: Fragment[][] = [];
    for (const match of line.text.matchAll(partPattern)) {
      const groups = match.groups ?? {};
      if (groups['comment'] !== undefined) to = match.index;
      else if (groups['continued'] !== undefined) [isContinued, to] = [true, match.index];
      else if (groups['end'] !== undefined) {
        inLine.push([...fragments, { line, from, to: match.index }]);
        [fragments, from] = [[], match.index + match[0].length];
      } else tag ??= groups['tag'];
    }
    fragments.push({ line, from, to });
    if (!isContinued) {
      inLine.push(fragments);
      fragments = [];
    }
    const documentEnd = tag === undefined ? position : endOfDocument(lines, position, tag);
    const document = tag === undefined ? undefined : lines.slice(position, documentEnd);
    position = tag === undefined ? position : documentEnd + 1;
    for (const list of inLine) pieces.push(...pieceOf(list, document));
  }
  return fragments.length === 0 ? pieces : [...pieces, ...pieceOf(fragments, undefined)];
}

function endOfDocument(lines: readonly TextLine[], from: number, tag: string): number {
  const end = lines.findIndex(({ text }, index) => index >= from && text.trim() === tag);
  return end < 0 ? lines.length : end;
}

/** Nothing, one piece, or two where a keyword stands before a command. */
function pieceOf(fragments: readonly Fragment[], document: ScriptPiece['document']): ScriptPiece[] {
  const [first, ...others] = fragments.map(({ line, from, to }) => withText(line, from, to));
  if (first === undefined || (first.text.trim() === '' && others.every(({ text }) => text.trim() === ''))) {
    return [];
  }
  const opener = listOpeners.exec(first.text);
  if (opener === null) {
    const hasDocument = [first, ...others].some(({ text }) => text.includes('<<'));
    const lines = [first, ...others].map((line) => ({ ...line, text: withoutDocument(line.text) }));
    const keyword = /^\s*(\S+)/.exec(first.text)?.[1] ?? '';
    return [
      { lines: lines as [TextLine, ...TextLine[]], keyword, document: hasDocument ? document : undefined },
    ];
  }
  const [whole, blanks = '', keyword = ''] = opener;
  const rest = fragments.map((fragment, index) =>
    index === 0 ? { ...fragment, from: whole.length } : fragment,
  );
  return [
    { lines: [{ ...first, text: blanks + keyword }], keyword, document: undefined },
    ...pieceOf(rest, document),
  ];
}

function withText(line: TextLine, from: number, to: number): TextLine {
  return { ...line, text: ' '.repeat(from) + line.text.slice(from, to) };
}

function withoutDocument(text: string): string {
  return text.replace(/(?<!<)<<-?\s*["'\\]?[A-Za-z_]\w*["']?/, (found) => ' '.repeat(found.length));
}
