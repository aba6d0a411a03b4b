// `show ip ospf database max-age` of FRR 8.4.4 at both ends of a link, seconds after a route was withdrawn.

import { describe, expect, it } from 'vitest';
import { loadScenario, showAt } from '@ospflab/scenarios';
import { seconds, type Instant } from '@ospflab/sim';

const node = (name: string, host: number, top: string, more: string): string => `  ${name}:
    interfaces:
      eth0: { segment: cable, address: 10.0.1.${host}/24 }
    files:
      frr: |
        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
        ${top}
        router ospf
         ospf router-id 10.255.0.${host}
         network 10.0.0.0/16 area 0
         ${more}
`;
const text = `name: max-age
until: 60s
segments:
  cable: { kind: pointToPoint }
nodes:
${node('b', 2, '!', '!')}${node('d', 4, 'ip route 10.50.0.0/16 blackhole', 'redistribute static')}timeline:
  - { at: 40s, action: configure, node: d, lines: "router ospf\\n no redistribute static" }
`;
const { scenario } = loadScenario({ read: (path) => (path === 'aged.yaml' ? text : undefined) }, 'aged.yaml');

const shown = (router: string, command: string, at: number): string => {
  const answer = showAt(scenario!, router, command, { at: seconds(at) as number as Instant });
  return answer.ok ? answer.text : answer.message;
};

describe.each(['b', 'd'])('show ip ospf database max-age at %s', (router) => {
  const id = router === 'b' ? '10.255.0.2' : '10.255.0.4';

  it('lists what is on its way out', () => {
    expect(shown(router, 'show ip ospf database max-age', 46)).toBe(
      `\n       OSPF Router with ID (${id})\n\n\n                MaxAge Link States:\n\nLink type: 5\nLink State ID: 10.50.0.0\nAdvertising Router: 10.255.0.4\nLSA lock count: 4\n\n`,
    );
    expect(shown(router, 'show ip ospf database max-age json', 46)).toBe(
      `{ "routerId": "${id}", "maxAgeLinkStates": { "10.50.0.0": { "linkType": 5, "linkStateId": "10.50.0.0", "advertisingRouter": "10.255.0.4", "lsaLockCount": 4 } } }\n`,
    );
  });

  it('is empty before', () => {
    expect(shown(router, 'show ip ospf database max-age json', 30)).toBe(
      `{ "routerId": "${id}", "maxAgeLinkStates": { } }\n`,
    );
  });
});
