import { ipv4 } from '@ospflab/net';
import { microseconds, milliseconds, seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { readFrrConfig, readKeepalivedConfig } from '@ospflab/scenarios';
import { placesOf } from '../short-diagnostics.ts';

const read = (text: string) => readKeepalivedConfig('keepalived.conf', text);

const service = (check: string): string => `virtual_server 10.0.0.1 80 {
  protocol TCP
  lb_algo rr
  lb_kind DR
  real_server 10.0.0.3 80 {
    BFD_CHECK {
${check}
    }
  }
}
`;

describe('bfd_instance', () => {
  it('is read with every keyword, intervals in milliseconds with three decimals', () => {
    const { value, diagnostics } = read(`bfd_instance rs1 {
  neighbor_ip 10.0.0.3
  source_ip 10.0.0.1
  min_rx 3.312
  min_tx 20
  idle_tx 2000
  multiplier 3
  passive
  hoplimit 64
  max_hops 4
  weight 5 reverse
  checker
}
${service('name rs1\n alpha')}`);
    expect(diagnostics).toEqual([]);
    expect(value.bfdInstances).toEqual([
      {
        name: 'rs1',
        neighbor: ipv4('10.0.0.3'),
        source: ipv4('10.0.0.1'),
        minRx: microseconds(3312),
        minTx: milliseconds(20),
        idleTx: seconds(2),
        multiplier: 3,
        passive: true,
        ttl: 64,
        maxHops: 4,
      },
    ]);
    expect(value.virtualServers[0]?.realServers[0]?.checks).toEqual([
      { kind: 'bfdCheck', instance: 'rs1', alpha: true },
    ]);
  });

  it('goes on without a line that is wrong, and without an instance that has no neighbour', () => {
    const { value, diagnostics } = read(
      'bfd_instance a {\n neighbor_ip 10.0.0.3\n min_rx 0.5\n ttl 10\n max_hops 11\n}\nbfd_instance b {\n}\n',
    );
    expect(placesOf(diagnostics)).toEqual(['3:9 warning', '1:14 warning', '7:14 error']);
    expect(value.bfdInstances).toEqual([{ name: 'a', neighbor: ipv4('10.0.0.3'), ttl: 10, maxHops: 10 }]);
  });

  it('must stand before the check and be meant for the checkers', () => {
    const instance = (more: string): string => `bfd_instance a {\n neighbor_ip 10.0.0.3\n ${more}\n}\n`;
    for (const text of [service('name a') + instance(''), instance('vrrp') + service('name a')]) {
      const { value, diagnostics } = read(text);
      expect(diagnostics.map(({ message }) => message)).toEqual([
        '([10.0.0.3]:tcp:80) BFD_CHECK - BFD a not configured',
      ]);
      expect(value.virtualServers[0]?.realServers[0]?.checks).toEqual([]);
    }
  });
});

describe('peers of FRR', () => {
  it('are read with their settings, and what surrounds them', () => {
    const text = `bfd
 profile slow
  receive-interval 900
 exit
 peer 10.0.0.1 local-address 10.0.0.3
  profile slow
  transmit-interval 50
  detect-multiplier 5
 exit
 peer 10.0.0.2 interface eth0
  shutdown
 peer 10.0.0.9
 exit
 no peer 10.0.0.9
exit
hostname rs
`;
    const { value, diagnostics } = readFrrConfig([{ file: 'frr.conf', daemon: 'integrated', text }], 'frr');
    expect(diagnostics).toEqual([]);
    expect(value.bfdPeers).toMatchObject([
      {
        address: ipv4('10.0.0.1'),
        local: ipv4('10.0.0.3'),
        profile: 'slow',
        transmitMs: 50,
        detectMultiplier: 5,
      },
      { address: ipv4('10.0.0.2'), interfaceName: 'eth0', shutdown: true },
    ]);
    expect(value.hostname).toBe('rs');
  });
});
