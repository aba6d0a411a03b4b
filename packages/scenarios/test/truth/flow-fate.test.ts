// What became of 60 long connections when one of two directors was cut off silently and came back: recorded on Linux 6.1 with FRR, and here.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario, type LoadedScenario } from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';
import { shortDiagnostics } from '../short-diagnostics.ts';

interface Recording {
  readonly marks: readonly {
    readonly name: string;
    readonly alive: number;
    readonly reset: number;
    readonly stalled: number;
    readonly maxgap: number;
  }[];
  readonly conns: readonly { readonly rs: string; readonly dead: string | null; readonly gap: number }[];
  readonly detect: number;
  readonly conns_ds1: number;
  readonly conns_ds2: number;
}

const settings = {
  wrr: { scheduler: 'wrr', sloppy: 0, sync: false },
  'wrr-sync': { scheduler: 'wrr', sloppy: 0, sync: true },
  sh: { scheduler: 'sh', sloppy: 0, sync: false },
  'sh-sloppy': { scheduler: 'sh', sloppy: 1, sync: false },
} as const;

type SettingName = keyof typeof settings;

function recorded(name: SettingName): Recording {
  const file = new URL(`../fixtures/flow-fate/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Recording;
}

/** Seconds between two bytes of a recorded connection: its longest gap while nothing happened. */
function intervalOf({ conns }: Recording): number {
  const gaps = conns.filter(({ dead }) => dead === null).map(({ gap }) => gap);
  return gaps.sort((left, right) => left - right)[Math.floor(gaps.length / 2)]!;
}

const firstTimeout = 0.2;

/** How often the client's timer had expired (200 ms, doubled each time) when the connection was answered again. */
function timeoutsIn(gap: number, interval: number): number {
  return Math.log2((gap - interval) / firstTimeout + 1);
}

function scenarioFor(name: SettingName, interval: number): LoadedScenario {
  const { scheduler, sloppy, sync } = settings[name];
  const ospf = (id: string, more: string): string => `
      frr: |
        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
         ${more}
        router ospf
         ospf router-id 10.9.0.${id}
         network 10.9.0.0/16 area 0`;
  const daemon = (role: string): string =>
    sync ? `--start-daemon ${role} --mcast-interface eth0 --syncid 1` : '-C';
  const director = (number: number): string => `
  ds-${number}:
    interfaces: { eth0: { segment: lan, address: 10.9.0.${number}/16 } }
    sysctls: { net.ipv4.vs.sloppy_tcp: ${sloppy} }
    files:${ospf(String(number), 'ip ospf priority 0')}
        route-map NONE deny 10
        ip protocol ospf route-map NONE
      setup: |
        ip addr add 10.9.9.9/32 dev lo
        ip route add default via 10.9.0.254
      ipvsadm: |
        ${daemon('master')}
        ${daemon('backup')}
        -A -t 10.9.9.9:80 -s ${scheduler}
        -a -t 10.9.9.9:80 -r 10.9.1.1
        -a -t 10.9.9.9:80 -r 10.9.1.2
        -a -t 10.9.9.9:80 -r 10.9.1.3`;
  const server = (number: number): string => `
  rs-${number}:
    interfaces: { eth0: { segment: lan, address: 10.9.1.${number}/16 } }
    services: [{ kind: echo, port: 80 }]
    files:
      setup: |
        ip addr add 10.9.9.9/32 dev lo
        sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
        ip route add default via 10.9.0.254`;
  const text = `name: flow-fate
about: long connections, one director cut off silently
until: 66s
segments: { lan: { kind: lan }, clients: { kind: lan } }
nodes:
  router:
    interfaces:
      eth0: { segment: lan, address: 10.9.0.254/16 }
      eth1: { segment: clients, address: 172.20.0.254/24 }
    sysctls: { net.ipv4.ip_forward: 1, net.ipv4.fib_multipath_hash_policy: 1, net.ipv4.fib_multipath_hash_seed: 1 }
    files:${ospf('254', 'ip ospf cost 1')}${director(1)}${director(2)}${server(1)}${server(2)}${server(3)}
  client:
    interfaces: { eth0: { segment: clients, address: 172.20.0.1/24 } }
    routes: [{ to: default, via: 172.20.0.254 }]
traffic:
  - { name: sessions, kind: long, from: client, to: 10.9.9.9:80, connections: 60, start: 20s, interval: ${Math.round(interval * 1000)}ms }
timeline:
  - { at: 25s, name: fail, action: cut, node: ds-1, interface: eth0 }
  - { at: 42s, name: heal, action: heal, node: ds-1, interface: eth0 }
`;
  const { scenario, diagnostics } = loadScenario(mapSource({ 's.yaml': text }), 's.yaml');
  if (scenario === undefined) throw new Error(shortDiagnostics(diagnostics).join('\n'));
  return scenario;
}

interface Fate {
  readonly director: string;
  readonly reason: string;
  readonly gap: number;
  readonly realServer: string;
}

/** Of the flows of every seed: the director each was on before the cut, and its end. */
function fates(scenario: LoadedScenario, seed: number): Fate[] {
  const ends = new Map<number, { reason: string; gap: number }>();
  const places = new Map<number, { director: string; realServer: string; port: number }>();
  const ports = new Map<number, number>();
  runScenario(scenario, {
    seed,
    onNetwork: (network) => {
      network.simulation.trace.onRecord(({ node, event }) => {
        const each = event as unknown as Record<string, number | string>;
        if (each['kind'] === 'connectionScheduled' && !places.has(Number(each['clientPort']))) {
          const realServer = String(each['realServer']);
          places.set(Number(each['clientPort']), { director: node, realServer, port: 0 });
        }
        if (each['kind'] === 'longFlowEstablished')
          ports.set(Number(each['flow']), Number(each['sourcePort']));
        if (each['kind'] === 'longFlowEnded')
          ends.set(Number(each['flow']), {
            reason: String(each['reason']),
            gap: Number(each['longestGap']) / 1e9,
          });
      });
    },
  });
  return [...ends].map(([flow, { reason, gap }]) => {
    const place = places.get(ports.get(flow)!)!;
    return { director: place.director, reason, gap, realServer: place.realServer };
  });
}

describe.each(Object.keys(settings) as SettingName[])('%s', (name) => {
  const truth = recorded(name);
  const interval = intervalOf(truth);
  const lost = truth.conns.filter(({ dead }) => dead !== null).length;
  const runs = [1, 2].map((seed) => fates(scenarioFor(name, interval), seed));

  it('the flows of the cut director share one fate, those of the other are not touched', () => {
    // Recorded: as many resets as the cut director had connections, or none at all.
    const [first] = truth.marks;
    expect(first).toMatchObject({ name: 'fail', alive: 60 });
    expect(lost === 0 || lost === truth.marks.find((mark) => mark.name === 'afterfail')!.reset).toBe(true);
    if (name === 'wrr') expect(lost).toBe(truth.conns_ds1);
    const expected = lost === 0 ? 'survived' : 'reset';
    for (const run of runs) {
      expect(run).toHaveLength(60);
      const cut = run.filter(({ director }) => director === 'ds-1');
      const other = run.filter(({ director }) => director === 'ds-2');
      expect(cut.length).toBeGreaterThan(15);
      expect(other.length).toBeGreaterThan(15);
      expect(new Set(cut.map(({ reason }) => reason))).toEqual(new Set([expected]));
      expect(new Set(other.map(({ reason }) => reason))).toEqual(new Set(['survived']));
    }
  });

  it('the return costs nobody anything', () => {
    expect(truth.marks.at(-1)!.reset).toBe(truth.marks.find((mark) => mark.name === 'afterfail')!.reset);
    expect(truth.marks.at(-1)).toMatchObject({ stalled: 0 });
    for (const run of runs) expect(run.filter(({ reason }) => reason === 'hung')).toEqual([]);
  });

  it('sh sends the one client address to one server, wrr to all', () => {
    const servers = new Set(truth.conns.map(({ rs }) => rs)).size;
    for (const run of runs) expect(new Set(run.map(({ realServer }) => realServer)).size).toBe(servers);
  });

  if (lost > 0) return;
  it('a survivor is answered again at an expiry of its retransmission timer, the recorded one among them', () => {
    const longest = truth.marks.find((mark) => mark.name === 'afterfail')!.maxgap;
    const recordedStep = timeoutsIn(longest, interval);
    expect(Math.abs(recordedStep - Math.round(recordedStep))).toBeLessThan(0.15);
    const steps = new Set<number>();
    for (const { gap, director } of runs.flat()) {
      if (director !== 'ds-1') continue;
      const step = timeoutsIn(gap, interval);
      expect(Math.abs(step - Math.round(step))).toBeLessThan(0.15);
      steps.add(Math.round(step));
    }
    expect(steps).toContain(Math.round(recordedStep));
    // Detected within four seconds: the fourth expiry comes after 3.0 s, the fifth after 6.2 s.
    expect([...steps].filter((step) => step < 4 || step > 5)).toEqual([]);
  });
});
