// keepalived's pool, quorum and check rules, watched on a real director.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import type { KeepalivedConfig, RealServerConfig, VirtualServerConfig } from '@ospflab/lvs-sim';
import { WatchedDirector } from '../watched-director.ts';

const first = '192.168.28.103';
const second = '192.168.28.104';
const vip = ipv4('192.168.28.211');

function server(address: string, more: Partial<RealServerConfig> = {}): RealServerConfig {
  return {
    address: ipv4(address),
    port: 80,
    checks: [{ kind: 'tcpCheck', connectTimeout: seconds(3), delayBeforeRetry: seconds(3) }],
    ...more,
  };
}

function config(more: Partial<VirtualServerConfig> = {}): KeepalivedConfig {
  return {
    virtualServers: [
      {
        address: vip,
        port: 80,
        protocol: 'tcp',
        lbAlgo: 'wrr',
        lbKind: 'directRouting',
        delayLoop: seconds(1),
        realServers: [server(first), server(second)],
        ...more,
      },
    ],
  };
}

function started(more: Partial<VirtualServerConfig> = {}): WatchedDirector {
  const director = new WatchedDirector(config(more), () => 0.25);
  director.start();
  return director;
}

describe('log', () => {
  test('start, failure, return and stop read as in the log of keepalived 2.2.7', () => {
    const director = started();
    director.runFor(5);
    director.setMood(second, 'refused');
    director.runFor(6);
    director.setMood(second, 'serving');
    director.runFor(3);
    director.keepalived.handle({ kind: 'stopped', graceful: true }, director.now);
    expect(director.log).toEqual([
      'Initializing ipvs',
      'Gained quorum 1+0=1 <= 2 for VS [192.168.28.211]:tcp:80',
      'Startup complete',
      'Activating healthchecker for service [192.168.28.103]:tcp:80 for VS [192.168.28.211]:tcp:80',
      'Activating healthchecker for service [192.168.28.104]:tcp:80 for VS [192.168.28.211]:tcp:80',
      'Activating BFD healthchecker',
      'TCP connection to [192.168.28.103]:tcp:80 success.',
      'TCP connection to [192.168.28.104]:tcp:80 success.',
      'TCP_CHECK on service [192.168.28.104]:tcp:80 failed after 1 retries.',
      'Removing service [192.168.28.104]:tcp:80 from VS [192.168.28.211]:tcp:80',
      'TCP connection to [192.168.28.104]:tcp:80 success.',
      'Adding service [192.168.28.104]:tcp:80 to VS [192.168.28.211]:tcp:80',
      'Stopping',
      'Shutting down service [192.168.28.103]:tcp:80 from VS [192.168.28.211]:tcp:80',
      'Shutting down service [192.168.28.104]:tcp:80 from VS [192.168.28.211]:tcp:80',
    ]);
    expect(director.ipvs.virtualServices(director.now)).toEqual([]);
  });

  test('a web server returns after two good answers, as in the log of keepalived 2.2.7', () => {
    const checks = [
      { kind: 'httpGet', urls: [{ path: '/' }], retry: 2, delayBeforeRetry: seconds(1) },
    ] as const;
    const director = started({ delayLoop: seconds(2), realServers: [server(second, { checks })] });
    director.runFor(5);
    director.setMood(second, { status: 503 });
    director.runFor(6);
    const line = director.log.length;
    director.setMood(second, 'serving');
    director.runFor(5);
    expect(director.log.slice(line - 3)).toEqual([
      'HTTP_CHECK on service [192.168.28.104]:tcp:80 failed after 2 retries.',
      'Removing service [192.168.28.104]:tcp:80 from VS [192.168.28.211]:tcp:80',
      'Lost quorum 1-0=1 > 0 for VS [192.168.28.211]:tcp:80',
      'HTTP status code success to [192.168.28.104]:tcp:80 url(/)',
      'HTTP status code success to [192.168.28.104]:tcp:80 url(/)',
      'Remote Web server [192.168.28.104]:tcp:80 succeed on service.',
      'Adding service [192.168.28.104]:tcp:80 to VS [192.168.28.211]:tcp:80',
      'Gained quorum 1+0=1 <= 1 for VS [192.168.28.211]:tcp:80',
    ]);
  });
});

describe('timing', () => {
  test('the first check starts after one second and its share of the warm-up', () => {
    const director = new WatchedDirector(config({ warmup: seconds(4) }), () => 0.5);
    director.start();
    director.runUntil(2_999_999_999 as Instant);
    expect(director.open.size).toBe(0);
    director.runUntil(seconds(3) as number as Instant);
    expect(director.open.size).toBe(2);
  });

  test('at the start one failure is enough', () => {
    const director = new WatchedDirector(config(), () => 0);
    director.setMood(second, 'silent');
    director.start();
    director.runFor(3.9);
    expect(director.pool()).toBe('192.168.28.103 1, 192.168.28.104 1');
    director.runFor(0.2);
    expect(director.pool()).toBe('192.168.28.103 1');
    expect(director.log).toContain('TCP_CHECK on service [192.168.28.104]:tcp:80 failed.');
  });

  test('a killed keepalived stops checking and leaves the services as they are', () => {
    const director = started();
    director.runFor(5);
    director.keepalived.handle({ kind: 'stopped', graceful: false }, director.now);
    director.setMood(second, 'refused');
    director.runFor(60);
    expect(director.pool()).toBe('192.168.28.103 1, 192.168.28.104 1');
    expect(director.open.size).toBe(0);
  });
});

describe('pool', () => {
  test('inhibit_on_failure sets weight 0 instead of removing', () => {
    const director = started({ inhibitOnFailure: true });
    director.setMood(second, 'refused');
    director.runFor(10);
    expect(director.pool()).toBe('192.168.28.103 1, 192.168.28.104 0');
    director.setMood(second, 'serving');
    director.runFor(2);
    expect(director.pool()).toBe('192.168.28.103 1, 192.168.28.104 1');
    expect(director.log.filter((line) => line.includes('abling'))).toEqual([
      'Disabling service [192.168.28.104]:tcp:80 of VS [192.168.28.211]:tcp:80',
      'Enabling service [192.168.28.104]:tcp:80 of VS [192.168.28.211]:tcp:80',
    ]);
  });

  test('a server that flapped is first in the list afterwards', () => {
    const director = started();
    director.runFor(2);
    const order = (): number[] => director.destinations().map(({ key }) => key.address & 255);
    expect(order()).toEqual([104, 103]);
    director.setMood(first, 'refused');
    director.runFor(8);
    director.setMood(first, 'serving');
    director.runFor(2);
    expect(order()).toEqual([103, 104]);
  });

  test('with alpha a server enters the pool with its first success', () => {
    const director = new WatchedDirector(config({ alpha: true }), () => 0.25);
    director.start();
    expect(director.pool()).toBe('');
    director.setMood(second, 'refused');
    director.runFor(10);
    expect(director.pool()).toBe('192.168.28.103 1');
  });

  test('a server with two checks is down while one of them fails', () => {
    const checks = [
      { kind: 'tcpCheck', retry: 0 },
      { kind: 'tcpCheck', connectIp: ipv4('10.9.9.9'), retry: 0 },
    ] as const;
    const director = started({ realServers: [server(first, { checks })] });
    director.setMood('10.9.9.9', 'refused');
    director.runFor(5);
    expect(director.pool()).toBe('');
    director.setMood(first, 'refused');
    director.runFor(5);
    director.setMood('10.9.9.9', 'serving');
    director.runFor(5);
    expect(director.pool()).toBe('');
    director.setMood(first, 'serving');
    director.runFor(5);
    expect(director.pool()).toBe('192.168.28.103 1');
  });

  test('a group is a service for each address, all with the same pool', () => {
    const addresses = ['192.168.28.211', '192.168.28.212'].map((each) => ({ address: ipv4(each), port: 80 }));
    const director = started({ group: { name: 'web', addresses } });
    const pools = (): string[] =>
      director.ipvs
        .virtualServices(director.now)
        .map(({ key, destinations }) => `${key.address & 255}: ${destinations.length}`);
    expect(pools()).toEqual(['211: 2', '212: 2']);
    director.setMood(second, 'refused');
    director.runFor(10);
    expect(pools()).toEqual(['211: 1', '212: 1']);
    expect(director.log.at(-1)).toBe('Removing service [192.168.28.104]:tcp:80 from VS [web]:0');
    director.keepalived.handle({ kind: 'stopped', graceful: true }, director.now);
    expect(pools()).toEqual([]);
  });

  test('a service by firewall mark is named and served by its mark', () => {
    const realServers = [{ address: ipv4(first), port: 0, checks: [] }];
    const director = started({ firewallMark: 7, protocol: undefined, realServers });
    expect(director.ipvs.virtualServices(director.now)[0]?.key.firewallMark).toBe(7);
    expect(director.log).toContain('Gained quorum 1+0=1 <= 1 for VS FWM 7');
    director.keepalived.handle({ kind: 'stopped', graceful: true }, director.now);
    expect(director.log).toContain('Shutting down service [192.168.28.103]:none:0 from VS FWM 7');
    expect(director.ipvs.virtualServices(director.now)).toEqual([]);
  });

  test('lvs_sync_daemon runs as master and as backup until keepalived stops', () => {
    const syncDaemon = { interface: 'eth0', id: 3 };
    const director = new WatchedDirector({ ...config(), syncDaemon }, () => 0.25);
    director.start();
    const running = (): string[] =>
      director.ipvs.syncDaemons().map(({ role, interface: name, syncId }) => `${role} ${name} ${syncId}`);
    expect(running()).toEqual(['master eth0 3', 'backup eth0 3']);
    director.keepalived.handle({ kind: 'stopped', graceful: true }, director.now);
    expect(running()).toEqual([]);
  });

  test('lvs_flush and lvs_timeouts reach the kernel before the first service', () => {
    const settings = { flushesAtStart: true, timeouts: { tcp: 77, tcpfin: 0, udp: 0 } };
    const director = new WatchedDirector({ ...config(), ...settings }, () => 0.25);
    const old = { protocol: 'tcp', address: ipv4('10.0.0.1'), port: 1 } as const;
    const rr = { scheduler: 'rr', schedulerFlags: [] } as const;
    director.ipvs.handle({ kind: 'serviceAdded', service: old, settings: rr }, director.now);
    director.start();
    expect(director.ipvs.virtualServices(director.now).map(({ key }) => key.address)).toEqual([vip]);
    expect(director.ipvs.timeouts()).toMatchObject({ tcpSeconds: 77, tcpFinSeconds: 120 });
  });

  test('without a protocol keyword the service is UDP, and without lb_kind IPVS gets NAT', () => {
    const director = new WatchedDirector(config({ protocol: undefined, lbKind: undefined }), () => 0.25);
    director.start();
    expect(director.ipvs.virtualServices(director.now)[0]?.key.protocol).toBe('udp');
    const methods = new Set(director.destinations().map(({ settings }) => settings.forwarding));
    expect([...methods]).toEqual(['masquerading']);
  });
});

describe('HTTP_GET digest', () => {
  const withDigest = (digest: string): WatchedDirector =>
    started({
      realServers: [server(first, { checks: [{ kind: 'httpGet', urls: [{ path: '/', digest }] }] })],
    });

  test.each([0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 200])(
    'the MD5 of a body of %i bytes is right',
    (length) => {
      const body = Array.from({ length }, (_, at) => String.fromCharCode(32 + ((at * 7) % 90))).join('');
      const director = withDigest(createHash('md5').update(body).digest('hex'));
      director.body = body;
      director.runFor(20);
      expect(director.pool()).toBe('192.168.28.103 1');
      expect(director.log.at(-1)).toBe('Remote Web server [192.168.28.103]:tcp:80 succeed on service.');
    },
  );

  test('another body takes the server out', () => {
    const director = withDigest(createHash('md5').update('hello').digest('hex'));
    director.body = 'hullo';
    director.runFor(20);
    expect(director.pool()).toBe('');
  });
});

describe('quorum and sorry server', () => {
  const sorryServer = { address: ipv4('127.0.0.1'), port: 80 };

  test('the sorry server serves while no real server does', () => {
    const director = started({ sorryServer });
    director.setMood(first, 'refused');
    director.setMood(second, 'refused');
    director.runFor(10);
    expect(director.pool()).toBe('127.0.0.1 1');
    director.setMood(first, 'serving');
    director.runFor(2);
    expect(director.pool()).toBe('192.168.28.103 1');
  });

  test('when quorum is lost the remaining real server leaves for the sorry server', () => {
    const director = started({ sorryServer, quorum: 2 });
    director.setMood(second, 'refused');
    director.runFor(10);
    expect(director.pool()).toBe('127.0.0.1 1');
    expect(director.keepalived.realServers().map(({ alive, inKernel }) => [alive, inKernel])).toEqual([
      [true, false],
      [false, false],
    ]);
    director.setMood(second, 'serving');
    director.runFor(2);
    expect(director.pool()).toBe('192.168.28.103 1, 192.168.28.104 1');
  });

  test('hysteresis: up at quorum + hysteresis, down below quorum − hysteresis', () => {
    const addresses = [first, second, '192.168.28.105', '192.168.28.106'];
    const director = started({
      quorum: 2,
      hysteresis: 1,
      quorumUp: 'up',
      quorumDown: 'down',
      realServers: addresses.map((address) => server(address)),
    });
    for (const address of addresses.slice(1)) director.setMood(address, 'refused');
    director.runFor(10);
    expect(director.commands).toEqual(['up']);
    director.setMood(first, 'refused');
    director.runFor(10);
    expect(director.commands).toEqual(['up', 'down']);
    director.setMood(first, 'serving');
    director.setMood(second, 'serving');
    director.runFor(10);
    expect(director.commands).toEqual(['up', 'down']);
    director.setMood('192.168.28.105', 'serving');
    director.runFor(10);
    expect(director.commands).toEqual(['up', 'down', 'up']);
  });

  test('omega runs the down commands at a graceful stop, otherwise nothing runs', () => {
    for (const omega of [true, false]) {
      const director = started({
        omega,
        quorumUp: 'quorum up',
        quorumDown: 'quorum down',
        realServers: [server(first, { notifyUp: 'server up', notifyDown: 'server down' })],
      });
      director.runFor(5);
      director.commands.length = 0;
      director.keepalived.handle({ kind: 'stopped', graceful: true }, director.now);
      expect(director.commands).toEqual(omega ? ['server down', 'quorum down'] : []);
    }
  });
});

describe('ha_suspend', () => {
  test('checks rest while the virtual address is elsewhere', () => {
    const director = new WatchedDirector(config({ haSuspend: true }), () => 0.25);
    director.start();
    director.setMood(second, 'refused');
    director.runFor(10);
    expect(director.pool()).toBe('192.168.28.103 1, 192.168.28.104 1');
    director.keepalived.handle({ kind: 'vipPresenceChanged', address: vip, present: true }, director.now);
    director.runFor(6);
    expect(director.pool()).toBe('192.168.28.103 1');
    director.keepalived.handle({ kind: 'vipPresenceChanged', address: vip, present: false }, director.now);
    director.setMood(second, 'serving');
    director.runFor(10);
    expect(director.pool()).toBe('192.168.28.103 1');
    expect(director.log.filter((line) => line.includes('104') && line.includes('healthchecker'))).toEqual([
      'Deactivating healthchecker for service [192.168.28.104]:tcp:80 for VS [192.168.28.211]:tcp:80',
      'Activating healthchecker for service [192.168.28.104]:tcp:80 for VS [192.168.28.211]:tcp:80',
      'Suspending healthchecker for service [192.168.28.104]:tcp:80 for VS [192.168.28.211]:tcp:80',
    ]);
  });

  test('a quorum_down that takes the address away is handled after the change that caused it', () => {
    const director = started({ haSuspend: true, quorumDown: 'ip addr del' });
    director.keepalived.handle({ kind: 'vipPresenceChanged', address: vip, present: true }, director.now);
    director.onCommand = () =>
      director.keepalived.handle({ kind: 'vipPresenceChanged', address: vip, present: false }, director.now);
    director.setMood(first, 'refused');
    director.setMood(second, 'refused');
    director.runFor(20);
    expect(director.pool()).toBe('');
    expect(director.log.at(-1)).toBe(
      'Suspending healthchecker for service [192.168.28.104]:tcp:80 for VS [192.168.28.211]:tcp:80',
    );
  });
});
