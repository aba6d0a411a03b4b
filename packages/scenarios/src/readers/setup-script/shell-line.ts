// The commands of one line of a shell script: words, quotes, variables, redirections. Control structures are read elsewhere.

import type { Position } from '../diagnostic.ts';
import type { TextLine, Word } from '../text-line.ts';
import { withVariables } from './shell-variables.ts';

export interface ShellRedirection {
  readonly append: boolean;
  readonly target: Word;
}

export interface ShellCommand {
  readonly words: readonly Word[];
  readonly redirections: readonly ShellRedirection[];
  /** Whether it is done: surely, only when the one before fails (`||`), or by a condition that nobody evaluates (`[ … ] &&`). */
  readonly when: 'always' | 'onFailure' | 'onCondition';
}

export type ShellLine =
  | { readonly kind: 'commands'; readonly commands: readonly ShellCommand[] }
  | { readonly kind: 'notUnderstood'; readonly at: Position; readonly what: string };

type Token =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'array'; readonly name: string; readonly values: string }
  | { readonly kind: 'separator'; readonly text: string }
  | { readonly kind: 'redirection'; readonly append: boolean }
  | { readonly kind: 'discard' }
  | { readonly kind: 'notUnderstood'; readonly at: Position; readonly what: string };

const tokenPattern =
  /(?<comment>(?<=^|\s)#.*)|(?<discard>[12&]?>+\s*&[12]|(?:(?<=^|\s)[12]|&)>+\s*\/dev\/null|>+\s*\/dev\/null)|(?<separator>&&|\|\||;)|(?<tee>\|\s*(?:sudo\s+)?tee\s+(?<add>-a\s+)?)|(?<array>(?<=^|\s)[A-Za-z_]\w*=\([^()`$]*\))|(?<pipe>[|&()`<])|(?<output>>>?)|(?<word>(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\;&|<>()`])+)|(?<other>\S)/g;

const conditions: readonly string[] = ['[', '[[', 'test'];
const declarations: readonly string[] = ['export', 'local', 'readonly', 'declare'];

function unquote(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/"([^"]*)"|'([^']*)'|\\(.)|([^"'\\]+)/g, (_, double, single, escaped, plain) =>
    single !== undefined || escaped !== undefined
      ? String(single ?? escaped)
      : withVariables(String(double ?? plain), variables),
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
  if (groups['separator'] !== undefined) return { kind: 'separator', text: match[0] };
  if (groups['tee'] !== undefined) return { kind: 'redirection', append: groups['add'] !== undefined };
  if (groups['output'] !== undefined) return { kind: 'redirection', append: match[0] === '>>' };
  if (groups['array'] !== undefined) {
    const [name = '', values = ''] = match[0].split('=(');
    return { kind: 'array', name, values: values.slice(0, -1).replaceAll(/["']/g, '') };
  }
  if (groups['word'] === undefined) return { kind: 'notUnderstood', at, what: `'${match[0]}'` };
  const text = unquote(match[0], variables);
  const unset = /\$[\w{(]\S*/.exec(text);
  if (unset !== null && !match[0].startsWith("'")) {
    return { kind: 'notUnderstood', at, what: `the value of '${unset[0]}'` };
  }
  return { kind: 'word', word: { ...at, text } };
}

/** What a line, or several of which the last but one ends in a backslash, says; assignments go into `variables`. */
export function parseShellLine(lines: readonly TextLine[], variables: Map<string, string>): ShellLine {
  const list = new CommandList(variables);
  for (const line of lines) {
    for (const match of line.text.matchAll(tokenPattern)) {
      const at = { file: line.file, line: line.line, column: match.index + 1 };
      const token = tokenOf(match, at, variables);
      if (token === undefined) break;
      if (token.kind === 'notUnderstood') return token;
      list.add(token);
    }
  }
  list.endCommand(';');
  return { kind: 'commands', commands: list.commands };
}

/** Commands as they come out of tokens. Redirections to /dev/null are left out. */
class CommandList {
  readonly commands: ShellCommand[] = [];
  readonly #variables: Map<string, string>;
  #words: Word[] = [];
  #redirections: ShellRedirection[] = [];
  #redirecting: { append: boolean } | undefined = undefined;
  #when: ShellCommand['when'] = 'always';

  constructor(variables: Map<string, string>) {
    this.#variables = variables;
  }

  add(token: Exclude<Token, { kind: 'notUnderstood' }>): void {
    switch (token.kind) {
      case 'discard':
        return;
      case 'separator':
        this.endCommand(token.text);
        return;
      case 'array':
        this.#variables.set(token.name, token.values);
        return;
      case 'redirection':
        this.#redirecting = { append: token.append };
        return;
      case 'word':
        if (this.#redirecting === undefined) this.#words.push(token.word);
        else this.#redirections.push({ append: this.#redirecting.append, target: token.word });
        this.#redirecting = undefined;
    }
  }

  endCommand(separator: string): void {
    const words = this.#words;
    const isCondition = conditions.includes(words[0]?.text ?? '');
    if (!isCondition && !this.#assigns() && (words.length > 0 || this.#redirections.length > 0)) {
      this.commands.push({ words, redirections: this.#redirections, when: this.#when });
    }
    this.#words = [];
    this.#redirections = [];
    if (separator === ';') this.#when = 'always';
    else if (isCondition || this.#when === 'onCondition') this.#when = 'onCondition';
    else this.#when = separator === '||' ? 'onFailure' : 'always';
  }

  /** Every word is `NAME=value`, but for `export` and the like in front. */
  #assigns(): boolean {
    const [first] = this.#words;
    const words = declarations.includes(first?.text ?? '') ? this.#words.slice(1) : this.#words;
    const assignments = words.map(({ text }) => /^([A-Za-z_]\w*)=(.*)$/s.exec(text));
    if (words.length === 0 || assignments.includes(null)) return false;
    if (this.#when !== 'always') return true;
    for (const assignment of assignments) this.#variables.set(assignment?.[1] ?? '', assignment?.[2] ?? '');
    return true;
  }
}
