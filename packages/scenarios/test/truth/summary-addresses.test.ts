// `summary-address` typed into a running ospfd, `aggregation timer`, and what live FRR 8.4.4 told the AS when.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seconds, type Instant } from '@ospflab/sim';
import { loadScenario, showAt, type LoadedScenario } from '@ospflab/scenarios';
import { fixturePath } from '../folder-source.ts';

/** By prefix: metric, its type, tag. */
type Externals = Readonly<Record<string, readonly [number, string, number]>>;
type Configurations = Readonly<Record<'r1' | 'r2', string>>;

const recorded = JSON.parse(readFileSync(fixturePath('frr-summary-addresses.json'), 'utf8')) as {
  readonly config: Configurations;
  readonly events: readonly {
    readonly what: string;
    readonly lines: readonly string[];
    /** Seconds until the next one. */
    readonly lasts: number;
    /** Seconds since the lines were typed, and what was told from then on. */
    readonly seen: readonly (readonly [number, Externals])[];
  }[];
  readonly shown: { readonly config: Configurations; readonly shows: Readonly<Record<string, string>> };
};

const firstAt = 30;
/** How much later than it happened something was seen. */
const pollSeconds = 0.4;

let clock = firstAt;
const events = recorded.events.map((event) => {
  const at = clock;
  clock += event.lasts;
  return { ...event, at };
});

function scenarioOf({ r1, r2 }: Configurations, typed: typeof events): LoadedScenario {
  const node = (name: string, text: string) => `  ${name}:
    interfaces:
      eth0: { segment: cable }
    files:
      frr: |
${text.trimEnd().replaceAll(/^/gm, '        ')}
`;
  const timeline = typed.map(
    ({ at, lines }) =>
      `  - at: ${at}s\n    action: configure\n    node: r1\n    lines: |\n      router ospf\n${lines.map((line) => `       ${line}\n`).join('')}`,
  );
  const text = `name: summaries
about: a router that imports, and its neighbour
until: ${clock + 20}s
segments:
  cable: { kind: pointToPoint }
nodes:
${node('r1', r1)}${node('r2', r2)}timeline:${typed.length === 0 ? ' []' : ''}
${timeline.join('')}`;
  const { scenario, diagnostics } = loadScenario(
    { read: (path) => (path === 'summaries.yaml' ? text : undefined) },
    'summaries.yaml',
  );
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

function shownAt(scenario: LoadedScenario, router: string, command: string, at: number): string {
  const shown = showAt(scenario, router, command, { at: seconds(at) as number as Instant });
  if (!shown.ok) throw new Error(shown.message);
  return shown.text;
}

interface ShownExternal {
  readonly linkStateId: string;
  readonly networkMask: number;
  readonly lsaAge: number;
  readonly metric: number;
  readonly metricType: string;
  readonly externalRouteTag: number;
}

function externalsAt(scenario: LoadedScenario, at: number): Externals {
  const text = shownAt(scenario, 'r1', 'show ip ospf database external json', at);
  const { asExternalLinkStates } = JSON.parse(text) as {
    readonly asExternalLinkStates: readonly ShownExternal[];
  };
  return Object.fromEntries(
    asExternalLinkStates
      .filter(({ lsaAge }) => lsaAge < 3600)
      .map(({ linkStateId, networkMask, metric, metricType, externalRouteTag }) => [
        `${linkStateId}/${networkMask}`,
        [metric, metricType.slice(0, 2), externalRouteTag] as const,
      ]),
  );
}

describe('typed into ospfd', () => {
  const scenario = scenarioOf(recorded.config, events);

  it.each(events)('$what', ({ at, seen }) => {
    for (const [index, [since, externals]] of seen.entries()) {
      const changedAt = index === 0 ? at : at + since;
      if (index > 0)
        expect(externalsAt(scenario, changedAt - pollSeconds - 0.2)).toEqual(seen[index - 1]![1]);
      expect(externalsAt(scenario, changedAt + 0.1)).toEqual(externals);
    }
  });
});

describe('the summaries of the configuration file', () => {
  const scenario = scenarioOf(recorded.shown.config, []);

  it('are in force from the beginning', () => {
    expect(externalsAt(scenario, 5)).toEqual({ '10.50.0.0/16': [20, 'E2', 0] });
  });

  it.each(Object.entries(recorded.shown.shows))('%s', (words, text) => {
    const [router = '', ...command] = words.split(' ');
    expect(shownAt(scenario, router, command.join(' '), 20)).toBe(text);
  });
});
