// ospfd of a director restarts while traffic flows through it: RFC 3623 with the statements of FRR, and zebra keeping the routes.

import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario } from '@ospflab/scenarios';

interface Settings {
  readonly helper?: boolean;
  readonly prepared?: boolean;
  /** Seconds from the stop to the start. */
  readonly away?: number;
}

const prepare = '  - { at: 40s, action: prepareRestart, node: ds }\n';

function yaml({ helper = true, prepared = true, away = 8 }: Settings): string {
  const frr = (host: number, more: string) => `      frr: |
        interface lo
         ip address 10.0.0.${host}/32
        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
        router ospf
         ospf router-id 10.0.0.${host}
         network 10.0.0.0/8 area 0
         capability opaque${more}
`;
  return `name: restart
about: a director behind a router
until: 130s
segments:
  outside: { kind: lan }
  inside: { kind: lan }
nodes:
  client:
    interfaces:
      eth0: { segment: outside, address: 10.2.0.9/24 }
    files:
      setup: |
        ip route add default via 10.2.0.1
  router:
    sysctls: { net.ipv4.ip_forward: 1 }
    interfaces:
      eth0: { segment: inside, address: 10.1.0.1/24 }
      eth1: { segment: outside, address: 10.2.0.1/24 }
    files:
${frr(1, helper ? '\n         graceful-restart helper enable' : '')}  ds:
    interfaces:
      eth0: { segment: inside, address: 10.1.0.2/24 }
    files:
${frr(2, '\n         graceful-restart grace-period 30')}traffic:
  - { name: pings, kind: ping, from: client, to: 10.0.0.2, interval: 100ms, start: 35s }
timeline:
${prepared ? prepare : ''}  - { at: 40.1s, action: stop, node: ds, daemon: ospfd }
  - { at: ${40.1 + away}s, action: start, node: ds, daemon: ospfd }
`;
}

function load(text: string) {
  const files = new Map([['restart.yaml', text]]);
  return loadScenario({ read: (path) => files.get(path) }, 'restart.yaml');
}

function run(settings: Settings) {
  const { scenario, diagnostics } = load(yaml(settings));
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  const { report, network } = runScenario(scenario);
  const ospfRoutes = (node: string) =>
    network
      .machine(node)
      .node.host.ribEntries()
      .filter(({ source }) => source === 'ospf').length;
  const [pings] = report.traffic;
  if (pings === undefined || !('lost' in pings)) throw new Error('there is no report of the pings');
  return { lost: pings.lost, routes: [ospfRoutes('router'), ospfRoutes('ds')] };
}

describe('ospfd that is restarted', () => {
  it('within its grace period, with a helper, loses no packet', () => {
    expect(run({})).toEqual({ lost: 0, routes: run({ prepared: false }).routes });
  });

  it('without a helper loses what is sent until it is back', () => {
    expect(run({ helper: false }).lost).toBeGreaterThan(20);
  });

  it('without having announced it loses what is sent until it is back', () => {
    expect(run({ prepared: false }).lost).toBeGreaterThan(50);
  });

  it('after its grace period finds that it was given up', () => {
    const late = run({ away: 35 });
    expect(late.lost).toBeGreaterThan(20);
    expect(late.routes).toEqual(run({}).routes);
  });
});

describe('graceful-restart', () => {
  it('without `capability opaque`, with which FRR 8.4.4 refuses to prepare a restart, is worth a warning', () => {
    const text = yaml({}).replace(
      / +capability opaque\n +graceful-restart grace/,
      '         graceful-restart grace',
    );
    expect(load(text).diagnostics).toMatchObject([
      {
        severity: 'warning',
        line: text.split('\n').findIndex((line) => line.includes('grace-period')) + 1,
        message: 'without `capability opaque` a restart cannot be announced, so it is not graceful',
      },
    ]);
    expect(load(yaml({})).diagnostics).toEqual([]);
  });
});

describe('prepareRestart', () => {
  it('is refused on a node that runs no ospfd', () => {
    const { diagnostics } = load(
      yaml({}).replace('prepareRestart, node: ds', 'prepareRestart, node: client'),
    );
    expect(diagnostics.map(({ message }) => message)).toContain('client runs no ospfd');
  });
});
