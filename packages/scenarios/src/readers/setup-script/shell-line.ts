// One line of a simple shell script as commands: words, quotes, variables, redirections. No control structures.

import type { Position } from '../diagnostic.ts';
import type { TextLine, Word } from '../text-line.ts';

export interface ShellRedirection {
  readonly append: boolean;
  readonly target: Word;
}

export interface ShellCommand {
  readonly words: readonly Word[];
  readonly redirections: readonly ShellRedirection[];
}

export type ShellLine =
  | { readonly kind: 'commands'; readonly commands: readonly ShellCommand[] }
  | { readonly kind: 'notUnderstood'; readonly at: Position; readonly what: string };

type Token =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'separator' }
  | { readonly kind: 'redirection'; readonly append: boolean }
  | { readonly kind: 'discard' }
  | { readonly kind: 'notUnderstood'; readonly at: Position; readonly what: string };

const tokenPattern =
  /(?<comment>(?<=^|\s)#.*)|(?<discard>[12&]?>+\s*&[12]|(?:(?<=^|\s)[12]|&)>+\s*\/dev\/null|>+\s*\/dev\/null)|(?<separator>&&|\|\||;)|(?<pipe>[|&()`<])|(?<output>>>?)|(?<word>(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\;&|<>()`])+)|(?<other>\S)/g;

function unquote(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/"([^"]*)"|'([^']*)'|\\(.)|([^"'\\]+)/g, (_, double, single, escaped, plain) =>
    single !== undefined || escaped !== undefined
      ? String(single ?? escaped)
      : String(double ?? plain).replaceAll(
          /\$(?:\{(\w+)\}|(\w+))/g,
          (written: string, braced: string | undefined, bare: string | undefined) =>
            variables.get(braced ?? bare ?? '') ?? written,
        ),
  );
}

function tokenOf(
  match: RegExpExecArray,
  at: Position,
  variables: ReadonlyMap<string, string>,
): Token | undefined {
  const groups = match.groups ?? {};
  if (groups['comment'] !== undefined) return undefined;
  if (groups['discard'] !== undefined) return { kind: 'discard' };
  if (groups['separator'] !== undefined) return { kind: 'separator' };
  if (groups['output'] !== undefined) return { kind: 'redirection', append: match[0] === '>>' };
  if (groups['word'] === undefined) return { kind: 'notUnderstood', at, what: `'${match[0]}'` };
  const text = unquote(match[0], variables);
  const unset = /\$[\w{(]\S*/.exec(text);
  if (unset !== null && !match[0].startsWith("'")) {
    return { kind: 'notUnderstood', at, what: `the value of '${unset[0]}'` };
  }
  return { kind: 'word', word: { ...at, text } };
}

/** Splits a line at `;`, `&&` and `||`. Redirections to /dev/null and comments are left out, assignments go into `variables`. */
export function parseShellLine(line: TextLine, variables: Map<string, string>): ShellLine {
  const commands: ShellCommand[] = [];
  let words: Word[] = [];
  let redirections: ShellRedirection[] = [];
  let redirecting: { append: boolean } | undefined;
  const endCommand = (): void => {
    const assignment = words.length === 1 ? /^([A-Za-z_]\w*)=(.*)$/.exec(words[0]?.text ?? '') : null;
    if (assignment !== null) variables.set(assignment[1] ?? '', assignment[2] ?? '');
    else if (words.length > 0 || redirections.length > 0) commands.push({ words, redirections });
    words = [];
    redirections = [];
  };
  for (const match of line.text.matchAll(tokenPattern)) {
    const token = tokenOf(match, { file: line.file, line: line.line, column: match.index + 1 }, variables);
    if (token === undefined) break;
    if (token.kind === 'notUnderstood') return token;
    if (token.kind === 'separator') endCommand();
    else if (token.kind === 'redirection') redirecting = { append: token.append };
    else if (token.kind === 'word' && redirecting !== undefined) {
      redirections.push({ append: redirecting.append, target: token.word });
      redirecting = undefined;
    } else if (token.kind === 'word') words.push(token.word);
  }
  endCommand();
  return { kind: 'commands', commands };
}
