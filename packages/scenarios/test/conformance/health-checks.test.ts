// Every kind of check against a real server on a simulated machine: it fails, is taken out, works again, comes back.

import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario, showAt, type RunOptions, type FinishedRun } from '@ospflab/scenarios';
import { seconds, type Instant } from '@ospflab/sim';
import { mapSource } from '../map-source.ts';

interface Lab {
  readonly check: string;
  readonly services?: string;
  readonly scripts?: string;
  /** Entries at 10 s and at 20 s. */
  readonly fails: string;
  readonly heals: string;
}

function scenario({ check, services = '[]', scripts = '{}', fails, heals }: Lab): string {
  return `name: one-check
until: 40s
segments:
  lan: {}
nodes:
  ds:
    interfaces:
      eth0: { segment: lan, address: 10.0.0.1/24 }
    scripts: ${scripts}
    files:
      setup: |
        ip addr add 10.0.0.100/32 dev lo
      keepalived: |
        virtual_server 10.0.0.100 80 {
          lb_algo rr
          lb_kind DR
          protocol TCP
          delay_loop 2
          real_server 10.0.0.2 80 {
            ${check}
          }
        }
  rs:
    interfaces:
      eth0: { segment: lan, address: 10.0.0.2/24 }
    services: ${services}
timeline:
  - { at: 10s, ${fails} }
  - { at: 20s, ${heals} }
`;
}

function run(lab: Lab, options: RunOptions = {}): FinishedRun {
  const { scenario: loaded, diagnostics } = loadScenario(
    mapSource({ 'lab.yaml': scenario(lab) }),
    'lab.yaml',
  );
  expect(diagnostics).toEqual([]);
  return runScenario(loaded!, options);
}

/** When the server left and came back, in seconds. */
function changes({ network }: FinishedRun): number[] {
  const log = network.machine('ds').keepalived?.log ?? [];
  return log
    .filter(({ text }) => /^(Removing|Adding|Changing)/.test(text))
    .map(({ at }) => Math.round(at / 1e8) / 10);
}

const stop = (port: number, how = 'refused'): string =>
  `action: stopService, node: rs, port: ${port}, how: ${how}`;
const start = (port: number): string => `action: startService, node: rs, port: ${port}`;

const labs: readonly (readonly [string, Lab])[] = [
  [
    'TCP_CHECK, port closed',
    { check: 'TCP_CHECK { }', services: '[{ kind: http }]', fails: stop(80), heals: start(80) },
  ],
  [
    'HTTP_GET, answers 503',
    {
      check: 'HTTP_GET { url { path /\n }\n delay_before_retry 1 }'.replaceAll('\n', '\n            '),
      services: '[{ kind: http }]',
      fails: stop(80, 'failing'),
      heals: start(80),
    },
  ],
  [
    'SSL_GET, port filtered',
    {
      check:
        'SSL_GET { url { path /\n }\n connect_port 443\n connect_timeout 1\n delay_before_retry 1 }'.replaceAll(
          '\n',
          '\n            ',
        ),
      services: '[{ kind: https }]',
      fails: stop(443, 'silent'),
      heals: start(443),
    },
  ],
  [
    'UDP_CHECK, nobody listens',
    {
      check: 'UDP_CHECK { connect_port 7\n            connect_timeout 1 }',
      services: '[{ kind: udpEcho }]',
      fails: stop(7),
      heals: start(7),
    },
  ],
  [
    'UDP_CHECK with require_reply, port filtered',
    {
      check: 'UDP_CHECK { connect_port 7\n            require_reply\n            connect_timeout 1 }',
      services: '[{ kind: udpEcho }]',
      fails: stop(7, 'silent'),
      heals: start(7),
    },
  ],
  [
    'PING_CHECK, machine cut off',
    {
      check: 'PING_CHECK { connect_timeout 1 }',
      fails: 'action: cut, node: rs, interface: eth0',
      heals: 'action: heal, node: rs',
    },
  ],
  [
    'DNS_CHECK, answers SERVFAIL',
    {
      check: 'DNS_CHECK { connect_port 53\n            retry 1 }',
      services: '[{ kind: dns }]',
      fails: stop(53, 'failing'),
      heals: start(53),
    },
  ],
  [
    'SMTP_CHECK, greets with 554',
    {
      check: 'SMTP_CHECK { connect_port 25 }',
      services: '[{ kind: smtp }]',
      fails: stop(25, 'failing'),
      heals: start(25),
    },
  ],
  [
    'MISC_CHECK, exits with 1',
    {
      check: 'MISC_CHECK { misc_path "/bin/answer now" }',
      scripts: '{ /bin/answer: { exit: 0, takes: 50ms } }',
      fails: 'action: scriptExits, node: ds, script: /bin/answer, exit: 1',
      heals: 'action: scriptExits, node: ds, script: /bin/answer, exit: 0',
    },
  ],
];

describe('a server that fails at 10 s and works again at 20 s', () => {
  it.each(labs)('%s', (_, lab) => {
    const [left, returned, ...more] = changes(run(lab));
    expect(more).toEqual([]);
    expect(left).toBeGreaterThan(10);
    expect(left).toBeLessThan(16);
    expect(returned).toBeGreaterThan(20);
    expect(returned).toBeLessThan(26);
  });

  it.each(labs)('%s: bytes on the wire change nothing', (_, lab) => {
    const [objects, bytes] = (['objects', 'bytes'] as const).map((wireMode) => run(lab, { wireMode }));
    expect(bytes!.report.digest).toBe(objects!.report.digest);
  });
});

describe('MISC_CHECK', () => {
  const lab: Lab = {
    check: 'MISC_CHECK { misc_path /bin/answer\n            misc_dynamic\n            misc_timeout 1 }',
    scripts: '{ /bin/answer: {} }',
    fails: 'action: scriptExits, node: ds, script: /bin/answer, exit: 32',
    heals: 'action: scriptExits, node: ds, script: /bin/answer, exit: 0',
  };

  it('exit statuses of the timeline set the weight', () => {
    const { network } = run(lab);
    const log = network.machine('ds').keepalived?.log.map(({ text }) => text) ?? [];
    expect(log.filter((text) => text.startsWith('Changing'))).toEqual([
      'Changing weight from 1 to 30 for active service [10.0.0.2]:tcp:80 of VS [10.0.0.100]:tcp:80',
      'Changing weight from 30 to 1 for active service [10.0.0.2]:tcp:80 of VS [10.0.0.100]:tcp:80',
    ]);
  });

  it('a function of the caller decides before the scenario', () => {
    const asked: string[] = [];
    const finished = run(lab, {
      runScript: (node, command, now) => {
        asked.push(`${node} ${command}`);
        const hangs = now >= 30e9;
        return { status: 0, takes: (hangs ? 60e9 : 1e6) as never };
      },
    });
    expect(new Set(asked)).toEqual(new Set(['ds /bin/answer']));
    const [left, ...more] = changes(finished);
    expect(more).toEqual([]);
    expect(left).toBeGreaterThan(31);
    expect(left).toBeLessThan(33.1);
  });

  it('a program that the scenario does not know is warned of', () => {
    const text = scenario({ ...lab, scripts: '{}' });
    const { diagnostics } = loadScenario(mapSource({ 'lab.yaml': text }), 'lab.yaml');
    expect(diagnostics).toMatchObject([
      { severity: 'warning', message: 'what /bin/answer exits with is not known: it counts as success' },
    ]);
  });
});

describe('journalctl -u keepalived', () => {
  const lab = labs[0]![1];
  const shown = (command: string, node = 'ds'): string => {
    const text = scenario(lab);
    const { scenario: loaded } = loadScenario(mapSource({ 'lab.yaml': text }), 'lab.yaml');
    const print = showAt(loaded!, node, command, { at: seconds(15) as number as Instant });
    return print.ok ? print.text : print.message;
  };

  it('prints the lines of keepalived with time and node', () => {
    const lines = shown('journalctl -u keepalived').split('\n');
    expect(lines).toContain(
      'Jan 01 00:00:12 ds Keepalived_healthcheckers: TCP_CHECK on service [10.0.0.2]:tcp:80 failed after 1 retries.',
    );
  });

  it('or with the time since the start, or alone', () => {
    expect(shown('journalctl -u keepalived -o short-monotonic')).toMatch(
      /^\[ {4}0\.\d{6}\] ds Keepalived_healthcheckers: Initializing ipvs\n/,
    );
    expect(shown('journalctl -u keepalived -o cat')).toMatch(/^Initializing ipvs\nGained quorum/);
  });

  it('a node without keepalived has no such journal', () => {
    expect(shown('journalctl -u keepalived', 'rs')).toMatch(/^nothing on rs answers/);
  });
});
