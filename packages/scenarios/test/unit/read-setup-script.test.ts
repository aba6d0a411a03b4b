import { ipv4, parseIpv4Prefix } from '@ospflab/net';
import { describe, expect, it } from 'vitest';
import { readSetupScript, readSysctlConf, type SetupCommand } from '@ospflab/scenarios';
import { placesOf, shortDiagnostics } from '../short-diagnostics.ts';

const read = (text: string) => readSetupScript('setup.sh', text);

function commandsOf(text: string): SetupCommand[] {
  const { value, diagnostics } = read(text);
  expect(shortDiagnostics(diagnostics)).toEqual([]);
  return [...value];
}

describe('addresses', () => {
  it('ifconfig lo:0 gives lo a labelled address', () => {
    expect(
      commandsOf('/sbin/ifconfig lo:0 192.168.28.211 broadcast 192.168.28.211 netmask 255.255.255.255 up'),
    ).toEqual([
      {
        kind: 'addressAdd',
        interface: 'lo',
        address: ipv4('192.168.28.211'),
        length: 32,
        label: 'lo:0',
        scope: undefined,
        broadcast: ipv4('192.168.28.211'),
        at: { file: 'setup.sh', line: 1, column: 16, text: 'lo:0' },
      },
    ]);
  });

  it('ifconfig without a mask takes the one of the class', () => {
    expect(commandsOf('ifconfig eth0 172.16.0.1')).toMatchObject([
      { kind: 'addressAdd', length: 16 },
      { kind: 'linkSet', up: true },
    ]);
  });

  it('ifconfig lo:0 down takes the address away again', () => {
    expect(commandsOf('ifconfig lo:0 10.0.0.1/32\nifconfig lo:0 down')).toMatchObject([
      { kind: 'addressAdd' },
      { kind: 'addressDelete', interface: 'lo', address: ipv4('10.0.0.1'), length: 32 },
    ]);
  });

  it('ip addr add takes label, scope and computed broadcast', () => {
    expect(commandsOf('ip addr add 10.0.0.1/24 brd + dev eth0 label eth0:1 scope link')).toMatchObject([
      { interface: 'eth0', length: 24, label: 'eth0:1', scope: 'link', broadcast: ipv4('10.0.0.255') },
    ]);
    expect(commandsOf('ip a del 10.0.0.1/24 dev eth0')).toMatchObject([
      { kind: 'addressDelete', length: 24 },
    ]);
  });
});

describe('links and routes', () => {
  it('ip link set takes up, down, mtu and address', () => {
    expect(commandsOf('ip link set dev eth0 mtu 1400 up')).toMatchObject([
      { kind: 'linkSet', up: true, mtu: 1400 },
    ]);
    expect(commandsOf('ip link set eth0 address 02:00:00:00:00:07 down')).toMatchObject([
      { up: false, mac: 0x020000000007 },
    ]);
  });

  it('ip route takes one or several next hops', () => {
    expect(
      commandsOf(`ip route add default via 10.0.0.1
ip route replace 10.1.0.0/16 nexthop via 10.0.0.1 weight 2 nexthop dev eth1
ip route add 10.2.0.1 dev eth0 metric 5 src 10.0.0.2
ip route add blackhole 10.3.0.0/16
ip route del 10.4.0.0/16`),
    ).toMatchObject([
      {
        kind: 'routeAdd',
        prefix: parseIpv4Prefix('0.0.0.0/0'),
        nextHops: [{ address: ipv4('10.0.0.1'), weight: 1 }],
      },
      {
        kind: 'routeReplace',
        nextHops: [
          { address: ipv4('10.0.0.1'), interface: undefined, weight: 2 },
          { address: undefined, interface: 'eth1', weight: 1 },
        ],
      },
      { prefix: parseIpv4Prefix('10.2.0.1/32'), metric: 5, source: ipv4('10.0.0.2') },
      { type: 'blackhole', nextHops: [] },
      { kind: 'routeDelete', nextHops: [] },
    ]);
  });

  it('the old route command says the same', () => {
    expect(
      commandsOf(`route add -host 192.168.28.211 dev lo:0
route add -net 10.2.0.0 netmask 255.255.0.0 gw 10.0.0.1
route add default gw 10.0.0.1 eth0`),
    ).toMatchObject([
      { prefix: parseIpv4Prefix('192.168.28.211/32'), nextHops: [{ interface: 'lo' }] },
      { prefix: parseIpv4Prefix('10.2.0.0/16'), nextHops: [{ address: ipv4('10.0.0.1') }] },
      { prefix: parseIpv4Prefix('0.0.0.0/0'), nextHops: [{ address: ipv4('10.0.0.1'), interface: 'eth0' }] },
    ]);
  });
});

describe('sysctls', () => {
  it.each([
    'echo 1 > /proc/sys/net/ipv4/conf/all/arp_ignore',
    'echo "1">/proc/sys/net/ipv4/conf/all/arp_ignore',
    "echo '1' >> '/proc/sys/net/ipv4/conf/all/arp_ignore'",
    'sudo /bin/echo -n 1 >/proc/sys/net/ipv4/conf/all/arp_ignore 2>/dev/null',
    'sysctl -w net.ipv4.conf.all.arp_ignore=1',
    '/sbin/sysctl -q net/ipv4/conf/all/arp_ignore="1" > /dev/null 2>&1',
    'IGNORE=1; sysctl -w net.ipv4.conf.all.arp_ignore=$IGNORE # quiet',
  ])('%s', (text) => {
    expect(commandsOf(text)).toMatchObject([
      { kind: 'sysctlSet', key: 'net.ipv4.conf.all.arp_ignore', value: '1' },
    ]);
  });

  it('a dot in an interface name becomes a slash in the dotted key', () => {
    expect(commandsOf('echo 1 > /proc/sys/net/ipv4/conf/eth0.7/rp_filter')).toMatchObject([
      { key: 'net.ipv4.conf.eth0/7.rp_filter' },
    ]);
  });

  it('sysctl.conf may have blanks, comments and optional keys', () => {
    const { value, diagnostics } = readSysctlConf(
      'sysctl.conf',
      '# a\n; b\n\nnet.ipv4.ip_forward = 1\n-net/ipv4/x=2\nnonsense\n',
    );
    expect(value).toMatchObject([
      { key: 'net.ipv4.ip_forward', value: '1', at: { line: 4, column: 1 } },
      { key: 'net.ipv4.x', value: '2' },
    ]);
    expect(placesOf(diagnostics)).toEqual(['6:1 error']);
  });
});

describe('what does not touch the network', () => {
  it('installation and service starts are irrelevant', () => {
    const { value, diagnostics, irrelevant } = read(
      '#!/bin/sh\nyum install -y quagga\nsystemctl start ospfd && docker pull nginx\necho test-1 >> /www/index.html\n',
    );
    expect(value).toEqual([]);
    expect(diagnostics).toEqual([]);
    expect(irrelevant.map(({ line, text }) => `${line} ${text}`)).toEqual([
      '2 yum install -y quagga',
      '3 systemctl start ospfd',
      '3 docker pull nginx',
      '4 echo test-1',
    ]);
  });
});

describe('what is wrong with a line', () => {
  it.each([
    ['an address out of range', 'ip addr add 10.0.0.300/24 dev eth0', '1:13 error'],
    ['an address without interface', 'ip addr add 10.0.0.30/24', '1:25 error'],
    ['a route with host bits', 'ip route add 10.0.0.30/24 dev eth0', '1:14 error'],
    ['a route that leads nowhere', 'route add -net 10.0.0.0/8', '1:26 error'],
    ['a mask with gaps', 'ifconfig eth0 10.0.0.1 netmask 255.0.255.0', '1:32 error'],
    ['an unknown program', 'ifcnfig eth0 up', '1:1 unsupported'],
    ['a packet filter', 'iptables -A INPUT -j DROP', '1:1 unsupported'],
    ['a pipe', 'cat x | grep y', '1:7 unsupported'],
    ['a variable without value', 'ip link set $DEV up', '1:13 unsupported'],
    ['a control structure', 'for i in 1 2', '1:1 unsupported'],
    ['an output number instead of a value', 'echo 1>/proc/sys/net/ipv4/ip_forward', '1:6 warning'],
    ['a value that is missing', 'echo > /proc/sys/net/ipv4/ip_forward', '1:5 error'],
  ])('%s has its place', (_, text, place) => {
    const { value, diagnostics } = read(text);
    expect(placesOf(diagnostics)).toEqual([place]);
    expect(value).toEqual([]);
  });

  it('a misspelt program is recognised', () => {
    expect(read('ifcnfig eth0 up').diagnostics[0]?.remedy).toBe("did you mean 'ifconfig'?");
  });
});

describe('next-hop objects', () => {
  it('ip nexthop takes hops, blackholes and groups with weights', () => {
    expect(
      commandsOf(
        [
          'ip nexthop add id 1 via 10.0.0.1 dev eth0',
          'ip nexthop add id 2 dev eth1',
          'ip nexthop add id 3 blackhole',
          'ip nexthop add id 10 group 1,5/2',
          'ip nexthop replace id 10 group 2',
          'ip nexthop del id 10',
          'ip route add 198.18.0.0/15 nhid 10 metric 3',
        ].join('\n'),
      ),
    ).toMatchObject([
      { kind: 'nextHopAdd', id: 1, nextHop: { kind: 'hop', address: ipv4('10.0.0.1'), interface: 'eth0' } },
      { kind: 'nextHopAdd', id: 2, nextHop: { kind: 'hop', address: undefined, interface: 'eth1' } },
      { kind: 'nextHopAdd', id: 3, nextHop: { kind: 'blackhole' } },
      {
        kind: 'nextHopAdd',
        nextHop: {
          members: [
            { id: 1, weight: 5 },
            { id: 2, weight: 1 },
          ],
          resilient: undefined,
        },
      },
      { kind: 'nextHopReplace', id: 10 },
      { kind: 'nextHopDelete', id: 10 },
      { kind: 'routeAdd', nextHops: [], nextHopId: 10, metric: 3 },
    ]);
  });

  it('a resilient group has buckets and two timers in seconds', () => {
    expect(
      commandsOf(
        'ip nexthop add id 10 group 1/2 type resilient buckets 32 idle_timer 60 unbalanced_timer 300',
      ),
    ).toMatchObject([{ nextHop: { resilient: { buckets: 32, idleSeconds: 60, unbalancedSeconds: 300 } } }]);
  });

  it.each([
    ['ip nexthop add id 10 group 1,300/2', "'1,300/2' where numbers of next hops"],
    ['ip nexthop add id 10 group 1 type resilient', "nothing where 'buckets'"],
    ['ip nexthop add id 10 via 10.0.0.1', "nothing where 'dev'"],
    ['ip nexthop add via 10.0.0.1 dev eth0', "nothing where 'id'"],
  ])('%s is refused', (text, message) => {
    const [first] = read(text).diagnostics;
    expect(first?.message).toContain(message);
    expect(first?.severity).toBe('error');
  });
});

describe('ethtool', () => {
  it('turns the hash of the card on, with ports of UDP and a key', () => {
    const key = Array.from({ length: 40 }, (_, index) => index.toString(16).padStart(2, '0')).join(':');
    expect(
      commandsOf(
        `ethtool -K eth0 rxhash on\nethtool -N eth0 rx-flow-hash udp4 sdfn\nethtool -X eth0 hkey ${key}\nethtool eth0`,
      ),
    ).toMatchObject([
      { kind: 'receiveHashSet', interface: 'eth0', enabled: true, udpPorts: undefined },
      { udpPorts: true },
      { key: Uint8Array.from({ length: 40 }, (_, index) => index) },
    ]);
  });

  it('a key of another length is refused', () => {
    expect(read('ethtool -X eth0 hkey 01:02').diagnostics[0]?.message).toContain('a key of 40 or 52 bytes');
  });
});
