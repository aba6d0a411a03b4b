#!/usr/bin/env node
// Entry of the `ospflab` command. A checkout runs the TypeScript sources directly; the published
// package has no `src` folder and runs its compiled `dist`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = new URL('../src/main.ts', import.meta.url);
if (existsSync(source)) {
  const { runSource } = await import('../../../scripts/run-source.mjs');
  await runSource(fileURLToPath(source));
} else {
  await import('../main.js');
}
