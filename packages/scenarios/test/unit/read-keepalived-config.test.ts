import { formatIpv4Address, ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { readKeepalivedConfig } from '@ospflab/scenarios';
import { placesOf, shortDiagnostics } from '../short-diagnostics.ts';

const read = (text: string) => readKeepalivedConfig('keepalived.conf', text);

const service = (inside: string) => `virtual_server 10.0.0.1 80 {  protocol TCP
  lb_kind DR
  lb_algo wlc
  ${inside}
  real_server 10.0.0.9 80 { }
}
`;

describe('virtual servers', () => {
  it('services, real servers and checks are read', () => {
    const { value, diagnostics } = read(`global_defs { router_id X }   # one line
virtual_server 192.168.28.211 80 {
  delay_loop 1.5 ! comment
  lb_algo sh
  lvs_method DR
  sh-port
  protocol TCP
  persistence_timeout
  quorum 2
  hysteresis 1
  quorum_down "/sbin/ip addr del 192.168.28.211/32 dev lo"
  sorry_server 10.0.0.9 80
  sorry_server_inhibit
  real_server 192.168.28.103 80
  {
    weight 3
    uthreshold 100
    inhibit_on_failure
    HTTP_GET {
      url { path /health
            status_code 200 202-204 }
      nb_get_retry 2
      connect_timeout 2
    }
  }
}
`);
    expect(placesOf(diagnostics)).toEqual(['22:7 warning']);
    expect(value).toMatchObject({
      routerId: 'X',
      virtualServers: [
        {
          address: ipv4('192.168.28.211'),
          port: 80,
          delayLoop: seconds(1.5),
          lbAlgo: 'sh',
          lbKind: 'directRouting',
          schedulerFlags: ['sh-port'],
          protocol: 'tcp',
          persistenceTimeoutSeconds: 360,
          quorum: 2,
          quorumDown: '/sbin/ip addr del 192.168.28.211/32 dev lo',
          sorryServer: { address: ipv4('10.0.0.9'), port: 80, inhibit: true },
          realServers: [
            {
              weight: 3,
              upperThreshold: 100,
              inhibitOnFailure: true,
              checks: [
                {
                  kind: 'httpGet',
                  retry: 2,
                  connectTimeout: seconds(2),
                  urls: [
                    {
                      path: '/health',
                      statusCodes: [
                        { from: 200, to: 200 },
                        { from: 202, to: 204 },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('an unknown keyword is ignored with the warning of the real program', () => {
    const { value, diagnostics } = read(
      service('real_server 10.0.0.2 80 {\n TCP_CHECK {\n  nb_get_retry 3\n }\n}'),
    );
    expect(diagnostics).toMatchObject([
      {
        line: 6,
        column: 3,
        severity: 'warning',
        message: "Unknown keyword 'nb_get_retry': keepalived ignores it here",
      },
    ]);
    expect(value.virtualServers[0]?.realServers[0]?.checks).toEqual([{ kind: 'tcpCheck' }]);
  });

  it('an unknown block is an error, because keepalived would read on in the wrong block', () => {
    const { diagnostics } = read(service('nonsense {\n delay_loop 5\n }\n delay_loop 7'));
    expect(placesOf(diagnostics)).toEqual(['4:3 error']);
  });

  it('the defaults that surprise are named in the words of the real program', () => {
    const { value, diagnostics } = read('virtual_server 10.0.0.1 80 {\n real_server 10.0.0.2 80 { }\n}\n');
    expect(shortDiagnostics(diagnostics)).toEqual([
      "1:1 warning Virtual server [10.0.0.1]:none:80: no protocol set - defaulting to UDP → add 'protocol TCP'",
      "1:1 warning Virtual server [10.0.0.1]:udp:80: no scheduler set, setting default 'wlc' → add 'lb_algo wlc'",
      "1:1 warning Virtual server [10.0.0.1]:udp:80: no forwarding method set, setting default NAT → add 'lb_kind DR'",
    ]);
    expect(value.virtualServers).toMatchObject([{ protocol: 'udp', lbAlgo: 'wlc', lbKind: 'masquerading' }]);
  });

  it('settings that contradict each other are mended as keepalived mends them', () => {
    const { value, diagnostics } = read(
      service('quorum 5\n hysteresis 4\n real_server 10.0.0.2 81 { weight 2\n }\n ops'),
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'Virtual server [10.0.0.1]:tcp:80: one packet scheduling requires UDP - resetting',
      'Warning - quorum 5 for [10.0.0.1]:tcp:80 exceeds total weight of real servers 3, reducing quorum to 3',
      'Virtual server [10.0.0.1]:tcp:80: hysteresis 4 >= quorum 3; setting hysteresis to 2',
      "WARNING - virtual server [10.0.0.1]:tcp:80 and real server [10.0.0.2]:tcp:81 ports don't match - resetting",
    ]);
    expect(value.virtualServers).toMatchObject([
      { quorum: 3, hysteresis: 2, onePacket: undefined, realServers: [{ port: 80 }, { port: 80 }] },
    ]);
  });

  it('checks go to the port that was written, whatever becomes of it: to port 0 without one', () => {
    const { value } = read(
      service('real_server 10.0.0.2 { TCP_CHECK { }\n }\n real_server 10.0.0.3 81 { TCP_CHECK { }\n }'),
    );
    expect(value.virtualServers[0]?.realServers).toMatchObject([
      { port: 80, checks: [{ connectPort: 0 }] },
      { port: 80, checks: [{ connectPort: 81 }] },
      { port: 80 },
    ]);
  });

  it('a virtual server without real servers is left out', () => {
    const { value, diagnostics } = read('virtual_server 10.0.0.1 80 {\n protocol TCP\n}\n');
    expect(value.virtualServers).toEqual([]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'Virtual server [10.0.0.1]:tcp:80 has no real servers - ignoring',
    ]);
  });

  it('words behind a keyword that needs none do not switch it off', () => {
    const { value } = read(service('alpha false\n omega no\n ha_suspend off\n inhibit_on_failure no'));
    expect(value.virtualServers).toMatchObject([
      { alpha: true, omega: true, haSuspend: true, inhibitOnFailure: true },
    ]);
  });

  it('quoted text may hold braces and comment signs', () => {
    const { value, diagnostics } = read('global_defs {\n router_id "echo { # }"\n}\n');
    expect(diagnostics).toEqual([]);
    expect(value.routerId).toBe('echo { # }');
  });

  it.each([
    ['/etc/keepalived/notify.sh up', 'the command does nothing here'],
    ['ip addr add 10.0.0.1/32 dev lo; ip addr show', 'keepalived starts the program without a shell'],
  ])('a command that would not act on the simulated host is told: %s', (command, message) => {
    const { value, diagnostics } = read(service(`quorum_up "${command}"`));
    expect(value.virtualServers[0]?.quorumUp).toBeUndefined();
    expect(placesOf(diagnostics)).toEqual(['4:13 unsupported']);
    expect(diagnostics[0]?.message).toContain(message);
  });
});

describe('what is wrong with a file', () => {
  it.each([
    ['a value that is no number', service('delay_loop fast'), '4:14 error'],
    ['a value that is missing', service('weight'), '4:9 error'],
    ['an unknown scheduler', service('lb_algo best'), '4:11 error'],
    ['a real server without address', service('real_server here 80 {\n}'), '4:15 error'],
    ['a tunnel of another kind', service('lvs_method TUN type gue port 5555'), '4:18 unsupported'],
    [
      'a check that is not simulated',
      service('real_server 10.0.0.2 80 {\nFILE_CHECK {\n}\n}'),
      '5:1 unsupported',
    ],
    ['a check that needs a program', service('real_server 10.0.0.2 80 {\nMISC_CHECK {\n}\n}'), '5:1 warning'],
    ['bytes that are none', service('real_server 10.0.0.2 80 {\nUDP_CHECK {\npayload 0g\n}\n}'), '6:9 error'],
    ['a record type', service('real_server 10.0.0.2 80 {\nDNS_CHECK {\ntype X\n}\n}'), '6:6 error'],
    [
      'a url without path',
      service('real_server 10.0.0.2 80 {\nHTTP_GET {\nurl {\n}\nurl { path /\n}\n}\n}'),
      '6:1 warning',
    ],
    ['VRRP', 'vrrp_instance VI_1 {\n state MASTER\n}\n', '1:1 unsupported'],
    ['files by a pattern', 'include /etc/keepalived/conf.d/*.conf\n', '1:1 unsupported'],
    ['a file that is missing', 'include other.conf\n', '1:1 error'],
    ['lines that are repeated', '~SEQ(x, 1, 3) router_id $x\n', '1:1 unsupported'],
    ['a delay_loop of nothing', service('delay_loop 0'), '4:14 error'],
    ['a flag that is neither', service('real_server 10.0.0.2 80 {\n alpha maybe\n }'), '5:8 error'],
    ['a flag of another scheduler', service('sh-port'), '4:3 warning'],
    ['a setting of a sorry server that is none yet', service('sorry_server_inhibit'), '4:3 warning'],
    ['a command given twice', service('quorum_up "ip r"\n quorum_up "ip r"'), '5:2 warning'],
    ['a group that is not there', 'virtual_server group web {\n}\n', '1:22 error'],
    ['a range that ends before it begins', 'virtual_server_group g {\n 10.0.0.9-3 80\n}\n', '2:2 error'],
    ['a sync daemon without interface', 'global_defs {\n lvs_sync_daemon\n}\n', '2:17 error'],
    ['a firewall mark that is none', 'virtual_server fwmark web {\n}\n', '1:23 error'],
    ['a block that is not closed', 'global_defs {\n router_id X\n', '1:13 error'],
    ['a brace too many', 'global_defs {\n}\n}\n', '3:1 error'],
    ['a quote that is not closed', service('virtualhost "echo'), '4:15 error'],
    ['HTTP_GET without url', service('real_server 10.0.0.2 80 {\nHTTP_GET {\n}\n}'), '5:1 error'],
  ])('%s has its place', (_, text, place) => {
    expect(placesOf(read(text).diagnostics)).toEqual([place]);
  });
});

describe('lines', () => {
  it('definitions are filled in wherever they are named, other files are read', () => {
    const files = new Map([
      ['conf/servers.conf', '$PORT=8080\n$REAL= \\\n real_server 10.0.0.2 $PORT {\\\n weight 3\\\n }\n'],
    ]);
    const text = `$VIP=10.0.0.1
include servers.conf
virtual_server \${VIP} $PORT {
  protocol TCP
  lb_algo wrr
  lb_kind DR
  $REAL
}
`;
    const { value, diagnostics } = readKeepalivedConfig('conf/keepalived.conf', text, (path) =>
      files.get(path),
    );
    expect(diagnostics).toEqual([]);
    expect(value.virtualServers).toMatchObject([
      { address: ipv4('10.0.0.1'), port: 8080, realServers: [{ port: 8080, weight: 3 }] },
    ]);
  });

  it('what is wrong in another file is told with its name', () => {
    const { diagnostics } = readKeepalivedConfig('a.conf', 'include b.conf\n', () => '\n nonsense\n');
    expect(diagnostics).toMatchObject([{ file: 'b.conf', line: 2, column: 2 }]);
  });

  it('files and definitions that lead back to themselves end', () => {
    const again = readKeepalivedConfig('a.conf', 'include a.conf\n', () => 'include a.conf\n');
    expect(again.diagnostics.map(({ severity }) => severity)).toEqual(['error']);
    expect(placesOf(read('$A=x$B\n$B=$A\nrouter_id $A\n').diagnostics)).toEqual(['3:1 error']);
  });

  it('lines for machines with a name count for the others: simulated ones have none', () => {
    const { value, irrelevant } = read('global_defs {\n @ds1 router_id A\n @^ds1 router_id B\n}\n');
    expect(value.routerId).toBe('B');
    expect(irrelevant).toMatchObject([{ line: 2, text: '@ds1 router_id A' }]);
  });

  it('a backslash keeps a comment sign', () => {
    expect(read('global_defs {\n router_id a\\#b # c\n}\n').value.routerId).toBe('a#b');
  });
});

describe('checks', () => {
  it('every kind is read with its keywords', () => {
    const { value, diagnostics } = read(
      service(`real_server 10.0.0.2 80 {
    TCP_CHECK { retry 0
      bindto 10.0.0.5
    }
    SSL_GET { url { path /a
        digest 5D41402ABC4B2A76B9719D911017C592
      }
      http_protocol 1.0c
      fast_recovery
    }
    UDP_CHECK { payload 01 2 ff
      require_reply 0X x1
      max_reply_length 20
    }
    PING_CHECK { alpha no
    }
    DNS_CHECK { type aaaa
      name example.org
    }
    SMTP_CHECK { helo_name me
      host { connect_port 25
      }
      host { connect_port 587
      }
    }
    MISC_CHECK { misc_path "/bin/answer one two"
      misc_timeout 3
      misc_dynamic
      delay_loop 2.5
    }
  }`),
    );
    expect(diagnostics).toEqual([]);
    expect(value.virtualServers[0]?.realServers[0]?.checks).toEqual([
      { kind: 'tcpCheck', retry: 0, bindTo: ipv4('10.0.0.5') },
      {
        kind: 'httpGet',
        tls: true,
        urls: [{ path: '/a', digest: '5d41402abc4b2a76b9719d911017c592' }],
        protocol: '1.0C',
        fastRecovery: true,
      },
      {
        kind: 'udpCheck',
        payload: Uint8Array.of(1, 2, 255),
        requireReply: true,
        reply: { bytes: Uint8Array.of(0, 1), wild: Uint8Array.of(0x0f, 0xf0) },
        maxReplyLength: 20,
      },
      { kind: 'pingCheck', alpha: false },
      { kind: 'dnsCheck', recordType: 'AAAA', name: 'example.org' },
      { kind: 'smtpCheck', heloName: 'me', connectPort: 25 },
      { kind: 'smtpCheck', heloName: 'me', connectPort: 587 },
      {
        kind: 'miscCheck',
        command: '/bin/answer one two',
        timeout: seconds(3),
        dynamic: true,
        delayLoop: seconds(2.5),
      },
    ]);
  });
});

describe('groups and global settings', () => {
  it('a group is its addresses, ranges and prefixes', () => {
    const { value, diagnostics } = read(
      `${service('').replace('10.0.0.1 80', 'group web')}virtual_server_group web {
  10.0.0.1 80
  10.0.1.1-3 80
  10.0.2.0/30 80
}
`,
    );
    expect(diagnostics).toEqual([]);
    const addresses = value.virtualServers[0]?.group?.addresses.map(({ address }) =>
      formatIpv4Address(address),
    );
    expect(addresses?.join(' ')).toBe(
      '10.0.0.1 10.0.1.1 10.0.1.2 10.0.1.3 10.0.2.0 10.0.2.1 10.0.2.2 10.0.2.3',
    );
  });

  it('a service by firewall mark has neither protocol nor port', () => {
    const { value, diagnostics } = read(
      service('ha_suspend\n real_server 10.0.0.2 80 { TCP_CHECK { }\n }').replace('10.0.0.1 80', 'fwmark 7'),
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'Virtual server FWM 7: cannot use ha_suspend with fwmarks - clearing ha_suspend',
      'Warning: Virtual server FWM 7: protocol specified for fwmark - protocol will be ignored',
      'WARNING - fwmark virtual server FWM 7, real server [10.0.0.2]:none:80 has port specified - clearing',
      'WARNING - fwmark virtual server FWM 7, real server [10.0.0.9]:none:80 has port specified - clearing',
    ]);
    expect(value.virtualServers).toMatchObject([
      { firewallMark: 7, realServers: [{ port: 0, checks: [{ connectPort: 80 }] }, { port: 0 }] },
    ]);
  });

  it('sync daemon, timeouts and flushing are read', () => {
    const { value, diagnostics } = read(`global_defs {
  lvs_sync_daemon eth0 id 3 maxlen 1400 port 9000 ttl 2 group 224.0.0.82
  lvs_timeouts tcp 100 udp 20
  lvs_flush
}
`);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject({
      syncDaemon: { interface: 'eth0', id: 3, maxlen: 1400, port: 9000, ttl: 2, group: ipv4('224.0.0.82') },
      timeouts: { tcp: 100, tcpfin: 0, udp: 20 },
      flushesAtStart: true,
    });
  });
});
