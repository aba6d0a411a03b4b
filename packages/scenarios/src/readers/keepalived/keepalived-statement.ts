// keepalived.conf as a tree: keyword, words, block. A line ends a statement.

import { diagnosticAt, type Diagnostic, type Position } from '../diagnostic.ts';
import type { Word } from '../text-line.ts';
import type { ConfigurationLine } from './configuration-lines.ts';

export interface KeepalivedStatement {
  readonly keyword: Word;
  /** Quotes removed. */
  readonly words: readonly Word[];
  /** Undefined when the statement opens no block. */
  readonly block: readonly KeepalivedStatement[] | undefined;
}

interface Token extends Word {
  readonly quoted: boolean;
}

interface OpenBlock {
  readonly statements: KeepalivedStatement[];
  readonly opened: Position;
}

function tokensOf(line: ConfigurationLine): Token[] {
  const tokens: Token[] = [];
  for (const match of line.text.matchAll(/"([^"]*)"?|[{}]|(?:\\[#!]|[^\s{}"])+/g)) {
    const column = line.expanded ? line.column : match.index + 1;
    const text = match[1] ?? match[0].replaceAll(/\\([#!])/g, '$1');
    tokens.push({ file: line.file, line: line.line, column, text, quoted: match[1] !== undefined });
  }
  return tokens;
}

/** The statements of the outermost level. Unbalanced braces are errors with their place. */
export function parseKeepalivedStatements(
  file: string,
  lines: readonly ConfigurationLine[],
  diagnostics: Diagnostic[],
): readonly KeepalivedStatement[] {
  const root: OpenBlock = { statements: [], opened: { file, line: 1, column: 1 } };
  const stack: OpenBlock[] = [root];
  for (const line of lines) {
    let words: Token[] = [];
    const endStatement = (block: KeepalivedStatement[] | undefined): void => {
      const [keyword, ...rest] = words;
      if (keyword !== undefined) (stack.at(-1) ?? root).statements.push({ keyword, words: rest, block });
      words = [];
    };
    for (const token of tokensOf(line)) {
      if (!token.quoted && token.text === '{') {
        const statements: KeepalivedStatement[] = [];
        if (words.length === 0) attachToPrevious(stack.at(-1) ?? root, statements, token, diagnostics);
        else endStatement(statements);
        stack.push({ statements, opened: token });
      } else if (!token.quoted && token.text === '}') {
        endStatement(undefined);
        if (stack.length > 1) stack.pop();
        else
          diagnostics.push(
            diagnosticAt(token, 'error', "'}' closes no block", "remove it, or add the missing '{'"),
          );
      } else words.push(token);
    }
    endStatement(undefined);
  }
  const unclosed = stack.length - 1;
  for (const { opened } of stack.slice(1)) {
    const message = `There are ${unclosed} missing '}'s or extra '{'s: the block that begins here is not closed`;
    diagnostics.push(diagnosticAt(opened, 'error', message, "add the missing '}'"));
  }
  return root.statements;
}

/** A `{` on a line of its own belongs to the statement before it. */
function attachToPrevious(
  parent: OpenBlock,
  block: KeepalivedStatement[],
  token: Token,
  diagnostics: Diagnostic[],
): void {
  const previous = parent.statements.pop();
  if (previous !== undefined && previous.block === undefined) parent.statements.push({ ...previous, block });
  else {
    if (previous !== undefined) parent.statements.push(previous);
    diagnostics.push(
      diagnosticAt(token, 'error', "'{' follows no keyword", "put the block's name before it"),
    );
  }
}
