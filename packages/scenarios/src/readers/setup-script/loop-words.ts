// `for NAME in …`: what the variable takes one after the other. Lists, variables that hold lists, and numbers that are counted.

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
  if (range !== null) return numbers(Number(range[1]), Number(range[2]));
  const variable = /^"?\$(?:\{(\w+)(?:\[[@*]\])?\}|(\w+))"?$/.exec(word);
  if (variable !== null) {
    return variables
      .get(variable[1] ?? variable[2] ?? '')
      ?.split(/\s+/)
      .filter((value) => value !== '');
  }
  const plain = word.replaceAll(/^(["'])(.*)\1$/g, '$2').replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (written: string, braced: string | undefined, bare: string | undefined) => variables.get(braced ?? bare ?? '') ?? written); // prettier-ignore
  return /[$`*?{[]/.test(plain) ? undefined : [plain];
}

function numbers(first: number, last: number): readonly string[] | undefined {
  if (last - first >= valuesMax) return undefined;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => String(first + index));
}
