// Routes that come and go while a `summary-address` waits for the aggregation timer, and what live FRR 8.4.4 told the AS when.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seconds, type Instant } from '@ospflab/sim';
import { loadScenario, showAt, type LoadedScenario } from '@ospflab/scenarios';
import { fixturePath } from '../folder-source.ts';

/** By prefix: metric and tag. */
type Externals = Readonly<Record<string, readonly [number, number]>>;

const recorded = JSON.parse(readFileSync(fixturePath('frr-waiting-summaries.json'), 'utf8')) as {
  readonly config: Readonly<Record<'r1' | 'r2', string>>;
  /** Routes that are there from the beginning. */
  readonly initial: readonly string[];
  readonly events: readonly {
    readonly what: string;
    /** Typed in `router ospf`. */
    readonly lines: readonly string[];
    /** Routes that come and go. */
    readonly come: readonly string[];
    readonly go: readonly string[];
    /** Seconds until the next one. */
    readonly lasts: number;
    /** Seconds since then, and what was told from then on. */
    readonly seen: readonly (readonly [number, Externals])[];
  }[];
};

/** How much later than it happened something was seen. */
const pollSeconds = 0.8;

let clock = 30;
const events = recorded.events.map((event) => {
  const at = clock;
  clock += event.lasts + 0.5;
  return { ...event, at };
});

function scenario(): LoadedScenario {
  const node = (name: 'r1' | 'r2') => `  ${name}:
    interfaces:
      eth0: { segment: cable }
    files:
      frr: |
${recorded.config[name].trimEnd().replaceAll(/^/gm, '        ')}
`;
  const routed = (at: number, verb: string, prefix: string) =>
    `  - { at: ${at}s, action: run, node: r1, command: ip route ${verb} blackhole ${prefix} }\n`;
  const timeline = [
    ...recorded.initial.map((prefix) => routed(5, 'add', prefix)),
    ...events.flatMap(({ at, lines, come, go }) => [
      ...lines.map(
        (line) =>
          `  - { at: ${at}s, action: configure, node: r1, lines: ${JSON.stringify(`router ospf\n ${line}`)} }\n`,
      ),
      ...come.map((prefix) => routed(at, 'add', prefix)),
      ...go.map((prefix) => routed(at, 'del', prefix)),
    ]),
  ];
  const text = `name: waiting-summaries
until: ${clock + 20}s
segments:
  cable: { kind: pointToPoint }
nodes:
${node('r1')}${node('r2')}timeline:
${timeline.join('')}`;
  const loaded = loadScenario({ read: (path) => (path === 's.yaml' ? text : undefined) }, 's.yaml');
  if (loaded.scenario === undefined) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.scenario;
}

interface ShownExternal {
  readonly linkStateId: string;
  readonly networkMask: number;
  readonly lsaAge: number;
  readonly metric: number;
  readonly externalRouteTag: number;
}

const running = scenario();

function externalsAt(at: number): Externals {
  const command = 'show ip ospf database external json';
  const shown = showAt(running, 'r1', command, { at: seconds(at) as number as Instant });
  if (!shown.ok) throw new Error(shown.message);
  const { asExternalLinkStates } = JSON.parse(shown.text) as {
    readonly asExternalLinkStates: readonly ShownExternal[];
  };
  return Object.fromEntries(
    asExternalLinkStates
      .filter(({ lsaAge }) => lsaAge < 3600)
      .map((lsa) => [`${lsa.linkStateId}/${lsa.networkMask}`, [lsa.metric, lsa.externalRouteTag] as const]),
  );
}

describe('while summaries wait', () => {
  it.each(events)('$what', ({ at, seen }) => {
    for (const [index, [since, externals]] of seen.entries()) {
      const changedAt = index === 0 ? at : at + since;
      if (index > 0) expect(externalsAt(changedAt - pollSeconds - 0.4)).toEqual(seen[index - 1]![1]);
      expect(externalsAt(changedAt + pollSeconds)).toEqual(externals);
    }
  });
});
