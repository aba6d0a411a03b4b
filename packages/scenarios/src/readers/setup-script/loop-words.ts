// `for NAME in …`: what the variable takes one after the other. Lists, variables that hold lists, and numbers that are counted.

import { withVariables } from './shell-variables.ts';

export interface LoopHeader {
  readonly variable: string;
  readonly values: readonly string[];
}

const valuesMax = 10_000;
const headerPattern = /^\s*for\s+([A-Za-z_]\w*)\s+in\s+(.*?)\s*$/;
const wordPattern = /\$\([^()]*\)|`[^`]*`|"[^"]*"|'[^']*'|\S+/g;

/** Undefined when it is not understood. */
export function readLoopHeader(text: string, variables: ReadonlyMap<string, string>): LoopHeader | undefined {
  const header = headerPattern.exec(text);
  if (header === null) return undefined;
  const [, variable = '', list = ''] = header;
  const values: string[] = [];
  for (const [word] of list.matchAll(wordPattern)) {
    const found = valuesOf(word, variables);
    if (found === undefined || values.length + found.length > valuesMax) return undefined;
    values.push(...found);
  }
  return { variable, values };
}

function valuesOf(word: string, variables: ReadonlyMap<string, string>): readonly string[] | undefined {
  const counted = /^(?:\$\(|`)\s*seq\s+(\d{1,9})(?:\s+(\d{1,9}))?\s*[)`]$/.exec(word);
  if (counted !== null) {
    const [, first = '', last] = counted;
    return last === undefined ? numbers(1, Number(first)) : numbers(Number(first), Number(last));
  }
  const range = /^\{(\d{1,9})\.\.(\d{1,9})\}$/.exec(word);
  if (range !== null) return braceRange(range[1]!, range[2]!);
  const variable = /^"?\$(?:\{(\w+)(?:\[[@*]\])?\}|(\w+))"?$/.exec(word);
  if (variable !== null) {
    return variables
      .get(variable[1] ?? variable[2] ?? '')
      ?.split(/\s+/)
      .filter((value) => value !== '');
  }
  const plain = withVariables(word.replaceAll(/^(["'])(.*)\1$/g, '$2'), variables);
  return /[$`*?{[]/.test(plain) ? undefined : [plain];
}

/** Downwards too, and with as many digits as the longer end where one begins with a zero. */
function braceRange(first: string, last: string): readonly string[] | undefined {
  const [from, to] = [Number(first), Number(last)];
  const upwards = numbers(Math.min(from, to), Math.max(from, to));
  const isPadded = /^0\d/.test(first) || /^0\d/.test(last);
  const width = isPadded ? Math.max(first.length, last.length) : 0;
  const values = upwards?.map((value) => value.padStart(width, '0'));
  return from > to ? values?.toReversed() : values;
}

/** As `seq` counts: upwards alone. */
function numbers(first: number, last: number): readonly string[] | undefined {
  if (last - first >= valuesMax) return undefined;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => String(first + index));
}
