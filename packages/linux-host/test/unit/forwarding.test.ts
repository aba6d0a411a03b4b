import { ipv4, isGroupMac } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { Lan } from '../lan.ts';

function routed(options: { asBytes?: boolean; routerMtu?: number } = {}): Lan {
  const lan = new Lan(options);
  lan.add('client', { interfaces: { eth0: ['left', '10.0.1.10/24'] }, routes: { '0.0.0.0/0': '10.0.1.1' } });
  lan.add('router', {
    interfaces: { eth0: ['left', '10.0.1.1/24'], eth1: ['right', '10.0.2.1/24'] },
    sysctls: { 'net.ipv4.ip_forward': 1 },
    mtu: options.routerMtu ?? 1500,
  });
  lan.add('server', { interfaces: { eth0: ['right', '10.0.2.10/24'] }, routes: { '0.0.0.0/0': '10.0.2.1' } });
  return lan;
}

function ping(
  lan: Lan,
  node: string,
  destination: string,
  more: { ttl?: number; dataBytes?: number } = {},
): void {
  lan.give(node, { kind: 'pingSend', identifier: 7, sequence: 1, destination: ipv4(destination), ...more });
}

describe('forwarding between two LANs', () => {
  it.each([false, true])('a ping crosses the router and comes back (bytes: %s)', (asBytes) => {
    const lan = routed({ asBytes });
    ping(lan, 'client', '10.0.2.10');
    lan.runFor(seconds(1));
    const received = lan.effectsOf('client', 'icmpReceived');
    expect(received.map(({ packet }) => [packet.source, packet.ttl, packet.payload.kind])).toEqual([
      [ipv4('10.0.2.10'), 63, 'icmpEcho'],
    ]);
  });

  it('bytes and objects give the same story', () => {
    const stories = [false, true].map((asBytes) => {
      const lan = routed({ asBytes });
      ping(lan, 'client', '10.0.2.10');
      ping(lan, 'client', '10.0.2.99', { ttl: 9 });
      ping(lan, 'client', '10.0.2.10', { ttl: 1 });
      lan.runFor(seconds(10));
      return lan.story();
    });
    expect(stories[0]).toBe(stories[1]);
    expect(stories[0]!.length).toBeGreaterThan(500);
  });

  it('a packet whose time to live ends at the router is answered from the near address', () => {
    const lan = routed();
    ping(lan, 'client', '10.0.2.10', { ttl: 1 });
    lan.runFor(seconds(1));
    const [error] = lan.effectsOf('client', 'icmpReceived');
    expect(error?.packet.source).toBe(ipv4('10.0.1.1'));
    expect(error?.packet.payload.kind).toBe('icmpTimeExceeded');
    expect(lan.events('router', 'packetDropped').map(({ reason }) => reason)).toEqual(['ttlExceeded']);
  });

  it('traceroute with UDP sees the router, then port unreachable from the server', () => {
    const lan = routed();
    for (const ttl of [1, 2]) {
      lan.give('client', {
        kind: 'udpSend',
        socket: ttl,
        destination: ipv4('10.0.2.10'),
        port: 33434 + ttl,
        bytes: new Uint8Array(32),
        ttl,
      });
    }
    lan.runFor(seconds(1));
    expect(
      lan.effectsOf('client', 'icmpReceived').map(({ packet }) => [packet.source, packet.payload.kind]),
    ).toEqual([
      [ipv4('10.0.1.1'), 'icmpTimeExceeded'],
      [ipv4('10.0.2.10'), 'icmpDestinationUnreachable'],
    ]);
    expect(lan.effectsOf('client', 'udpFailed')).toEqual([
      { kind: 'udpFailed', socket: 2, reason: 'portUnreachable' },
    ]);
  });

  it('a destination without a route is net unreachable', () => {
    const lan = routed();
    ping(lan, 'client', '172.16.0.1');
    lan.runFor(seconds(1));
    expect(lan.effectsOf('client', 'icmpReceived')[0]?.packet.payload).toMatchObject({
      kind: 'icmpDestinationUnreachable',
      code: 0,
    });
  });

  it('a silent destination is host unreachable three seconds later', () => {
    const lan = routed();
    ping(lan, 'client', '10.0.2.99');
    lan.runFor(milliseconds(2990));
    expect(lan.effectsOf('client', 'icmpReceived')).toEqual([]);
    lan.runFor(milliseconds(20));
    expect(lan.effectsOf('client', 'icmpReceived')[0]?.packet.payload).toMatchObject({
      kind: 'icmpDestinationUnreachable',
      code: 1,
    });
    const asked = lan.frames.filter(({ from, lan: on }) => from === 'router' && on === 'right');
    expect(asked.map(({ frame }) => frame.payload.kind)).toEqual(['arp', 'arp', 'arp']);
  });

  it('a host without ip_forward drops what is not its own', () => {
    const lan = routed();
    lan.give('router', { kind: 'sysctlSet', key: 'net.ipv4.ip_forward', value: 0 });
    ping(lan, 'client', '10.0.2.10');
    lan.runFor(seconds(1));
    expect(lan.events('router', 'packetDropped').map(({ reason }) => reason)).toEqual(['forwardingOff']);
  });

  it('a large ping is cut into fragments by its sender and put together by the target', () => {
    const lan = routed({ asBytes: true });
    ping(lan, 'client', '10.0.2.10', { dataBytes: 4000 });
    lan.runFor(seconds(1));
    const reply = lan.effectsOf('client', 'icmpReceived')[0]?.packet.payload;
    expect(reply?.kind === 'icmpEcho' ? reply.payload.length : 0).toBe(4000);
  });

  it('a router with a smaller MTU cuts what may be cut', () => {
    const lan = routed({ routerMtu: 600 });
    lan.give('client', { kind: 'sysctlSet', key: 'net.ipv4.ip_no_pmtu_disc', value: 1 });
    ping(lan, 'client', '10.0.2.10', { dataBytes: 1400 });
    lan.runFor(seconds(1));
    const crossed = lan.frames.filter(
      ({ from, lan: on, frame }) => from === 'router' && on === 'right' && frame.payload.kind === 'ipv4',
    );
    expect(crossed.length).toBe(3);
    expect(lan.effectsOf('client', 'icmpReceived')).toHaveLength(1);
  });

  it('a packet from the host to its own address never reaches a wire', () => {
    const lan = routed();
    ping(lan, 'client', '10.0.1.10');
    ping(lan, 'client', '127.0.0.1');
    lan.runFor(seconds(1));
    expect(lan.effectsOf('client', 'icmpReceived')).toHaveLength(2);
    expect(lan.frames).toEqual([]);
  });

  it('strict reverse path filtering drops a source that lives elsewhere; loose accepts it', () => {
    for (const [level, reasons] of [
      [1, ['reversePathFailed']],
      [2, []],
    ] as const) {
      const lan = routed();
      lan.give('router', { kind: 'sysctlSet', key: 'net.ipv4.conf.all.rp_filter', value: level });
      lan.give('client', {
        kind: 'pingSend',
        identifier: 1,
        sequence: 1,
        source: ipv4('10.0.2.77'),
        destination: ipv4('10.0.2.10'),
      });
      lan.runFor(seconds(1));
      expect(lan.events('router', 'packetDropped').map(({ reason }) => reason)).toEqual(reasons);
    }
  });

  it('a packet that claims an address of the router is martian', () => {
    const lan = routed();
    lan.give('client', {
      kind: 'pingSend',
      identifier: 1,
      sequence: 1,
      source: ipv4('10.0.2.1'),
      destination: ipv4('10.0.2.10'),
    });
    lan.runFor(seconds(1));
    expect(lan.events('router', 'packetDropped').map(({ reason }) => reason)).toEqual(['martianSource']);
  });
});

describe('multicast for routing daemons', () => {
  const group = ipv4('224.0.0.5');
  function hello(lan: Lan): void {
    lan.give('client', {
      kind: 'sendRaw',
      protocol: 89,
      destination: group,
      interfaceIndex: 2,
      ttl: 1,
      typeOfService: 0xc0,
      payload: { kind: 'raw', bytes: Uint8Array.of(2, 1, 0, 4) },
    });
    lan.runFor(milliseconds(1));
  }

  it('a packet to a group arrives where the group is joined and the protocol open, and nowhere else', () => {
    const lan = routed();
    hello(lan);
    expect(isGroupMac(lan.frames[0]!.frame.destination)).toBe(true);
    lan.give('router', { kind: 'rawOpened', protocol: 89 });
    hello(lan);
    expect(lan.effectsOf('router', 'rawReceived')).toEqual([]);
    lan.give('router', { kind: 'groupJoined', interfaceIndex: 2, group });
    hello(lan);
    expect(lan.effectsOf('router', 'rawReceived')).toMatchObject([
      { interfaceIndex: 2, packet: { source: ipv4('10.0.1.10'), ttl: 1 } },
    ]);
    expect(lan.events('router', 'packetDropped')).toEqual([]);
  });
});
