// `case WORD in … esac`: the commands of the branch that is taken. A script for start and stop is read as it is called at boot.

import type { ScriptPiece } from './script-pieces.ts';

const calledWith = 'start';

const headerPattern = /^\s*case\s+"?\$(?:\{(\w+)\}|(\w+))"?\s+in\s*/;
const patternWord = String.raw`(?:"[^"]*"|'[^']*'|[^\s()|"';&<>])+`;
const branchPattern = new RegExp(String.raw`^\s*\(?\s*(${patternWord}(?:\s*\|\s*${patternWord})*)\s*\)\s*`);
/** Stand for more than one text, or for one that is not known. */
const openSigns = /[*?[$\\`]/;

/** `pieces`: from `case` to before `esac`. Undefined when it is not known which branch would be taken. */
export function branchTaken(
  pieces: readonly ScriptPiece[],
  variables: ReadonlyMap<string, string>,
): readonly ScriptPiece[] | undefined {
  const [head, ...rest] = pieces;
  const header = headerPattern.exec(head?.lines[0].text ?? '');
  if (head === undefined || header === null) return undefined;
  const name = header[1] ?? header[2] ?? '';
  const isCalled = name === '1' && !variables.has(name);
  const subject = isCalled ? calledWith : variables.get(name);
  if (subject === undefined) return undefined;
  for (const { patterns, commands } of branchesOf([...after(head, header[0].length), ...rest])) {
    // Whoever does not know `start` knows something else that is meant at boot.
    if (patterns.includes(subject) || (patterns.includes('*') && !isCalled)) return commands;
    if (patterns.some((pattern) => pattern !== '*' && openSigns.test(pattern))) return undefined;
  }
  return isCalled ? undefined : [];
}

interface Branch {
  readonly patterns: readonly string[];
  readonly commands: ScriptPiece[];
}

function branchesOf(pieces: readonly ScriptPiece[]): Branch[] {
  const branches: Branch[] = [];
  let depth = 0;
  for (const piece of pieces) {
    const header = depth === 0 ? branchPattern.exec(piece.lines[0].text) : null;
    const commands = header === null ? [piece] : after(piece, header[0].length);
    if (header !== null) {
      const patterns = (header[1] ?? '').split('|').map((pattern) => pattern.trim().replaceAll(/["']/g, ''));
      branches.push({ patterns, commands: [] });
    }
    branches.at(-1)?.commands.push(...commands);
    for (const { keyword } of commands) {
      if (keyword === 'case') depth++;
      else if (keyword === 'esac') depth--;
    }
  }
  return branches;
}

/** The piece without its first characters, in whose place are blanks; nothing when nothing is left. */
export function after(piece: ScriptPiece, length: number): ScriptPiece[] {
  const [first, ...others] = piece.lines;
  const text = ' '.repeat(length) + first.text.slice(length);
  const keyword = /^\s*(\S+)/.exec(text)?.[1];
  if (keyword === undefined) return [];
  return [{ ...piece, lines: [{ ...first, text }, ...others], keyword }];
}
