// Seeded runs in which servers flap, directors die and return and weights are edited at random: nothing crashes, every client connection
// has an end with a reason, and the directors' tables are empty when everybody has gone. DIRECTOR_CHAOS_RUNS=1000 makes more of them.

import { describe, expect, it } from 'vitest';
import { RandomStream } from '@ospflab/sim';
import {
  loadScenario,
  runScenario,
  type LoadedScenario,
  type Network,
  type Report,
} from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';
import { shortDiagnostics } from '../short-diagnostics.ts';

const runs = Number(process.env['DIRECTOR_CHAOS_RUNS'] ?? 4);
const firstSeed = Number(process.env['DIRECTOR_CHAOS_FIRST'] ?? 1);

const schedulers = [
  'rr',
  'wrr',
  'lc',
  'wlc',
  'sed',
  'nq',
  'fo',
  'ovf',
  'sh',
  'dh',
  'mh',
  'lblc',
  'lblcr',
  'twos',
];
const directors = ['ds-1', 'ds-2'];
const servers = ['rs-1', 'rs-2', 'rs-3'];
const addressOf = (server: string): string => `10.9.1.${server.slice(3)}`;

/** The client is switched off; entries last 20 s longer, and templates a minute at a time while they have entries. */
const clientsGoneAt = 70;
const until = 215;

class Chaos {
  readonly #random: RandomStream;

  constructor(seed: number) {
    this.#random = new RandomStream(seed, 'director chaos');
  }

  pick<T>(list: readonly T[]): T {
    return list[this.#random.integer(list.length)]!;
  }

  chance(probability: number): boolean {
    return this.#random.chance(probability);
  }

  second(from: number, to: number): string {
    return this.#random.between(from, to).toFixed(3);
  }

  /** A trouble and, nearly always, its end. */
  trouble(): string[] {
    const at = this.#random.between(14, 60);
    const end = at + this.#random.exponential(6) + 0.01;
    const entry = (when: number, fields: string): string[] =>
      when < clientsGoneAt - 1 ? [`  - { at: ${when.toFixed(3)}s, ${fields} }`] : [];
    const both = (first: string, second: string): string[] => [...entry(at, first), ...entry(end, second)];
    const director = this.pick(directors);
    const server = this.pick(servers);
    switch (this.#random.integer(8)) {
      case 0:
        return both(`action: cut, node: ${director}, interface: eth0`, `action: heal, node: ${director}`);
      case 1:
        return both(`action: crash, node: ${director}`, `action: boot, node: ${director}`);
      case 2: {
        const how = this.pick(['refused', 'silent']);
        return both(
          `action: stopService, node: ${server}, port: 80, how: ${how}`,
          `action: startService, node: ${server}, port: 80`,
        );
      }
      case 3: {
        const daemon = this.pick(['ospfd', 'keepalived']);
        const way = this.pick(['stop', 'kill']);
        return both(
          `action: ${way}, node: ${director}, daemon: ${daemon}`,
          `action: start, node: ${director}, daemon: ${daemon}`,
        );
      }
      case 4: {
        const weight = this.pick([0, 1, 2, 5]);
        const edit = (value: number): string =>
          `action: run, node: ${director}, command: 'ipvsadm -e -t 10.9.9.9:80 -r ${addressOf(server)}:80 -w ${value}'`;
        return both(edit(weight), edit(1));
      }
      case 5: {
        const rule = (verb: string): string =>
          `action: run, node: ${director}, command: 'ipvsadm ${verb} -t 10.9.9.9:80 -r ${addressOf(server)}:80'`;
        return both(rule('-d'), rule('-a'));
      }
      case 6:
        return both(`action: crash, node: ${server}`, `action: boot, node: ${server}`);
      default:
        return both(
          `action: deleteAddress, node: ${director}, interface: lo, address: 10.9.9.9/32`,
          `action: addAddress, node: ${director}, interface: lo, address: 10.9.9.9/32`,
        );
    }
  }
}

function scenarioOf(seed: number): LoadedScenario {
  const chaos = new Chaos(seed);
  const sync = chaos.chance(0.5) ? 'lvs_sync_daemon eth0 id 1' : '';
  const scheduler = chaos.pick(schedulers);
  const persistence = chaos.chance(0.3) ? `persistence_timeout ${chaos.pick([5, 20])}` : '';
  const kind = chaos.pick(['DR', 'DR', 'TUN']);
  const device = kind === 'TUN' ? 'tunl0' : 'lo';
  const vs = ['sloppy_tcp', 'expire_nodest_conn', 'expire_quiescent_template'].map(
    (key) => `net.ipv4.vs.${key}: ${chaos.pick([0, 1])}`,
  );
  const load = [
    `net.ipv4.vs.drop_entry: ${chaos.pick([0, 0, 3])}`,
    `net.ipv4.vs.drop_packet: ${chaos.pick([0, 0, 3])}`,
  ];
  const loss = chaos.pick([0, 0, 0.02]);
  const director = (name: string, number: number): string => `
  ${name}:
    interfaces: { eth0: { segment: lan, address: 10.9.0.${number}/16 } }
    sysctls: { ${[...vs, ...load].join(', ')} }
    files:
      frr: |
        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
         ip ospf priority 0
        router ospf
         ospf router-id 10.9.0.${number}
         network 10.9.0.0/16 area 0
        route-map NONE deny 10
        ip protocol ospf route-map NONE
      setup: |
        ip addr add 10.9.9.9/32 dev lo
        ip route add default via 10.9.0.254
        ipvsadm --set 20 10 10
      keepalived: |
        global_defs {
            ${sync}
        }
        virtual_server 10.9.9.9 80 {
            delay_loop 1
            lb_algo ${scheduler}
            lb_kind ${kind}
            protocol TCP
            ${persistence}
${servers.map((server) => `            real_server ${addressOf(server)} 80 {\n                TCP_CHECK { connect_timeout 1 }\n            }`).join('\n')}
        }`;
  const server = (name: string): string => `
  ${name}:
    interfaces: { eth0: { segment: lan, address: ${addressOf(name)}/16 } }
    services: [{ kind: http, port: 80 }]
    files:
      setup: |
        ip link set ${device} up
        ip addr add 10.9.9.9/32 dev ${device}
        sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
        ip route add default via 10.9.0.254`;
  const troubles = Array.from({ length: 2 + (seed % 7) }, () => chaos.trouble()).flat();
  const text = `name: chaos-${seed}
about: random troubles
seed: ${seed}
until: ${until}s
segments: { lan: { kind: lan, loss: ${loss} }, clients: { kind: lan } }
nodes:
  router:
    interfaces:
      eth0: { segment: lan, address: 10.9.0.254/16 }
      eth1: { segment: clients, address: 172.20.0.254/24 }
    sysctls: { net.ipv4.ip_forward: 1, net.ipv4.fib_multipath_hash_policy: 1, net.ipv4.fib_multipath_hash_seed: 1 }
    files:
      frr: |
        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
        router ospf
         ospf router-id 10.9.0.254
         network 10.9.0.0/16 area 0${directors.map((name, at) => director(name, at + 1)).join('')}${servers.map(server).join('')}
  client:
    interfaces: { eth0: { segment: clients, address: 172.20.0.1-172.20.0.20/24 } }
    routes: [{ to: default, via: 172.20.0.254 }]
traffic:
  - { name: pages, kind: short, from: client, to: 10.9.9.9:80, sources: 172.20.0.1-172.20.0.20, rate: 10, start: 12s, stop: 60s }
  - { name: sessions, kind: long, from: client, to: 10.9.9.9:80, sources: 172.20.0.1-172.20.0.20, connections: 15, interval: 500ms, start: 12s, stop: 60s }
timeline:
${troubles.join('\n')}
  - { at: ${clientsGoneAt}s, name: clients-gone, action: crash, node: client }
`;
  const { scenario, diagnostics } = loadScenario(mapSource({ 's.yaml': text }), 's.yaml');
  if (scenario === undefined)
    throw new Error(`seed ${seed}: ${shortDiagnostics(diagnostics).join('\n')}\n${text}`);
  return scenario;
}

/** What is left in the tables of a director that nobody has talked to for longer than any timeout. */
function leftovers(network: Network): string[] {
  const { now } = network.simulation;
  return directors.flatMap((name) => {
    const director = network.machine(name).ipvs!.director;
    const entries = director.connectionEntries(now).map(({ state }) => `${name}: an entry in ${state}`);
    const counts = director
      .virtualServices(now)
      .flatMap(({ destinations }) => destinations)
      .flatMap(({ activeConnections, inactiveConnections, persistentConnections }) =>
        activeConnections === 0 && inactiveConnections === 0 && persistentConnections === 0
          ? []
          : [`${name}: counts ${activeConnections} ${inactiveConnections} ${persistentConnections}`],
      );
    return [...entries, ...counts];
  });
}

/** Clients’ connections without an end, and ends without a connection. */
function unbalanced(report: Report): string[] {
  return report.traffic.flatMap((traffic) => {
    if (traffic.kind === 'short') {
      const { sent, served, lost, reset, refused, unreachable, pending } = traffic;
      const ended = served + lost + reset + refused + unreachable + pending;
      return ended === sent ? [] : [`pages: ${sent} sent, ${ended} ended`];
    }
    if (traffic.kind === 'long') {
      const { flows, survived, hung, reset, otherwise } = traffic;
      return flows === 15 && survived + hung + reset + otherwise === flows
        ? []
        : [`sessions: ${flows} flows`];
    }
    return [];
  });
}

describe('directors in trouble', () => {
  it(
    `${runs} runs end without a crash, with balanced books and empty tables`,
    () => {
      const findings: string[] = [];
      let balanced = 0;
      for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
        try {
          const { network, report } = runScenario(scenarioOf(seed), { seed, wireMode: 'objects' });
          const wrong = [...leftovers(network), ...unbalanced(report)];
          balanced += report.directors.reduce((sum, { connections }) => sum + connections, 0);
          if (report.boundHit !== undefined) wrong.push(report.boundHit);
          findings.push(...wrong.map((what) => `seed ${seed}: ${what}`));
        } catch (error) {
          findings.push(`seed ${seed}: ${(error as Error).stack ?? String(error)}`);
        }
      }
      expect(findings).toEqual([]);
      expect(balanced).toBeGreaterThan(100 * runs);
    },
    30_000 + runs * 10_000,
  );

  it('the same seed gives the same run in both wire modes', () => {
    const [bytes, objects] = (['bytes', 'objects'] as const).map((wireMode) =>
      runScenario(scenarioOf(3), { wireMode }),
    );
    expect(bytes!.report.digest).toBe(objects!.report.digest);
  });
});
