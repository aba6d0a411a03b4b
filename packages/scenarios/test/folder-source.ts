// Fixture folders as a file source.

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FileSource } from '@ospflab/scenarios';

export function fixturePath(path: string): string {
  return fileURLToPath(new URL(`./fixtures/${path}`, import.meta.url));
}

export function libraryPath(path: string): string {
  return fileURLToPath(new URL(`../library/${path}`, import.meta.url));
}

export const discSource: FileSource = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
  list: (directory) => readdirSync(directory),
};
