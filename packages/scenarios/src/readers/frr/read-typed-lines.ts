// Lines typed into the running ospfd: what they make of the configuration it has.

import type { Reading } from '../diagnostic.ts';
import type { FrrConfig, FrrDialect } from './frr-config.ts';
import { FrrDraft } from './frr-draft.ts';
import { FrrReader } from './read-frr-config.ts';

/** `text` begins outside all blocks. What belongs to zebra is refused. */
export function readTypedLines(
  config: FrrConfig,
  file: string,
  text: string,
  dialect: FrrDialect,
): Reading<FrrConfig> {
  const reader = new FrrReader(dialect, FrrDraft.continuing(config));
  reader.readFile({ file, text, daemon: 'ospfd' });
  const { diagnostics, irrelevant } = reader;
  return { value: reader.draft.finish(), diagnostics, irrelevant };
}
