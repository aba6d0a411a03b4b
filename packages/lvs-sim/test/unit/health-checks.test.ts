// What is special to single kinds of checks, beyond the recorded log of `truth/every-check.test.ts`.

import { describe, expect, test } from 'vitest';
import { bytesOfText, ipv4, textOfBytes } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import type { CheckConfig, VirtualServerConfig } from '@ospflab/lvs-sim';
import { WatchedDirector } from '../watched-director.ts';

const server = '192.168.28.103';

function watched(
  check: CheckConfig,
  port = 80,
  more: Partial<VirtualServerConfig> = {},
  weight = 1,
): WatchedDirector {
  const protocol = 'tcp';
  const realServers = [{ address: ipv4(server), port, weight, checks: [check] }];
  const service = { address: ipv4('192.168.28.211'), port, protocol, realServers } as const;
  const settings = { lbKind: 'directRouting', delayLoop: seconds(2), warmup: seconds(0) } as const;
  return new WatchedDirector({ virtualServers: [{ ...service, ...settings, ...more }] }, () => 0);
}

function after(director: WatchedDirector, time: number): string {
  director.runFor(time);
  return director.pool();
}

describe('HTTP_GET and SSL_GET', () => {
  const urls = [{ path: '/health' }];

  test('the request names protocol, host and port as keepalived writes them', () => {
    const request = (more: Partial<CheckConfig>): string => {
      const director = watched({ kind: 'httpGet', urls, ...more } as CheckConfig);
      director.start();
      director.runFor(2);
      return textOfBytes(director.sent.get(0)!);
    };
    expect(request({})).toBe(
      'GET /health HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: 192.168.28.103:80\r\n\r\n',
    );
    expect(request({ protocol: '1.1', virtualHost: 'web' } as Partial<CheckConfig>)).toBe(
      'GET /health HTTP/1.1\r\nUser-Agent: KeepAliveClient\r\nConnection: close\r\nHost: web\r\n\r\n',
    );
  });

  test('SSL_GET finds a server without TLS out at once', () => {
    const director = watched({ kind: 'httpGet', tls: true, urls, logAllFailures: true });
    director.start();
    expect(after(director, 2)).toBe('');
    expect(director.log).toContain(
      'SSL handshake/communication error connecting to server [192.168.28.103]:tcp:80.',
    );
  });

  test('SSL_GET is content with a server that shakes hands', () => {
    const director = watched({ kind: 'httpGet', tls: true, urls });
    director.tls = true;
    director.start();
    expect(after(director, 20)).toBe('192.168.28.103 1');
    expect(director.log.at(-1)).toBe('Remote Web server [192.168.28.103]:tcp:80 succeed on service.');
  });

  test('fast_recovery leaves out the pause before the second good answer', () => {
    const timeToReturn = (fastRecovery: boolean): number => {
      const director = watched({ kind: 'httpGet', urls, retry: 0, fastRecovery });
      director.setMood(server, { status: 500 });
      director.start();
      director.runFor(10);
      const repairedAt = director.now;
      director.setMood(server, 'serving');
      director.runFor(10);
      return (director.pools.at(-1)!.at - repairedAt) / 1e9;
    };
    expect(timeToReturn(false) - timeToReturn(true)).toBeCloseTo(2, 2);
  });
});

describe('UDP_CHECK', () => {
  const reply = { bytes: bytesOfText('pong'), wild: Uint8Array.of(0, 0xff, 0, 0) };

  test.each([
    ['silence is good news', {}, 'silent', true],
    ['silence is bad news with require_reply', { requireReply: true }, 'silent', false],
    ['any reply will do', { requireReply: true }, 'serving', true],
    [
      'a wild byte may be another',
      { requireReply: true, reply, payload: bytesOfText('pang') },
      'serving',
      true,
    ],
    ['the others may not', { requireReply: true, reply, payload: bytesOfText('pant') }, 'serving', false],
    [
      'a reply may be too short',
      { requireReply: true, reply, payload: bytesOfText('pong'), minReplyLength: 5 },
      'serving',
      false,
    ],
  ] as const)('%s', (_, more, mood, up) => {
    const director = watched({ kind: 'udpCheck', connectTimeout: seconds(1), ...more });
    director.setMood(server, mood);
    director.start();
    expect(after(director, 6)).toBe(up ? '192.168.28.103 1' : '');
  });

  test('32 bytes of the program are sent when none are given', () => {
    const director = watched({ kind: 'udpCheck' });
    director.start();
    director.runFor(2);
    expect(textOfBytes(director.sent.get(0)!)).toBe('keepalived check - keepalived ch');
  });
});

describe('PING_CHECK', () => {
  test('a machine that is gone is noticed after connect_timeout and the retry', () => {
    const director = watched({ kind: 'pingCheck', connectTimeout: seconds(1) });
    director.start();
    director.runFor(2);
    director.setMood(server, 'silent');
    director.runFor(20);
    // Asked again 3 s after the start, no answer for 1 s, a pause of 1 s, no answer for 1 s.
    expect(director.pools.at(-1)?.pool).toBe('');
    expect(director.pools.at(-1)!.at / 1e9).toBeCloseTo(6, 2);
  });
});

describe('DNS_CHECK', () => {
  test('the question is that of RFC 1035', () => {
    const director = watched({ kind: 'dnsCheck', name: 'a.example', recordType: 'MX' }, 53);
    director.start();
    director.runFor(2);
    expect([...director.sent.get(0)!.subarray(2)]).toEqual([
      ...[1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
      ...[1, 97, 7, 101, 120, 97, 109, 112, 108, 101, 0],
      ...[0, 15, 0, 1],
    ]);
  });

  test('without settings it asks three times again, a delay_loop apart', () => {
    const director = watched({ kind: 'dnsCheck', connectTimeout: seconds(1) }, 53);
    director.start();
    director.runFor(2);
    director.setMood(server, { status: 2 });
    director.runFor(20);
    expect((director.pools.at(-1)!.at - 3e9) / 1e9).toBeCloseTo(6, 1);
    expect(director.log).toContain(
      'DNS_CHECK ([192.168.28.103]:tcp:53) read error occurred. (rcode = 2) after 3 retries',
    );
  });
});

describe('SMTP_CHECK', () => {
  test('a mail server has its retries at the start, too', () => {
    const director = watched({ kind: 'smtpCheck', delayBeforeRetry: seconds(3) }, 25);
    director.setMood(server, { status: 554 });
    director.start();
    expect(after(director, 3.9)).toBe('192.168.28.103 1');
    expect(after(director, 0.2)).toBe('');
  });

  test('a mail server that says nothing is given up after connect_timeout', () => {
    const director = watched({ kind: 'smtpCheck', retry: 0, connectTimeout: seconds(1) }, 25);
    director.setMood(server, 'silent');
    director.start();
    expect(after(director, 2.1)).toBe('');
    expect(director.log).toContain('SMTP_CHECK Connection timeout to server [192.168.28.103]:25');
  });
});

describe('MISC_CHECK', () => {
  const command = '/bin/answer';
  const misc = (more: object): CheckConfig => ({ kind: 'miscCheck', command, ...more });

  test.each([
    [0, '192.168.28.103 7'],
    [1, ''],
    [2, '192.168.28.103 0'],
    [52, '192.168.28.103 50'],
    [255, '192.168.28.103 253'],
  ])('with misc_dynamic exit status %i leads to %s', (status, pool) => {
    const director = watched(misc({ dynamic: true }), 80, {}, 7);
    director.scripts.set(command, status);
    director.start();
    expect(after(director, 2)).toBe(pool);
    director.scripts.set(command, 0);
    expect(after(director, 4)).toBe('192.168.28.103 7');
  });

  test('without misc_dynamic every status but 0 is a failure', () => {
    const director = watched(misc({}), 80, {}, 7);
    director.scripts.set(command, 52);
    director.start();
    expect(after(director, 2)).toBe('');
  });

  test('weight 0 by exit status loses the quorum, and the sorry server serves', () => {
    const sorryServer = { address: ipv4('127.0.0.1'), port: 80 };
    const director = watched(misc({ dynamic: true }), 80, { sorryServer });
    director.scripts.set(command, 2);
    director.start();
    expect(after(director, 2)).toBe('127.0.0.1 1');
  });

  test('a program that hangs is ended after misc_timeout', () => {
    const director = watched(misc({ timeout: seconds(5) }));
    director.start();
    expect(after(director, 5.9)).toBe('192.168.28.103 1');
    expect(after(director, 0.2)).toBe('');
    expect(director.log).toContain(
      'Misc check for [[192.168.28.103]:tcp:80 VS [192.168.28.211]:tcp:80] by [/bin/answer] timed out with retry disabled.',
    );
  });
});

test('an SMTP, a DNS and a MISC_CHECK rest while ha_suspend holds them', () => {
  for (const check of [
    { kind: 'smtpCheck' },
    { kind: 'dnsCheck' },
    { kind: 'miscCheck', command: '/bin/answer' },
    { kind: 'udpCheck' },
    { kind: 'pingCheck' },
  ] as const) {
    const director = watched(check, 25, { haSuspend: true });
    director.setMood(server, 'silent');
    director.start();
    director.runFor(10);
    expect(director.open.size, check.kind).toBe(0);
    director.keepalived.handle(
      { kind: 'vipPresenceChanged', address: ipv4('192.168.28.211'), present: true },
      director.now,
    );
    director.runFor(2.1);
    expect(director.open.size, check.kind).toBe(1);
  }
});
