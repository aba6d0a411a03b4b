#!/usr/bin/env node
// Entry of the `ospflab` command. A checkout runs the TypeScript sources directly; the published
// package has no `src` folder and runs its compiled `dist`.
import { existsSync } from 'node:fs';

if (existsSync(new URL('../src/main.ts', import.meta.url))) {
  const { register } = await import('tsx/esm/api');
  register();
  await import('../src/main.ts');
} else {
  await import('../main.js');
}
