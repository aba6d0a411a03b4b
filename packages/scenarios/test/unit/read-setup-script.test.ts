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
    expect(commandsOf('ip a del 10.0.0.1/24 dev eth0\nip a a 10.0.0.2/24 dev eth0')).toMatchObject([
      { kind: 'addressDelete', length: 24 },
      { kind: 'addressAdd', address: ipv4('10.0.0.2') },
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
    ['a loop without its end', 'for i in 1 2', '1:1 unsupported'],
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

describe('scripts as people write them', () => {
  const addresses = (text: string) =>
    commandsOf(text).map((command) => (command.kind === 'addressAdd' ? command.address : command.kind));
  const three = [ipv4('10.0.0.1'), ipv4('10.0.0.2'), ipv4('10.0.0.3')];

  it.each([
    'for i in 1 2 3; do ip addr add 10.0.0.$i/32 dev lo; done',
    'for i in $(seq 3)\ndo\n  ip addr add 10.0.0.${i}/32 dev lo # VIP\ndone\n',
    'for i in {1..3}; do\n  A="10.0.0.$i/32"\n  sudo ip addr add $A dev lo\ndone',
    'VIPS="10.0.0.1 10.0.0.2  10.0.0.3"; for vip in $VIPS; do ip a add $vip/32 dev lo; done',
    'VIPS=(10.0.0.1 "10.0.0.2" 10.0.0.3)\nfor vip in "${VIPS[@]}"; do ip a add $vip/32 dev lo; done',
    'export N=10.0.0 D=lo\nfor i in `seq 1 3`; do for d in $D; do ip addr add \\\n  $N.$i/32 \\\n  dev $d; done; done',
  ])('a loop over a list is done: %j', (text) => {
    expect(addresses(text)).toEqual(three);
  });

  it('a setting reaches the kernel by tee and by files of sysctl', () => {
    const scripts = [
      'echo 1 | sudo tee /proc/sys/net/ipv4/ip_forward > /dev/null',
      'echo "net.ipv4.ip_forward = 1" >> /etc/sysctl.conf; sysctl -p',
      'cat > /etc/sysctl.d/90-lvs.conf << EOF\n# forward\nnet.ipv4.ip_forward = 1\nEOF\nsysctl --system',
      "sudo tee /etc/sysctl.d/90-lvs.conf <<-'END' >/dev/null\n\tnet.ipv4.ip_forward = 1\n\tEND",
    ];
    for (const script of scripts) {
      expect(commandsOf(script)).toMatchObject([
        { kind: 'sysctlSet', key: 'net.ipv4.ip_forward', value: '1' },
      ]);
    }
  });

  it('another document is no list of commands', () => {
    const { value, diagnostics } = read('cat > /root/x.sh <<EOF\nip addr add 10.0.0.9/32 dev lo\nEOF\nip link set lo up\n');
    expect(value).toMatchObject([{ kind: 'linkSet' }]);
    expect(placesOf(diagnostics)).toEqual(['1:1 unsupported']);
  }); // prettier-ignore

  it.each([
    [
      'if',
      'if ip a | grep -q 10.0.0.9; then\n ip addr add 10.0.0.9/32 dev lo\nelse\n if true; then reboot; fi\nfi',
    ],
    ['case', 'case "$(uname)" in\nLinux) ifconfig lo:0 10.0.0.9 up;;\nesac'],
    ['case', 'case "$1" in\nup) ifconfig lo:0 10.0.0.9 up;;\n*) ifconfig lo:0 down\nesac'],
    ['while', 'while read -r vip; do ip addr add $vip/32 dev lo; done'],
    ['for', 'for vip in $(cat vips); do ip addr add $vip/32 dev lo; done'],
    ['for', 'for ((i = 0; i < 3; i++)); do ip addr add 10.0.0.$i/32 dev lo; done'],
  ])('what depends on more than the script is left out as a whole: %s', (keyword, text) => {
    const { value, diagnostics } = read(`${text}\nip link set lo up\n`);
    expect(value).toMatchObject([{ kind: 'linkSet' }]);
    expect(placesOf(diagnostics)).toEqual(['1:1 unsupported']);
    expect(diagnostics[0]?.message).toContain(`'${keyword}'`);
  });

  it('a script for start and stop does what it does at boot', () => {
    const script = [
      'VIP=10.0.0.9',
      'case "$1" in',
      'start)',
      '  ifconfig lo:0 $VIP netmask 255.255.255.255 up',
      '  case $VIP in 10.*) echo 1;; esac',
      '  ;;',
      'stop|down) ifconfig lo:0 down;;',
      '*) echo "Usage: $0 {start|stop}"; exit 1',
      'esac',
      'ip link set lo up',
    ].join('\n');
    const { value, diagnostics } = read(script);
    expect(value).toMatchObject([{ kind: 'addressAdd' }, { kind: 'linkSet' }]);
    expect(placesOf(diagnostics)).toEqual(['5:3 unsupported']);
  });

  it('a variable chooses the branch of a case', () => {
    const script = 'role=backup\ncase ${role} in (master) reboot;; backup|spare) ip link set lo up;; esac';
    expect(commandsOf(script)).toMatchObject([{ kind: 'linkSet' }]);
    expect(commandsOf(script.replace('spare', 'x').replace('=backup', '=other'))).toEqual([]);
  });

  it('a function is done where it is called, with its arguments', () => {
    const script = [
      'vip() { ip addr add $1/32 dev $2; }',
      'function all',
      '{',
      '  vip 10.0.0.8 lo',
      '  vip 10.0.0.9 eth0',
      '}',
      'never() { reboot; }',
      'case $1 in start) all;; esac',
    ].join('\n');
    const { value, diagnostics } = read(script);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject([
      { kind: 'addressAdd', interface: 'lo', at: { line: 1 } },
      { kind: 'addressAdd', interface: 'eth0', at: { line: 1 } },
    ]);
  });

  it('a function sees its own arguments alone, and hands them on', () => {
    const script = [
      'add() { ip addr add "$@"; }',
      'quiet() { ip link set $1 up; }',
      'main() {',
      '  case "$1" in',
      '    start) add 10.0.0.9/32 dev lo; quiet;;',
      '    [a-z]*) reboot; reboot;;',
      '  esac',
      '}',
      'main "$@"',
    ].join('\n');
    const { value, diagnostics } = read(script);
    expect(value).toMatchObject([{ kind: 'addressAdd', interface: 'lo', address: ipv4('10.0.0.9') }]);
    expect(shortDiagnostics(diagnostics)).toEqual([expect.stringContaining("'$1'")]);
  });

  it('a function that calls itself ends', () => {
    const { value, diagnostics } = read('f() { ip link set lo up; g; }\ng() { f; }\nf');
    expect(value).toMatchObject([{ kind: 'linkSet' }]);
    expect(placesOf(diagnostics)).toEqual(['2:7 unsupported']);
  });

  it('what is done on a condition, or only in case of failure, is not done', () => {
    expect(
      commandsOf('ip link set lo up || true; ip link set lo up || { echo failed; exit 1; }'),
    ).toHaveLength(2);
    for (const [text, place] of [
      ['[ -e /dev/x ] && ip link set lo up', '1:18 unsupported'],
      ['[[ $x == y ]] || ip link set lo up', '1:18 unsupported'],
      ['ifconfig || ip link set lo up', '1:13 unsupported'],
    ] as const) {
      const { value, diagnostics } = read(`x=1; ${text}`);
      expect(value).toEqual([]);
      expect(placesOf(diagnostics)).toEqual([place.replace(/\d+ /, (n) => `${Number(n) + 5} `)]);
    }
  });

  it('what another branch of a case does is not done', () => {
    const script = 'id=7\ncase $id in\n7) ip link set lo up;;\n[0-9]|"a b")\n  reboot\n  reboot;;\nesac';
    expect(commandsOf(script)).toMatchObject([{ kind: 'linkSet' }]);
    const { value, diagnostics } = read(script.replace('id=7', 'id=8'));
    expect(value).toEqual([]);
    expect(placesOf(diagnostics)).toEqual(['2:1 unsupported']);
  });

  it('numbers in braces count downwards and keep their zeros', () => {
    const devices = (list: string) =>
      commandsOf(`for i in ${list}; do ip link set eth$i up; done`).map((command) =>
        command.kind === 'linkSet' ? command.interface : command.kind,
      );
    expect(devices('{2..0}')).toEqual(['eth2', 'eth1', 'eth0']);
    expect(devices('{09..10}')).toEqual(['eth09', 'eth10']);
    expect(devices('$(seq 2 1)')).toEqual([]);
  });

  it('a here-string and a shift of bits are no documents', () => {
    const { value } = read('cat <<< word\nx=$((1<<2))\nip link set lo up');
    expect(value).toMatchObject([{ kind: 'linkSet' }]);
  });

  it('loops within loops end', () => {
    const loop = 'for i in $(seq 1000); do\n';
    const { diagnostics } = read(`${loop.repeat(4)}ip link set lo up\n${'done\n'.repeat(4)}`);
    expect(diagnostics.map(({ message }) => message)).toContain(
      'loops of more than 20000 commands are not followed to their end',
    );
    const empty = read(`${loop.repeat(4)}${'done\n'.repeat(4)}`);
    expect(placesOf(empty.diagnostics)).toEqual(['4:1 unsupported']);
  });

  it.each([
    ['netplan', 'network:\n  version: 2\n  ethernets:\n    lo: { addresses: [10.0.0.1/32] }\n'],
    ['/etc/network/interfaces', 'auto lo\niface lo inet loopback\n    up ip addr add 10.0.0.1/32 dev lo\n'],
    ['systemd-networkd', '[Match]\nName=lo\n\n[Network]\nAddress=10.0.0.1/32\n'],
    ['ifcfg', 'DEVICE=lo\nIPADDR=10.0.0.1\n'],
    ['NetworkManager', '[connection]\nid=lo\n'],
    ['/etc/network/interfaces', 'source /etc/network/interfaces.d/*\nauto lo\n'],
  ])('a file for %s is told from a script', (kind, text) => {
    const { value, diagnostics } = read(text);
    expect(value).toEqual([]);
    expect(placesOf(diagnostics)).toEqual(['1:1 error']);
    expect(diagnostics[0]?.message).toContain(kind);
  });

  it.each([
    'DEVICE=lo\nIPADDR=10.0.0.1\nip addr add $IPADDR/32 dev $DEVICE',
    'ip addr add 10.0.0.1/32 dev lo\ncat > /etc/network/interfaces <<EOF\nauto lo\nEOF\n',
    '#!/bin/sh\nip addr add 10.0.0.1/32 dev lo\ncat > /etc/netplan/1.yaml <<EOF\nnetwork:\n  version: 2\nEOF\n',
  ])('a script that speaks of such files, or like them, stays one: %j', (text) => {
    expect(read(text).value).toMatchObject([{ kind: 'addressAdd', interface: 'lo' }]);
  });
});
