// A host whose LOCAL_IN hook forwards like IPVS with direct routing, and the machine's life: crash, boot, neighbours.

import { ipv4, withTtl, type Ipv4Packet } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { hostShowCommands, type HostHooks, type LocalInVerdict } from '@ospflab/linux-host';
import { Lan } from '../lan.ts';

const vip = ipv4('192.168.28.211');
const realServer = ipv4('192.168.28.103');

function balanced(
  verdict: (packet: Ipv4Packet) => LocalInVerdict,
  options: { realServerMtu?: number } = {},
): Lan {
  const lan = new Lan();
  const hooks: HostHooks = {
    localIn: (packet) => (packet.destination === vip ? verdict(packet) : { kind: 'accept' }),
  };
  lan.add('client', {
    interfaces: { eth0: ['lan', '192.168.28.50/24'] },
    routes: { '192.168.28.211/32': '192.168.28.101' },
  });
  lan.add('ds1', {
    interfaces: { eth0: ['lan', '192.168.28.101/24'] },
    loopback: ['192.168.28.211/32'],
    hooks,
    mtu: options.realServerMtu ?? 1500,
  });
  lan.add('rs1', {
    interfaces: { eth0: ['lan', '192.168.28.103/24'] },
    loopback: ['192.168.28.211/32'],
    sysctls: { 'net.ipv4.conf.all.arp_ignore': 1, 'net.ipv4.conf.all.arp_announce': 2 },
  });
  lan.give('rs1', { kind: 'tcpListen', listener: 0, port: 80 });
  return lan;
}

const directRouting = (packet: Ipv4Packet): LocalInVerdict => ({
  kind: 'forward',
  nextHop: realServer,
  packet: withTtl(packet, packet.ttl - 1),
});

describe('LOCAL_IN', () => {
  it('direct routing changes only the MAC: the real server answers the client from the VIP, without ip_forward', () => {
    const lan = balanced(directRouting);
    lan.give('client', { kind: 'tcpConnect', socket: 1, destination: vip, port: 80 });
    lan.runFor(milliseconds(10));
    expect(lan.effectsOf('client', 'tcpConnected')).toHaveLength(1);
    const forwarded = lan.frames.filter(({ from, frame }) => from === 'ds1' && frame.payload.kind === 'ipv4');
    expect(forwarded[0]?.frame.destination).toBe(lan.host('rs1').interfaceNamed('eth0')!.mac);
    expect(forwarded[0]?.frame.payload).toMatchObject({
      source: ipv4('192.168.28.50'),
      destination: vip,
      ttl: 63,
    });
    expect(lan.events('ds1', 'redirectSent')).toEqual([]);
    expect(lan.effectsOf('rs1', 'tcpAccepted')[0]).toMatchObject({ local: vip });
  });

  it('accept leads to the own TCP, which resets what it does not know', () => {
    const lan = balanced(() => ({ kind: 'accept' }));
    lan.give('client', { kind: 'tcpConnect', socket: 1, destination: vip, port: 80 });
    lan.runFor(milliseconds(10));
    expect(lan.effectsOf('client', 'tcpFailed')).toMatchObject([{ reason: 'refused' }]);
  });

  it('reject is port unreachable, which a connecting client takes as refused', () => {
    const lan = balanced(() => ({ kind: 'reject', icmp: 'portUnreachable', reason: 'noDestination' }));
    lan.give('client', { kind: 'tcpConnect', socket: 1, destination: vip, port: 80 });
    lan.runFor(milliseconds(10));
    expect(lan.effectsOf('client', 'tcpFailed')).toMatchObject([{ reason: 'refused' }]);
    expect(lan.effectsOf('client', 'icmpReceived')[0]?.packet.source).toBe(vip);
    expect(lan.events('ds1', 'packetDropped').map(({ reason }) => reason)).toEqual(['localInNoDestination']);
  });

  it('drop is silent and named', () => {
    const lan = balanced(() => ({ kind: 'drop', reason: 'destinationGone' }));
    lan.give('client', { kind: 'pingSend', identifier: 1, sequence: 1, destination: vip });
    lan.runFor(milliseconds(10));
    expect(lan.effectsOf('client', 'icmpReceived')).toEqual([]);
    expect(lan.events('ds1', 'packetDropped').map(({ reason }) => reason)).toEqual([
      'localInDestinationGone',
    ]);
  });

  it('a packet too large for the way to the real server that may not be cut is reported, and TCP shrinks', () => {
    const lan = balanced(directRouting, { realServerMtu: 700 });
    lan.give('client', { kind: 'tcpConnect', socket: 1, destination: vip, port: 80 });
    lan.runFor(milliseconds(10));
    lan.give('client', { kind: 'tcpSend', socket: 1, bytes: new Uint8Array(1400) });
    lan.runFor(seconds(1));
    expect(lan.events('ds1', 'packetDropped').map(({ reason }) => reason)).toContain('fragmentationNeeded');
    const delivered = lan.effectsOf('rs1', 'tcpReceived').reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(delivered).toBe(1400);
  });
});

describe('crash and boot', () => {
  it('a crash says nothing to anybody and forgets everything; a boot starts from the configuration', () => {
    const lan = balanced(directRouting);
    lan.give('client', { kind: 'tcpConnect', socket: 1, destination: vip, port: 80 });
    lan.runFor(milliseconds(10));
    lan.give('rs1', {
      kind: 'addressAdded',
      interfaceIndex: 1,
      address: { address: ipv4('203.0.113.9'), prefixLength: 32 },
    });
    const before = lan.frames.length;
    lan.give('rs1', { kind: 'crashed' });
    lan.runFor(seconds(1));
    expect(lan.frames.length).toBe(before);
    expect(lan.host('rs1').running).toBe(false);
    expect(lan.host('rs1').neighbors()).toEqual([]);
    lan.give('rs1', { kind: 'pingSend', identifier: 1, sequence: 1, destination: vip });
    expect(lan.frames.length).toBe(before);
    lan.give('rs1', { kind: 'booted' });
    expect(lan.host('rs1').tcpSockets()).toEqual([]);
    const lo = lan.host('rs1').interfaceNamed('lo')!;
    expect(lo.addresses.map((held) => held.address)).toEqual([ipv4('127.0.0.1'), vip]);
    expect(lan.host('rs1').interfaceNamed('eth0')!.settings.forwarding).toBe(0);
  });

  it('a cable pulled while the machine was off is out when it boots', () => {
    const lan = balanced(directRouting);
    lan.give('rs1', { kind: 'crashed' });
    lan.give('rs1', { kind: 'carrierChanged', interfaceIndex: 2, up: false });
    lan.give('rs1', { kind: 'booted' });
    expect(lan.host('rs1').interfaceNamed('eth0')!.operational).toBe(false);
  });

  it('an unknown sysctl is refused by name', () => {
    const lan = balanced(directRouting);
    lan.give('rs1', { kind: 'sysctlSet', key: 'net.ipv4.conf.all.arp_ignor', value: 1 });
    lan.give('rs1', { kind: 'sysctlSet', key: '/proc/sys/net/ipv4/conf/eth0/arp_ignore', value: 2 });
    lan.give('rs1', { kind: 'sysctlSet', key: 'net.ipv4.fib_multipath_hash_policy', value: 4 });
    expect(lan.events('rs1', 'sysctlRefused').map(({ key }) => key)).toEqual([
      'net.ipv4.conf.all.arp_ignor',
      'net.ipv4.fib_multipath_hash_policy',
    ]);
    expect(lan.host('rs1').interfaceNamed('eth0')!.settings.arp_ignore).toBe(2);
  });
});

describe('a neighbour', () => {
  const show = (lan: Lan, node: string): string =>
    hostShowCommands.find((row) => row.command === 'ip neigh')!.run(lan.host(node), lan.now);

  it('is reachable for 15 to 45 s, then stale; unused it stays stale', () => {
    const lan = balanced(directRouting);
    lan.give('client', { kind: 'pingSend', identifier: 1, sequence: 1, destination: realServer });
    lan.runFor(seconds(1));
    expect(show(lan, 'client')).toMatch(/^192\.168\.28\.103 dev eth0 lladdr 02:00:00:00:03:00 REACHABLE \n$/);
    const learnt = lan.now;
    lan.runFor(seconds(60));
    expect(show(lan, 'client')).toContain('STALE');
    const stale = lan.effects.find(
      ({ node, effect }) =>
        node === 'client' &&
        effect.kind === 'record' &&
        effect.event.kind === 'arpStateChanged' &&
        effect.event.to === 'stale',
    )!;
    expect(stale.at - learnt).toBeGreaterThan(seconds(13));
    expect(stale.at - learnt).toBeLessThan(seconds(46));
  });

  it('asked for in vain it queues packets, loses the oldest beyond the queue, and fails after 3 s', () => {
    const lan = balanced(directRouting);
    lan.give('client', { kind: 'sysctlSet', key: 'net.ipv4.neigh.eth0.unres_qlen', value: 3 });
    for (let sequence = 1; sequence <= 5; sequence++) {
      lan.give('client', { kind: 'pingSend', identifier: 1, sequence, destination: ipv4('192.168.28.77') });
    }
    expect(show(lan, 'client')).toBe('192.168.28.77 dev eth0 INCOMPLETE \n');
    lan.runFor(seconds(3.1));
    expect(show(lan, 'client')).toBe('192.168.28.77 dev eth0 FAILED \n');
    const reasons = lan.events('client', 'packetDropped').map(({ reason }) => reason);
    expect(reasons).toEqual([
      'neighborQueueFull',
      'neighborQueueFull',
      'neighborFailed',
      'neighborFailed',
      'neighborFailed',
    ]);
    expect(lan.effectsOf('client', 'icmpReceived')).toHaveLength(3);
  });

  it('used while stale it is delayed 5 s and probed; TCP progress confirms it without a probe', () => {
    const lan = balanced(directRouting);
    lan.give('client', { kind: 'tcpConnect', socket: 1, destination: realServer, port: 80 });
    lan.runFor(seconds(50));
    expect(show(lan, 'client')).toContain('STALE');
    const before = lan.frames.length;
    const dataEach = (times: number): void => {
      for (let count = 0; count < times; count++) {
        lan.give('client', { kind: 'tcpSend', socket: 1, bytes: new Uint8Array(1) });
        lan.runFor(seconds(1));
      }
    };
    dataEach(1);
    expect(show(lan, 'client')).toContain('DELAY');
    dataEach(6);
    expect(show(lan, 'client')).toContain('REACHABLE');
    const probes = lan.frames
      .slice(before)
      .filter(
        ({ from, frame }) =>
          from === 'client' && frame.payload.kind === 'arp' && frame.payload.operation === 'request',
      );
    expect(probes).toEqual([]);
  });
});
