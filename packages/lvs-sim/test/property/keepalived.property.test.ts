// keepalived under any course of failures: its beliefs and the kernel agree, and what is repaired comes back.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIpv4Address, ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import type { CheckConfig, RealServerConfig, VirtualServerConfig } from '@ospflab/lvs-sim';
import { WatchedDirector, type ServerMood } from '../watched-director.ts';

const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;
const sorryAddress = '10.0.0.9';
const command = '/bin/answer';

const check: fc.Arbitrary<CheckConfig> = fc
  .tuple(
    fc.constantFrom(
      { kind: 'tcpCheck' },
      { kind: 'httpGet', urls: [{ path: '/' }, { path: '/b' }] },
      { kind: 'udpCheck', requireReply: true },
      { kind: 'pingCheck' },
      { kind: 'dnsCheck' },
      { kind: 'smtpCheck', connectPort: 25 },
      { kind: 'miscCheck', command, dynamic: true },
    ),
    fc.integer({ min: 0, max: 3 }),
    fc.boolean(),
  )
  .map(([kind, retry, alpha]) => {
    const timing = { retry, alpha, connectTimeout: seconds(1), delayBeforeRetry: seconds(1) };
    return { ...kind, ...timing } as CheckConfig;
  });

const service: fc.Arbitrary<VirtualServerConfig> = fc
  .record({
    checks: fc.array(fc.array(check, { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
    weights: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
    inhibitOnFailure: fc.boolean(),
    sorryServer: fc.constantFrom(undefined, false, true),
    quorum: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ checks, weights, inhibitOnFailure, sorryServer, quorum }) => ({
    address: ipv4('10.0.1.1'),
    port: 80,
    protocol: 'tcp',
    lbKind: 'directRouting',
    delayLoop: seconds(2),
    warmup: seconds(1),
    inhibitOnFailure,
    quorum,
    ...(sorryServer === undefined
      ? {}
      : { sorryServer: { address: ipv4(sorryAddress), port: 80, inhibit: sorryServer } }),
    realServers: addresses.map((address, index): RealServerConfig => ({
      address: ipv4(address),
      port: 80,
      weight: weights[index]!,
      checks: checks[index]!,
    })),
  }));

const mood: fc.Arbitrary<ServerMood> = fc.constantFrom<ServerMood>(
  'serving',
  'refused',
  'silent',
  'noRoute',
  { status: 503 },
);

interface Step {
  readonly server: string;
  readonly mood: ServerMood;
  readonly script: number;
  /** Seconds. */
  readonly lasts: number;
}

const course: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    server: fc.constantFrom(...addresses),
    mood,
    script: fc.constantFrom(0, 1, 7, 255),
    lasts: fc.integer({ min: 1, max: 80 }).map((eighths) => eighths / 8),
  }),
  { maxLength: 12 },
);

function played(config: VirtualServerConfig, steps: readonly Step[]): WatchedDirector {
  const director = new WatchedDirector({ virtualServers: [config] }, () => 0.5);
  director.scripts.set(command, 0);
  director.start();
  for (const step of steps) {
    director.setMood(step.server, step.mood);
    director.scripts.set(command, step.script);
    director.runFor(step.lasts);
    agrees(director);
  }
  return director;
}

/** What keepalived believes to have put into the kernel is what is there. */
function agrees(director: WatchedDirector): void {
  const believed = director.keepalived
    .realServers()
    .filter(({ inKernel }) => inKernel)
    .map(({ realServer }) => /\[(.*)\]/.exec(realServer)![1]!);
  const there = director
    .destinations()
    .map(({ key }) => formatIpv4Address(key.address))
    .filter((address) => address !== sorryAddress);
  expect([...there].sort()).toEqual([...believed].sort());
  for (const { alive, failedChecks } of director.keepalived.realServers())
    expect(alive).toBe(failedChecks === 0);
}

describe('any kinds of checks through any course of failures', () => {
  test('end with every server in the pool, with its weight, once everything works', () => {
    fc.assert(
      fc.property(service, course, (config, steps) => {
        const director = played(config, steps);
        for (const address of addresses) director.setMood(address, 'serving');
        director.scripts.set(command, 0);
        director.runFor(60);
        agrees(director);
        const sorry = config.sorryServer?.inhibit === true ? [`${sorryAddress} 0`] : [];
        const wanted = config.realServers.map(({ weight }, index) => `${addresses[index]} ${weight}`);
        expect(director.pool()).toBe([...wanted, ...sorry].sort().join(', '));
        director.keepalived.handle({ kind: 'stopped', graceful: true }, director.now);
        expect(director.ipvs.virtualServices(director.now)).toEqual([]);
        expect(director.open.size).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test('give the same log twice', () => {
    fc.assert(
      fc.property(service, course, (config, steps) => {
        expect(played(config, steps).log).toEqual(played(config, steps).log);
      }),
      { numRuns: 30 },
    );
  });
});
