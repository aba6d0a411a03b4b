// The pages under docs/generated: what each has to say now.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderRfcCoverage, type SourceFile } from './rfc-coverage.ts';
import { renderStateDiagrams, type DrawnMachine } from './state-diagrams.ts';

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

/** The machines that the router runs. The root depends on no workspace, so the package is found by its place. */
export async function stateMachines(): Promise<{
  readonly interfaceMachine: DrawnMachine;
  readonly neighborMachine: DrawnMachine;
}> {
  const core = new URL('../packages/ospf-core/src/index.ts', import.meta.url).href;
  return (await import(core)) as Awaited<ReturnType<typeof stateMachines>>;
}

/** Content by path from the root. */
export async function generatedDocs(): Promise<ReadonlyMap<string, string>> {
  const { interfaceMachine, neighborMachine } = await stateMachines();
  return new Map([
    ['docs/generated/rfc-coverage.md', renderRfcCoverage(taggedSources())],
    ['docs/generated/state-machines.md', renderStateDiagrams(interfaceMachine, neighborMachine)],
  ]);
}
