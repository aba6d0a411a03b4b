// The pages under docs/generated: what each has to say now.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderRfcCoverage, type SourceFile } from './rfc-coverage.ts';
import { renderStateDiagrams, type DrawnChapter, type DrawnMachine } from './state-diagrams.ts';

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
export async function stateMachines(): Promise<readonly DrawnChapter[]> {
  const core = new URL('../packages/ospf-core/src/index.ts', import.meta.url).href;
  const machines = (await import(core)) as Readonly<
    Record<'interfaceMachine' | 'neighborMachine' | 'spfBackoffMachine', DrawnMachine>
  >;
  return [
    { heading: 'Interfaces, RFC 2328 §9.3', machine: machines.interfaceMachine },
    { heading: 'Neighbours, RFC 2328 §10.3', machine: machines.neighborMachine },
    { heading: 'Back-off of SPF, RFC 8405 §5.4', machine: machines.spfBackoffMachine },
  ];
}

/** Content by path from the root. */
export async function generatedDocs(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/generated/rfc-coverage.md', renderRfcCoverage(taggedSources())],
    ['docs/generated/state-machines.md', renderStateDiagrams(await stateMachines())],
  ]);
}
