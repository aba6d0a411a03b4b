import { ipv4 } from '@ospflab/net';
import { describe, expect, test } from 'vitest';
import type { RealServerConfig } from '@ospflab/lvs-sim';
import { WatchedDirector } from '../watched-director.ts';

function server(host: number, more: Partial<RealServerConfig>): RealServerConfig {
  return {
    address: ipv4(`10.9.0.${host}`),
    port: 80,
    checks: [{ kind: 'bfdCheck', instance: 'rs1' }],
    ...more,
  };
}

function started(): WatchedDirector {
  const director = new WatchedDirector(
    {
      virtualServers: [
        {
          address: ipv4('10.9.0.100'),
          port: 80,
          protocol: 'tcp',
          lbAlgo: 'rr',
          lbKind: 'directRouting',
          realServers: [
            server(3, {
              weight: 2,
              checks: [
                { kind: 'bfdCheck', instance: 'rs1', alpha: true },
                { kind: 'bfdCheck', instance: 'first' },
              ],
            }),
            server(5, { inhibitOnFailure: true }),
            server(6, { alpha: true }),
          ],
        },
      ],
    },
    () => 0,
  );
  director.start();
  return director;
}

function hear(director: WatchedDirector, instance: string, up: boolean): readonly string[] {
  const before = director.log.length;
  director.keepalived.handle({ kind: 'bfdSessionChanged', instance, up }, director.now);
  return director.log.slice(before);
}

// Every line is as keepalived 2.2.7 logged it for this configuration.
describe('BFD_CHECK', () => {
  test('a server is in the pool until the BFD process says for the first time that its session is down', () => {
    const director = started();
    expect(director.log).toEqual([
      'Initializing ipvs',
      'Gained quorum 1+0=1 <= 1 for VS [10.9.0.100]:tcp:80',
      'Startup complete',
      'Activating BFD healthchecker',
    ]);
    expect(director.pool()).toBe('10.9.0.5 1');
    expect(hear(director, 'first', false)).toEqual(['BFD check of [first] RS([10.9.0.3]:tcp:80) is DOWN']);
    expect(hear(director, 'rs1', false)).toEqual([
      'BFD check of [rs1] RS([10.9.0.3]:tcp:80) is DOWN',
      'BFD check of [rs1] RS([10.9.0.5]:tcp:80) is DOWN',
      'Disabling service [10.9.0.5]:tcp:80 of VS [10.9.0.100]:tcp:80',
      'Lost quorum 1-0=1 > 0 for VS [10.9.0.100]:tcp:80',
      'BFD check of [rs1] RS([10.9.0.6]:tcp:80) is DOWN',
    ]);
  });

  test('one session serves many servers, and a server needs all of its sessions', () => {
    const director = started();
    hear(director, 'first', false);
    hear(director, 'rs1', false);
    expect(hear(director, 'rs1', true)).toEqual([
      'BFD check of [rs1] RS([10.9.0.3]:tcp:80) is UP',
      'BFD check of [rs1] RS([10.9.0.5]:tcp:80) is UP',
      'Enabling service [10.9.0.5]:tcp:80 of VS [10.9.0.100]:tcp:80',
      'Gained quorum 1+0=1 <= 1 for VS [10.9.0.100]:tcp:80',
      'BFD check of [rs1] RS([10.9.0.6]:tcp:80) is UP',
      'Adding service [10.9.0.6]:tcp:80 to VS [10.9.0.100]:tcp:80',
    ]);
    expect(director.pool()).toBe('10.9.0.5 1, 10.9.0.6 1');
    hear(director, 'first', true);
    expect(director.pool()).toBe('10.9.0.3 2, 10.9.0.5 1, 10.9.0.6 1');
  });

  test('hearing the same again changes and logs nothing, and an instance that nobody follows neither', () => {
    const director = started();
    hear(director, 'rs1', false);
    expect(hear(director, 'rs1', false)).toEqual([]);
    expect(hear(director, 'other', false)).toEqual([]);
  });
});
