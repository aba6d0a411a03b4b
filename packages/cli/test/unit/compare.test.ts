// `ospflab compare` as a user calls it.

import { describe, expect, it } from 'vitest';
import { ospflab, withFiles } from '../run-command.ts';

const scenario = `name: pair
about: a client and a server
until: 6s
parameters:
  how: { about: how the server ends, default: refused, allowed: [refused, silent] }
variants:
  process: { about: its process ends }
  hang: { about: it hangs, set: { how: silent } }
segments: { lan: { kind: lan } }
nodes:
  client: { interfaces: { eth0: { segment: lan, address: 10.0.0.1/24 } } }
  server:
    interfaces: { eth0: { segment: lan, address: 10.0.0.2/24 } }
    services: [{ kind: echo, port: 7 }]
traffic:
  - { name: sessions, kind: long, from: client, to: 10.0.0.2:7, connections: 4, start: 1s }
timeline:
  - { at: 3s, name: ends, action: stopService, node: server, port: 7, how: '\${how}' }
`;

describe('ospflab compare', () => {
  it('prints a row for every variant', () => {
    withFiles({ 's.yaml': scenario }, (folder) => {
      const { exitCode, stdout } = ospflab(['compare', `${folder}/s.yaml`]);
      expect(exitCode).toBe(0);
      expect(stdout.split('\n').slice(3, 7)).toEqual([
        'variant              ends at 3 s          in the end',
        '          reset  stalled     gap   alive  hung  lost',
        'process       4        0  0.00 s       0     0     4',
        'hang          0        4  0.00 s       0     4     0',
      ]);
    });
  });

  it('prints JSON for the variants and seeds that were asked for', () => {
    withFiles({ 's.yaml': scenario }, (folder) => {
      const words = [
        'compare',
        `${folder}/s.yaml`,
        '--variant',
        'hang',
        '--seeds',
        '2',
        '--first-seed',
        '5',
        '--json',
      ];
      const { exitCode, stdout } = ospflab(words);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        version: 1,
        seeds: [5, 6],
        phases: [{ name: 'ends', at: 3 }],
        variants: [
          { name: 'hang', runs: [{ seed: 5, phases: [{ census: { flows: 4, stalled: 4 } }] }, { seed: 6 }] },
        ],
      });
    });
  });

  it('names what it does not find', () => {
    withFiles({ 's.yaml': scenario }, (folder) => {
      const unknown = ospflab(['compare', `${folder}/s.yaml`, '--variant', 'reset']);
      expect(unknown).toMatchObject({
        exitCode: 2,
        stderr: 'pair has no variant reset; it has process, hang\n',
      });
      const none = ospflab(['compare', 'dual-active']);
      expect(none.exitCode).toBe(2);
      expect(none.stderr).toContain('dual-active has no variants');
      const wrong = scenario.replace('set: { how: silent }', 'set: { hwo: silent }');
      withFiles({ 'w.yaml': wrong }, (other) => {
        const { exitCode, stderr } = ospflab(['compare', `${other}/w.yaml`]);
        expect(exitCode).toBe(2);
        expect(stderr).toContain('hwo');
      });
    });
  });
});
