// Route maps on `redistribute static`, and what live FRR 8.4.4 told of four static routes through each.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seconds, type Instant } from '@ospflab/sim';
import { loadLab, showAt } from '@ospflab/scenarios';
import { fixturePath } from '../folder-source.ts';

/** By link state id: metric, its type, tag, forwarding address. */
type Externals = Readonly<Record<string, readonly [number, string, number, string]>>;

const recorded = JSON.parse(readFileSync(fixturePath('frr-route-maps.json'), 'utf8')) as {
  readonly config: Readonly<Record<'r1' | 'r2', string>>;
  readonly cases: readonly {
    readonly name: string;
    readonly lines: readonly string[];
    readonly external: Externals;
  }[];
};

function load(lines: readonly string[]) {
  const { r1, r2 } = recorded.config;
  const plain = lines.length === 0 ? r1.replace(' route-map RM', '') : r1;
  const topology = {
    name: 'maps',
    about: 'a router that imports, and its neighbour',
    segments: { cable: ['r1:eth0', 'r2:eth0'] },
    routers: { r1: 'r1.conf', r2: 'r2.conf' },
  };
  const files = new Map([
    ['lab/topology.json', JSON.stringify(topology)],
    ['lab/r1.conf', `${plain}${lines.join('\n')}\n`],
    ['lab/r2.conf', r2],
  ]);
  return loadLab({ read: (path) => files.get(path) }, 'lab');
}

interface ShownExternal {
  readonly linkStateId: string;
  readonly metric: number;
  readonly metricType: string;
  readonly externalRouteTag: number;
  readonly forwardAddress: string;
}

function externalsOf(lines: readonly string[]): Externals {
  const { scenario, diagnostics } = load(lines);
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  const at = seconds(40) as number as Instant;
  const shown = showAt(scenario, 'r1', 'show ip ospf database external json', { at });
  if (!shown.ok) throw new Error(shown.message);
  const { asExternalLinkStates } = JSON.parse(shown.text) as {
    readonly asExternalLinkStates: readonly ShownExternal[];
  };
  return Object.fromEntries(
    asExternalLinkStates.map(({ linkStateId, metric, metricType, externalRouteTag, forwardAddress }) => [
      linkStateId,
      [metric, metricType.slice(0, 2), externalRouteTag, forwardAddress] as const,
    ]),
  );
}

describe('the route map', () => {
  it.each(recorded.cases)('$name', ({ lines, external }) => {
    expect(externalsOf(lines)).toEqual(external);
  });

  it.each([
    [['route-map RM deny 10', 'on-match next'], 'an entry that denies goes nowhere'],
    [['route-map RM permit 20', 'on-match goto 10'], 'a route map does not go back'],
  ])('%j is refused', (lines, message) => {
    const { diagnostics } = load(lines);
    expect(diagnostics.map((found) => found.message).join()).toContain(message);
  });

  it('that calls itself denies', () => {
    expect(externalsOf(['route-map RM permit 10', 'call RM'])).toEqual({});
  });
});
