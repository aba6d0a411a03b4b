// Finds what the user named: a scenario file, a lab folder, or a built-in scenario. Tells them what is wrong with it.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import {
  formatDiagnostic,
  hasErrors,
  inStrictMode,
  loadLab,
  loadScenario,
  type Diagnostic,
  type LoadedScenario,
} from '@ospflab/scenarios';
import { discFileSource } from './disc-file-source.ts';
import { CommandFailure } from './exit-code.ts';

export interface OpenOptions {
  /** Lines that are not understood are errors. */
  readonly strict?: boolean;
  /** `--set`, by name of the parameter. */
  readonly set?: ReadonlyMap<string, string>;
}

export interface BuiltInScenario {
  readonly name: string;
  readonly path: string;
}

/** In order of name. */
export function builtInScenarios(): BuiltInScenario[] {
  const anyFile = createRequire(import.meta.url).resolve('@ospflab/scenarios/library/dual-active.yaml');
  const library = dirname(anyFile);
  return readdirSync(library)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ name: file.slice(0, -'.yaml'.length), path: join(library, file) }));
}

export interface OpenedScenario {
  readonly scenario: LoadedScenario;
  /** What the readers noticed, a few lines each; empty when there is nothing to say. */
  readonly notes: string;
}

/** Fails with everything that was noticed when one of it is an error. */
export function openScenario(named: string, options: OpenOptions = {}): OpenedScenario {
  const { scenario, diagnostics } = read(named, options.set ?? new Map());
  const noticed = options.strict === true ? inStrictMode(diagnostics) : diagnostics;
  const notes = noticed.map((diagnostic) => `${formatDiagnostic(nearby(diagnostic))}\n`).join('');
  if (hasErrors(noticed) || scenario === undefined) throw new CommandFailure(notes.trimEnd());
  return { scenario, notes };
}

/** The file as seen from the working directory, when it lies below it. */
function nearby(diagnostic: Diagnostic): Diagnostic {
  const path = relative(process.cwd(), diagnostic.file);
  return path.startsWith('..') ? diagnostic : { ...diagnostic, file: path };
}

function read(
  named: string,
  settings: ReadonlyMap<string, string>,
): {
  scenario?: LoadedScenario | undefined;
  diagnostics: readonly Diagnostic[];
} {
  if (existsSync(named)) {
    if (!statSync(named).isDirectory()) return loadScenario(discFileSource, named, settings);
    if (existsSync(join(named, 'topology.json'))) {
      if (settings.size > 0)
        throw new CommandFailure(`${named} is a lab folder, which has no parameters to --set`);
      return loadLab(discFileSource, named);
    }
    throw new CommandFailure(
      `${named} is a folder without topology.json. A lab folder holds topology.json and one configuration per router; a scenario is a YAML file.`,
    );
  }
  const builtIn = builtInScenarios().find(({ name }) => name === named);
  if (builtIn === undefined) {
    throw new CommandFailure(
      `no scenario, lab folder or file is called ${named}. \`ospflab list\` shows the built-in scenarios: ${builtInScenarios()
        .map(({ name }) => name)
        .join(', ')}.`,
    );
  }
  return loadScenario(discFileSource, builtIn.path, settings);
}
