// A graceful restart recorded of live FRR 8.4.4, and the scenario that does the same at the same times.

import { readFileSync } from 'node:fs';
import { loadScenario, type LoadedScenario } from '@ospflab/scenarios';
import { fixturePath } from './folder-source.ts';

export interface RecordedRestart {
  readonly segments: Readonly<Record<string, readonly string[]>>;
  readonly routers: Readonly<Record<string, string>>;
  /** Seconds since the restart was prepared, and what was done. */
  readonly marks: readonly (readonly [number, string])[];
  readonly log: Readonly<Record<string, readonly (readonly [number, string])[]>>;
  /** What `ip monitor route` told of routes of OSPF. */
  readonly kernelRoutes: Readonly<Record<string, readonly (readonly [number, string])[]>>;
  readonly shows: Readonly<Record<string, RecordedShows>>;
  /** Between r1 and r2, but for hellos and acknowledgements; OSPF in hexadecimal digits. */
  readonly packets?: readonly { readonly at: number; readonly source: string; readonly ospf: string }[];
}

export interface RecordedShows {
  readonly at: number;
  readonly r2: Readonly<Record<string, string>>;
}

/** The instant of the preparation in the scenario, in seconds. */
export const preparedAt = 30;

export function recordedRestart(name: string): RecordedRestart {
  const path = fixturePath(`frr-graceful-restart/${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as RecordedRestart;
}

/** The router that restarts is `r1` unless another one is named. The seed draws the phases of hellos. */
export function restartScenario(recorded: RecordedRestart, restarter = 'r1', seed = 1): LoadedScenario {
  const files = new Map([['restart.yaml', `seed: ${seed}\n${yamlOf(recorded, restarter)}`]]);
  const { scenario, diagnostics } = loadScenario({ read: (path) => files.get(path) }, 'restart.yaml');
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

function yamlOf({ segments, routers, marks }: RecordedRestart, restarter: string): string {
  const nodes = Object.entries(routers).map(([router, configuration]) => {
    const ports = Object.entries(segments).flatMap(([segment, ends]) =>
      ends
        .filter((end) => end.startsWith(`${router}:`))
        .map((end) => `      ${end.slice(router.length + 1)}: { segment: ${segment} }\n`),
    );
    const frr = configuration.trimEnd().replaceAll(/^/gm, '        ');
    return `  ${router}:\n    interfaces:\n${ports.join('')}    files:\n      frr: |\n${frr}\n`;
  });
  const timeline = marks.map(
    ([at, what]) => `  - { at: ${(preparedAt + at).toFixed(3)}s, ${actionOf(what, restarter)} }\n`,
  );
  return `name: restart
about: a graceful restart as it was recorded
until: ${preparedAt + 60}s
segments:
${Object.keys(segments)
  .map((segment) => `  ${segment}: { kind: lan }\n`)
  .join('')}nodes:
${nodes.join('')}timeline:
${timeline.join('')}`;
}

function actionOf(what: string, restarter: string): string {
  switch (what) {
    case 'prepare':
      return `action: prepareRestart, node: ${restarter}`;
    case 'kill':
      return `action: stop, node: ${restarter}, daemon: ospfd`;
    case 'start':
      return `action: start, node: ${restarter}, daemon: ospfd`;
    case 'cost':
      return 'action: setCost, node: r3, interface: lo, cost: 7';
    case 'down':
      return 'action: linkDown, node: r2, interface: eth1';
    case 'cut':
      return `action: cut, node: ${restarter}, interface: eth0`;
    default:
      throw new Error(`nothing in a scenario is '${what}'`);
  }
}
