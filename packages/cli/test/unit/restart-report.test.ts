// What `ospflab run` tells of graceful restarts and of BFD: who helps whom, for how long, and what followed from it.

import { describe, expect, it } from 'vitest';
import { ospflab, withFiles } from '../run-command.ts';

const node = (name: string, host: number, port: string, router = '') => `  ${name}:
    interfaces:
      eth0: { segment: cable, address: 10.1.0.${host}/24 }
    files:
      frr: |
        interface lo
         ip address 10.0.0.${host}/32
        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
${port}        router ospf
         ospf router-id 10.0.0.${host}
         network 10.0.0.0/8 area 0
         capability opaque
         graceful-restart grace-period 20${router}
`;

function yaml(timeline: readonly string[], bfd: string): string {
  return `name: restart
about: two routers on a cable
until: 100s
segments:
  cable: { kind: pointToPoint }
nodes:
${node('r1', 1, bfd)}${node('r2', 2, bfd, '\n         graceful-restart helper enable')}timeline:
${timeline.map((action) => `  - { ${action} }\n`).join('')}`;
}

/** What the routers do in the report, without times and figures. */
function reported(text: string): string[] {
  return withFiles({ 'restart.yaml': text }, (folder) => {
    const { exitCode, stdout } = ospflab(['run', `${folder}/restart.yaml`]);
    expect(exitCode).toBe(0);
    return [...stdout.matchAll(/^ +[\d.]+ s {2}(r\d: .*?)(?: {2}.*)?$/gm)].map(([, line = '']) => line);
  });
}

const prepare = 'at: 40s, action: prepareRestart, node: r1';
const stop = 'at: 41s, action: stop, node: r1, daemon: ospfd';
const start = 'at: 46s, action: start, node: r1, daemon: ospfd';

describe('the report of a graceful restart', () => {
  it('tells how the restart began and ended at the router and at its helper', () => {
    const lines = reported(yaml([prepare, stop, start], ''));
    expect(lines.filter((line) => /restart|helps/.test(line))).toEqual([
      'r1: asks for 20.00 s to restart',
      'r2: helps r1 to restart, for 20.00 s at most',
      'r1: has restarted and has 14.00 s left',
      'r1: restart is over: all adjacencies are back',
      'r2: helps r1 no longer: the restart is complete',
    ]);
  });

  it('puts the end of the grace period before what follows from it', () => {
    const lines = reported(yaml([prepare, stop], ''));
    expect(lines.slice(-3)).toEqual([
      'r2: helps r1 no longer: the grace period is over',
      'r2: dead timer of r1',
      'r2: FIB: 10.0.0.1/32 is gone',
    ]);
  });
});

describe('the report of a cut', () => {
  it('has the fall and the return of the BFD session', () => {
    const cut = 'at: 40s, action: cut, node: r1, interface: eth0';
    const heal = 'at: 60s, action: heal, node: r1, interface: eth0';
    const lines = reported(yaml([cut, heal], '         ip ospf bfd\n'));
    const fall = lines.indexOf('r2: BFD session with r1 is down: nothing is heard');
    expect(lines.slice(fall, fall + 3)).toEqual([
      'r2: BFD session with r1 is down: nothing is heard',
      'r2: BFD finds r1 dead',
      'r2: FIB: 10.0.0.1/32 is gone',
    ]);
    expect(lines.lastIndexOf('r2: BFD session with r1 is up')).toBeGreaterThan(fall);
  });
});
