// RFC 1765 as a scenario asks for it: `ospf: { databaseOverflow: … }` beside FRR's configuration.

import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario } from '@ospflab/scenarios';

function yaml(settings: readonly [string, string], area = '0'): string {
  const routes = [1, 2, 3, 4].map((number) => `        ip route 198.51.${number}.0/24 blackhole\n`).join('');
  const node = (host: number) => `  r${host}:
    interfaces:
      eth0: { segment: lan, address: 10.1.0.${host}/24 }
    ${settings[host - 1]}
    files:
      frr: |
${host === 1 ? routes : ''}        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
        router ospf
         ospf router-id 10.0.0.${host}
         network 10.0.0.0/8 area ${area}
         ${area === '0' ? '' : `area ${area} stub`}
         redistribute static
`;
  return `name: overflow
until: 60s
segments:
  lan: { kind: lan }
nodes:
${node(1)}${node(2)}`;
}

function load(text: string) {
  const files = new Map([['overflow.yaml', text]]);
  return loadScenario({ read: (path) => files.get(path) }, 'overflow.yaml');
}

function externalRoutes(setting: string): number {
  const { scenario, diagnostics } = load(yaml([setting, setting]));
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  expect(diagnostics).toEqual([]);
  const { network } = runScenario(scenario);
  const routes = [...network.machine('r2').node.host.ribEntries()];
  return routes.filter(({ source, prefix }) => source === 'ospf' && prefix.length === 24).length - 1;
}

describe('databaseOverflow', () => {
  it('with more routes than its limit withdraws them, with fewer it does nothing', () => {
    expect(externalRoutes('ospf: { databaseOverflow: { limit: 5 } }')).toBe(4);
    expect(externalRoutes('ospf: { databaseOverflow: { limit: 4 } }')).toBe(0);
    expect(externalRoutes('ospf: {}')).toBe(4);
  });

  it('tells the routes again after its exit interval', () => {
    // At 60 s they have come back and filled the database several times.
    const { scenario } = load(
      yaml([
        'ospf: { databaseOverflow: { limit: 4, exitInterval: 5s } }',
        'ospf: { databaseOverflow: { limit: 4, exitInterval: 5s } }',
      ]),
    );
    let entered = 0;
    runScenario(scenario!, {
      onNetwork: ({ simulation }) =>
        simulation.trace.onRecord(({ event }) => void (event.kind === 'overflowEntered' && entered++)),
    });
    expect(entered).toBeGreaterThan(6);
  });

  it('that differs between routers is worth a warning, but not in stub areas', () => {
    const settings = ['ospf: { databaseOverflow: { limit: 5 } }', 'ospf: {}'] as const;
    expect(load(yaml(settings)).diagnostics).toMatchObject([
      {
        severity: 'warning',
        line: yaml(settings).split('\n').indexOf('  r2:') + 1,
        message: 'r2 has no limit of external LSAs and r1 has 5, so their databases may differ',
      },
    ]);
    expect(load(yaml(settings, '1')).diagnostics).toEqual([]);
  });

  it('needs a limit of at least 1', () => {
    const settings = ['ospf: { databaseOverflow: { limit: 0 } }', 'ospf: {}'] as const;
    expect(load(yaml(settings)).diagnostics).toMatchObject([{ severity: 'error' }]);
  });
});
