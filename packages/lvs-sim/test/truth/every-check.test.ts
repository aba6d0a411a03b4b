// One virtual server for each kind of check, as keepalived 2.2.7 logged it: everything fails 7 s after the start and works again at 16 s.
// Its kernel's IPVS was a stand-in that takes every command; programs and servers were real.

import { describe, expect, test } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { seconds, toSeconds } from '@ospflab/sim';
import type { CheckConfig, RealServerConfig, VirtualServerConfig } from '@ospflab/lvs-sim';
import { recordedLog, type LogLine } from '../recorded-log.ts';
import { WatchedDirector, type ServerMood } from '../watched-director.ts';

/** The recording begins this long before the program has read its configuration. */
const startedAt = 0.06;
/** The programs of the recording shared one processor. */
const tolerance = 0.1;

const recorded = recordedLog('every-check.log');

function service(
  number: number,
  port: number,
  check: CheckConfig,
  more: Partial<VirtualServerConfig> = {},
  server: Partial<RealServerConfig> = {},
): VirtualServerConfig {
  const address = ipv4(`10.9.0.${number === 8 ? 7 : number}`);
  return {
    address: ipv4(`10.9.9.${number}`),
    port,
    protocol: port === 53 ? 'udp' : 'tcp',
    lbAlgo: 'wrr',
    lbKind: 'directRouting',
    delayLoop: seconds(2),
    warmup: seconds(0),
    realServers: [{ address, port, checks: [check], ...server }],
    ...more,
  };
}

const short = { connectTimeout: seconds(1) };
const logged = { logAllFailures: true };
const answer = '/usr/local/sbin/answer';

const virtualServers: readonly VirtualServerConfig[] = [
  service(
    1,
    80,
    { kind: 'tcpCheck', ...short, ...logged },
    { delayBeforeRetry: seconds(1), sorryServer: { address: ipv4('10.9.0.99'), port: 80 } },
  ),
  service(2, 80, {
    kind: 'httpGet',
    urls: [{ path: '/', digest: '5d41402abc4b2a76b9719d911017c592' }],
    retry: 1,
    delayBeforeRetry: seconds(1),
    ...logged,
  }),
  service(3, 53, { kind: 'udpCheck', ...short, ...logged }),
  service(
    4,
    53,
    { kind: 'dnsCheck', name: 'example.org', recordType: 'A', retry: 1, ...short },
    { alpha: true },
  ),
  service(5, 25, { kind: 'smtpCheck', ...short }),
  service(6, 80, { kind: 'pingCheck', ...short, ...logged }),
  service(
    7,
    80,
    { kind: 'miscCheck', command: `${answer} a`, dynamic: true, timeout: seconds(1) },
    {},
    { weight: 5 },
  ),
  service(
    8,
    80,
    { kind: 'miscCheck', command: `${answer} b`, retry: 2, delayBeforeRetry: seconds(1), ...logged },
    { inhibitOnFailure: true },
    { weight: 5 },
  ),
];

const failures: readonly (readonly [number, ServerMood])[] = [
  [1, 'refused'],
  [2, { status: 503 }],
  [3, 'refused'],
  [4, { status: 2 }],
  [5, { status: 554 }],
  [6, 'noRoute'],
];

function simulated(): LogLine[] {
  const director = new WatchedDirector({ virtualServers }, () => 0);
  const set = (working: boolean): void => {
    for (const [number, mood] of failures) director.setMood(`10.9.0.${number}`, working ? 'serving' : mood);
    for (const each of ['a', 'b']) director.scripts.set(`${answer} ${each}`, working ? 0 : 3);
  };
  set(true);
  director.runFor(startedAt);
  director.start();
  director.runFor(7 - startedAt);
  set(false);
  director.runFor(9);
  set(true);
  director.runFor(10);
  director.keepalived.handle({ kind: 'stopped', graceful: true }, director.now);
  return director.log.map((text, index) => ({ at: toSeconds(director.loggedAt[index]!), text }));
}

/** Of one virtual server. What happens to several at the same moment is logged in an order that depends on the machine. */
function linesOf(log: readonly LogLine[], number: number): LogLine[] {
  return log.filter(({ text }) => {
    if (text === 'send ICMP packet fail') return number === 6;
    const place = /VS \[10\.9\.9\.(\d)\]/.exec(text) ?? /\[10\.9\.0\.(\d)\]/.exec(text);
    return Number(place?.[1]) === number;
  });
}

describe('the log of keepalived 2.2.7, line by line and within a tenth of a second', () => {
  const ours = simulated();

  test.each(
    virtualServers.map(({ realServers }, index) => [realServers[0]!.checks[0]!.kind, index + 1] as const),
  )('%s (10.9.9.%i)', (_kind, number) => {
    const wanted = linesOf(recorded, number);
    const found = linesOf(ours, number);
    expect(found.map(({ text }) => text)).toEqual(wanted.map(({ text }) => text));
    for (const [index, { at, text }] of wanted.entries()) {
      expect(Math.abs(found[index]!.at - at), `${at} s: ${text}`).toBeLessThan(tolerance);
    }
  });

  test('nothing else is logged', () => {
    const general = (log: readonly LogLine[]): string[] =>
      log.map(({ text }) => text).filter((text) => !text.includes('10.9.') && !text.includes('ICMP'));
    expect(general(ours).sort()).toEqual(general(recorded).sort());
  });
});
