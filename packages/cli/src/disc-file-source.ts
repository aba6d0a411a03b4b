// Scenario files from the disc, for the loaders that know no disc.

import { readFileSync, readdirSync } from 'node:fs';
import type { FileSource } from '@ospflab/scenarios';

export const discFileSource: FileSource = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
  list(directory) {
    try {
      return readdirSync(directory);
    } catch {
      return [];
    }
  },
};
