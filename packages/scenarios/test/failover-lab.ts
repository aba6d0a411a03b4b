// The two labs in which failover was recorded: A, router and two directors on one LAN; B, a point-to-point link to each director.

import { formatIpv4Address } from '@ospflab/net';
import { after, seconds, type Instant } from '@ospflab/sim';
import {
  Network,
  loadScenario,
  performAction,
  type LoadedScenario,
  type OspfProfileName,
  type TimelineAction,
  type WireMode,
} from '@ospflab/scenarios';

export type Topology = 'lan' | 'pointToPoint';

export interface LabSettings {
  readonly retransmitInterval?: number;
  readonly minArrivalMs?: number;
  readonly ospfProfile?: OspfProfileName;
  /** Shared by all daemons, as in the labs of the recordings. */
  readonly processors?: number;
}

const vip = '192.168.28.211';

export function failoverLab(topology: Topology, settings: LabSettings = {}): LoadedScenario {
  const files = new Map([['lab.yaml', topology === 'lan' ? lanYaml(settings) : pointToPointYaml(settings)]]);
  const { scenario, diagnostics } = loadScenario({ read: (path) => files.get(path) }, 'lab.yaml');
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return scenario;
}

export interface Failover {
  /** Seconds from the failing action to the next hop's absence; undefined when it stayed. */
  readonly withdrawn: number | undefined;
  /** Seconds from the restoring action to its first return. */
  readonly restored: number | undefined;
}

export interface FailoverPlan {
  readonly scenario: LoadedScenario;
  readonly seed: number;
  readonly fail: TimelineAction;
  readonly restore: TimelineAction;
  /** Seconds between withdrawal and restoring action; even in 0 … 1 when not given. */
  readonly hold?: number;
  readonly wireMode?: WireMode;
}

/** One trial: wait until both next hops stand, a random phase, fail, wait, restore. */
export function measureFailover(plan: FailoverPlan): Failover {
  const network = new Network(plan.scenario, { seed: plan.seed, wireMode: plan.wireMode ?? 'objects' });
  const { simulation } = network;
  const dice = simulation.stream('trial');
  const gateway = plan.scenario.name === 'lan' ? '192.168.28.101' : '192.168.29.2';
  let presentSince: Instant | undefined;
  let absentSince: Instant | undefined = 0 as Instant;
  simulation.trace.onRecord(({ node, instant, event }) => {
    if (node !== 'router' || event.kind !== 'fibChanged') return;
    const change = event as unknown as { prefix: number; nextHops: string };
    if (formatIpv4Address(change.prefix as never) !== vip) return;
    const present = change.nextHops.includes(gateway);
    if (present) presentSince ??= instant;
    else absentSince ??= instant;
    if (present) absentSince = undefined;
    else presentSince = undefined;
  });
  const runFor = (duration: number) => simulation.run({ until: after(simulation.now, seconds(duration)) });
  const runUntil = (reached: () => boolean, atMost: number) => {
    const limit = simulation.now + atMost * 1e9;
    while (!reached() && simulation.now < limit) runFor(0.1);
  };
  network.start();
  runFor(60);
  if (presentSince === undefined) throw new Error(`seed ${plan.seed}: no route after the cold start`);
  runFor(dice.between(0, 5));
  const failedAt = simulation.now;
  performAction(network, plan.fail);
  runUntil(() => absentSince !== undefined, 8);
  const withdrawn = absentSince === undefined ? undefined : (absentSince - failedAt) / 1e9;
  runFor(plan.hold ?? dice.between(0, 1));
  const restoredAt = simulation.now;
  performAction(network, plan.restore);
  runUntil(() => presentSince !== undefined, 40);
  const restored = presentSince === undefined ? undefined : Math.max(0, presentSince - restoredAt) / 1e9;
  return { withdrawn, restored };
}

export interface ColdStart {
  /** Seconds until every adjacency is Full on both sides. */
  readonly allFull: number | undefined;
  /** Seconds until the router has one next hop to the VIP, and both. */
  readonly first: number | undefined;
  readonly both: number | undefined;
}

/** What scheduling leaves between daemons that are started together. */
const startSkewMs = 1;

/** All daemons are killed before they say much and started again together, when everything about them is forgotten. */
export function startTogether(scenario: LoadedScenario, seed: number): ColdStart {
  const network = new Network(scenario, { seed, wireMode: 'objects' });
  const { simulation } = network;
  const dice = simulation.stream('trial');
  const startAt = seconds(10) as number;
  const fullAt: number[] = [];
  const hopsAt: (number | undefined)[] = [];
  network.start();
  simulation.run({ until: seconds(2) as number as Instant });
  const nodes = scenario.nodes.map(({ name }) => name);
  for (const node of nodes) performAction(network, { kind: 'kill', node, daemon: 'ospfd' });
  simulation.trace.onRecord(({ node, instant, event }) => {
    const since = (instant - startAt) / 1e9;
    if (event.kind === 'neighborStateChanged' && (event as unknown as { to: string }).to === 'full') {
      fullAt.push(since);
    }
    if (node !== 'router' || event.kind !== 'fibChanged') return;
    const change = event as unknown as { prefix: number; nextHops: string };
    if (formatIpv4Address(change.prefix as never) !== vip || change.nextHops === 'none') return;
    hopsAt[change.nextHops.split(',').length] ??= since;
  });
  const starts = nodes
    .map((node) => ({ node, at: startAt + Math.round(dice.between(0, startSkewMs * 1e6)) }))
    .sort((left, right) => left.at - right.at);
  for (const { node, at } of starts) {
    simulation.run({ until: at as Instant });
    performAction(network, { kind: 'start', node, daemon: 'ospfd' });
  }
  simulation.run({ until: (startAt + 20e9) as Instant });
  const both = hopsAt[2];
  // Each director is Full with the router, and the router with each; directors stay 2-Way with each other.
  return { allFull: fullAt.length < 4 ? undefined : Math.max(...fullAt), first: hopsAt[1] ?? both, both };
}

export const cutDirector: TimelineAction = { kind: 'cut', node: 'ds1', interface: 'eth0', direction: 'both' };
export const healDirector: TimelineAction = { kind: 'heal', node: 'ds1', interface: undefined };

function ospfInterface(priority: number, { retransmitInterval }: LabSettings, extra = ''): string {
  const retransmit =
    retransmitInterval === undefined ? '' : `\n ip ospf retransmit-interval ${retransmitInterval}`;
  return ` ip ospf hello-interval 1\n ip ospf dead-interval 4\n ip ospf priority ${priority}\n ip ospf cost 1${retransmit}${extra}`;
}

function frrConf(
  name: string,
  routerId: string,
  interfaces: string,
  settings: LabSettings,
  kernel: 'permit' | 'deny',
): string {
  const minArrival =
    settings.minArrivalMs === undefined ? '' : `\n timers lsa min-arrival ${settings.minArrivalMs}`;
  return `hostname ${name}
${interfaces}
router ospf
 ospf router-id ${routerId}
 network 192.168.28.0/8 area 0.0.0.0${minArrival}
ip prefix-list ANY seq 5 permit 0.0.0.0/0 le 32
route-map ANY ${kernel} 10
 match ip address prefix-list ANY
ip protocol ospf route-map ANY
`;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n');
}

function nodeYaml(
  name: string,
  interfaces: string,
  conf: string,
  profile: string | undefined,
  vipOnLo: boolean,
): string {
  const setup = vipOnLo ? `\n      setup: |\n        ip addr add ${vip}/32 dev lo` : '';
  return `  ${name}:
    interfaces: ${interfaces}${profile === undefined ? '' : `\n    ospfProfile: ${profile}`}
    files:
      frr: |
${indented(conf)}${setup}`;
}

function lanYaml(settings: LabSettings): string {
  const node = (name: string, host: number, priority: number) =>
    nodeYaml(
      name,
      `{ eth0: { segment: lan, address: 192.168.28.${host}/24 } }`,
      frrConf(
        name,
        `192.168.28.${host}`,
        `interface eth0\n${ospfInterface(priority, settings)}`,
        settings,
        priority === 0 ? 'deny' : 'permit',
      ),
      settings.ospfProfile,
      priority === 0,
    );
  return `name: lan
about: the tutorial's LAN
until: 600s
computer: { processors: ${settings.processors ?? 'own'} }
segments:
  lan: { kind: lan, delay: 20us }
nodes:
${[node('router', 210, 1), node('ds1', 101, 0), node('ds2', 102, 0)].join('\n')}
`;
}

function pointToPointYaml(settings: LabSettings): string {
  const link = '\n ip ospf network point-to-point';
  const director = (name: string, segment: string, net: number, host: number) =>
    nodeYaml(
      name,
      `{ eth0: { segment: ${segment}, address: 192.168.${net}.2/30 } }`,
      frrConf(
        name,
        `192.168.28.${host}`,
        `interface eth0\n${ospfInterface(0, settings, link)}`,
        settings,
        'deny',
      ),
      settings.ospfProfile,
      true,
    );
  const router = nodeYaml(
    'router',
    '{ eth1: { segment: link1, address: 192.168.29.1/30 }, eth2: { segment: link2, address: 192.168.30.1/30 } }',
    frrConf(
      'router',
      '192.168.28.210',
      ['eth1', 'eth2'].map((name) => `interface ${name}\n${ospfInterface(1, settings, link)}`).join('\n'),
      settings,
      'permit',
    ),
    settings.ospfProfile,
    false,
  );
  return `name: pointToPoint
about: a link to each director
until: 600s
segments:
  link1: { kind: pointToPoint, delay: 20us }
  link2: { kind: pointToPoint, delay: 20us }
nodes:
${[router, director('ds1', 'link1', 29, 101), director('ds2', 'link2', 30, 102)].join('\n')}
`;
}
