// `show ip ospf neighbor all` and its relatives: what vtysh of FRR 8.4.4 printed of configured neighbours that are down, but for times.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario, Network, playTimeline } from '@ospflab/scenarios';
import { renderOspfShow } from '@ospflab/ospf-core';
import { seconds, type Instant } from '@ospflab/sim';
import { fixturePath } from '../folder-source.ts';

const node = (host: number): string => `  r${host}:
    interfaces:
      e0: { segment: a, address: 10.1.0.${host}/24 }
      e1: { segment: b, address: 10.2.0.${host}/24 }
    files:
      frr: |
        interface e0
         ip ospf network non-broadcast
         ip ospf hello-interval 2
         ip ospf dead-interval 8
        interface e1
         ip ospf hello-interval 2
         ip ospf dead-interval 8
        router ospf
         ospf router-id 1.1.1.${host}
         network 10.0.0.0/8 area 0
         neighbor 10.1.0.${3 - host}
         neighbor 10.1.0.9
         neighbor 10.1.0.8 priority 5 poll-interval 10
`;

const yaml = `name: neighbors
until: 50s
segments:
  a: { kind: lan }
  b: { kind: lan }
nodes:
${node(1)}${node(2)}timeline:
  - { at: 31s, action: linkDown, node: r2, interface: e0 }
`;

/** Times; and a list of LSAs that has just become empty or is about to. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/ *\b(\d+\.\d+s|\d+m\d+s)/g, ' <time>'],
  [/(\w+(?:Msecs?|Msec)"): ?\d+/g, '$1: <time>'],
  [/"(upTime|deadTime)": ?"[^"]*"/g, '"$1": <time>'],
  [/Link State Request Retransmission (on|off)/g, 'Link State Request Retransmission <on or off>'],
  [/ *"threadLinkStateRequestRetransmission":"on",\n/g, ''],
  [/^(1\.1\.1\.2 .*) +\d+( +0 +0)$/gm, '$1 <n>$2'],
  [/Link State Retransmission List \d/g, 'Link State Retransmission List <n>'],
  [/((?:retransmitCounter|linkStateRetransmissionListCounter)"):\d/g, '$1:<n>'],
];

const stable = (text: string): string =>
  volatile.reduce((result, [pattern, replacement]) => result.replaceAll(pattern, replacement), text);

describe.each([
  ['converged', 30],
  ['one-gone', 45],
] as const)('%s', (moment, at) => {
  const { scenario } = loadScenario({ read: () => yaml }, 'neighbors.yaml');
  const network = new Network(scenario!, { seed: 1, wireMode: 'objects' });
  playTimeline(network, seconds(at) as number as Instant);
  const view = network.machine('r1').ospf.router!.view(network.simulation.now);
  const file = `${fixturePath('frr-neighbors')}/${moment}.json`;
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;

  it.each(Object.entries(recorded))('%s', (command, text) => {
    expect(stable(renderOspfShow(view, command)!)).toBe(stable(text));
  });
});
