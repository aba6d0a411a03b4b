import { ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { readKeepalivedConfig } from '@ospflab/scenarios';
import { placesOf, shortDiagnostics } from '../short-diagnostics.ts';

const read = (text: string) => readKeepalivedConfig('keepalived.conf', text);

const service = (inside: string) => `virtual_server 10.0.0.1 80 {
  protocol TCP
  lb_kind DR
  ${inside}
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
  quorum_down "/sbin/ip addr del 192.168.28.211/32 dev lo"
  sorry_server_inhibit
  sorry_server 10.0.0.9 8080
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
    expect(placesOf(diagnostics)).toEqual(['21:7 warning']);
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
          sorryServer: { address: ipv4('10.0.0.9'), port: 8080, inhibit: true },
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

  it('an unknown block is ignored as a whole', () => {
    const { value, diagnostics } = read(service('nonsense {\n delay_loop 5\n }\n delay_loop 7'));
    expect(placesOf(diagnostics)).toEqual(['4:3 warning']);
    expect(value.virtualServers[0]?.delayLoop).toBe(seconds(7));
  });

  it('the two defaults that surprise are named', () => {
    const { diagnostics } = read('virtual_server 10.0.0.1 80 {\n}\n');
    expect(shortDiagnostics(diagnostics)).toEqual([
      "1:1 warning without 'protocol' keepalived takes UDP → add 'protocol TCP'",
      "1:1 warning without 'lb_kind' keepalived takes NAT, which is not simulated yet → add 'lb_kind DR'",
    ]);
  });

  it('quoted text may hold braces and comment signs', () => {
    const { value, diagnostics } = read(service('quorum_up "echo { # }"'));
    expect(diagnostics).toEqual([]);
    expect(value.virtualServers[0]?.quorumUp).toBe('echo { # }');
  });
});

describe('what is wrong with a file', () => {
  it.each([
    ['a value that is no number', service('delay_loop fast'), '4:14 error'],
    ['a value that is missing', service('weight'), '4:9 error'],
    ['an unknown scheduler', service('lb_algo best'), '4:11 error'],
    ['a real server without address', service('real_server here 80 {\n}'), '4:15 error'],
    ['NAT, which is not simulated', service('lvs_method NAT'), '4:14 unsupported'],
    [
      'a check that is not simulated',
      service('real_server 10.0.0.2 80 {\nMISC_CHECK {\n}\n}'),
      '5:1 unsupported',
    ],
    ['VRRP', 'vrrp_instance VI_1 {\n state MASTER\n}\n', '1:1 unsupported'],
    ['another file', 'include /etc/keepalived/conf.d/*.conf\n', '1:1 unsupported'],
    ['a service by firewall mark', 'virtual_server fwmark 1 {\n}\n', '1:16 unsupported'],
    ['a block that is not closed', 'global_defs {\n router_id X\n', '1:13 error'],
    ['a brace too many', 'global_defs {\n}\n}\n', '3:1 error'],
    ['a quote that is not closed', service('quorum_up "echo'), '4:13 error'],
    ['HTTP_GET without url', service('real_server 10.0.0.2 80 {\nHTTP_GET {\n}\n}'), '5:1 error'],
  ])('%s has its place', (_, text, place) => {
    expect(placesOf(read(text).diagnostics)).toEqual([place]);
  });
});
