// Result files that the user asked for.

import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CommandFailure } from './exit-code.ts';

export interface ResultFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

export function writeResult(path: string, content: string | Uint8Array): void {
  writeResults([{ path, content }]);
}

/** All that can be written; those that cannot are told of together. */
export function writeResults(files: readonly ResultFile[]): void {
  const problems: string[] = [];
  for (const { path, content } of files) {
    try {
      makeFolder(dirname(resolve(path)));
      writeFileSync(path, content);
    } catch (error) {
      problems.push(`cannot write ${path}: ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) throw new CommandFailure(problems.join('\n'));
}

/** Makes its folder; what is wrong is said before a long run rather than after it. */
export function prepareResultPath(path: string): void {
  try {
    makeFolder(dirname(resolve(path)));
    if (!existsSync(path) || !statSync(path).isDirectory()) return;
  } catch (error) {
    throw new CommandFailure(`cannot write ${path}: ${(error as Error).message}`);
  }
  throw new CommandFailure(`cannot write ${path}: it is a folder; give the name of a file`);
}

/** One folder after the other: where none can be made, Node's recursive form may try for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return;
    throw new Error(`${path} is no folder`);
  }
  // A drive that is not there is its own folder.
  if (dirname(path) === path) throw new Error(`there is no ${path}`);
  makeFolder(dirname(path));
  mkdirSync(path);
}
