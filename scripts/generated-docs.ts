// The pages under docs/generated: what each has to say now.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderRfcCoverage, type SourceFile } from './rfc-coverage.ts';
import { renderStateDiagrams } from './state-diagrams.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the tags of the protocol stand. */
const tagged = ['net', 'ospf-core', 'scenarios'].flatMap((name) => [
  `packages/${name}/src`,
  `packages/${name}/test`,
]);

/** TypeScript files that may carry tags, in order of their paths. */
export function taggedSources(): SourceFile[] {
  return tagged
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file.replaceAll('\\', '/')}`,
      ),
    )
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Content by path from the root. */
export function generatedDocs(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/generated/rfc-coverage.md', renderRfcCoverage(taggedSources())],
    ['docs/generated/state-machines.md', renderStateDiagrams()],
  ]);
}
