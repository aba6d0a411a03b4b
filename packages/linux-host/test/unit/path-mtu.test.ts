// Path MTU discovery as Linux 6.18 showed it: sockets without a wish of their own set "don't fragment", the answer is remembered for ten
// minutes, and what is larger is cut by the sender from then on.

import { ipv4, type Ipv4Packet } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import { hostShowCommands } from '@ospflab/linux-host';
import { describe, expect, it } from 'vitest';
import { Lan } from '../lan.ts';

/** client — near 1500 — router — far (narrower) — server */
function narrow(mtu: number, sysctls: Record<string, number> = {}): Lan {
  const lan = new Lan();
  lan.add('client', {
    interfaces: { eth0: ['near', '10.0.1.10/24'] },
    routes: { '0.0.0.0/0': '10.0.1.1' },
    sysctls,
  });
  lan.add('router', {
    interfaces: { eth0: ['near', '10.0.1.1/24'], eth1: ['far', '10.0.2.1/24'] },
    sysctls: { 'net.ipv4.ip_forward': 1 },
    mtu,
  });
  lan.add('server', { interfaces: { eth0: ['far', '10.0.2.10/24'] }, routes: { '0.0.0.0/0': '10.0.2.1' } });
  return lan;
}

const server = ipv4('10.0.2.10');

function sendDatagram(lan: Lan, bytes: number): void {
  lan.give('client', { kind: 'udpBind', socket: 1, port: 4000 });
  lan.give('client', {
    kind: 'udpSend',
    socket: 1,
    destination: server,
    port: 9,
    bytes: new Uint8Array(bytes),
  });
  lan.runFor(milliseconds(50));
}

const sentBy = (lan: Lan, node: string, protocol: number): Ipv4Packet[] =>
  lan.frames.flatMap(({ from, frame: { payload } }) =>
    from === node && payload.kind === 'ipv4' && payload.protocol === protocol ? [payload] : [],
  );

const flagsOf = (packets: readonly Ipv4Packet[]): string[] =>
  packets.map((packet) =>
    packet.dontFragment ? 'whole' : packet.moreFragments || packet.fragmentOffsetBytes > 0 ? 'piece' : 'free',
  );

describe('a datagram for a narrow path', () => {
  it('is refused once, and its followers are cut before they leave', () => {
    const lan = narrow(1000);
    sendDatagram(lan, 1300);
    sendDatagram(lan, 1300);
    sendDatagram(lan, 500);
    expect(lan.events('client', 'pathMtuLearned')).toEqual([
      { kind: 'pathMtuLearned', destination: server, mtu: 1000 },
    ]);
    expect(flagsOf(sentBy(lan, 'client', 17))).toEqual(['whole', 'piece', 'piece', 'whole']);
    expect(lan.events('router', 'packetDropped').map(({ reason }) => reason)).toEqual([
      'fragmentationNeeded',
    ]);
    const routeGet = hostShowCommands.find((row) => row.command === 'ip route get')!;
    expect(routeGet.run(lan.host('client'), lan.now, '10.0.2.10')).toBe(
      '10.0.2.10 via 10.0.1.1 dev eth0 src 10.0.1.10 uid 0 \n    cache expires 599sec mtu 1000 \n',
    );
  });

  it('is tried whole again when the memory has expired', () => {
    const lan = narrow(1000, { 'net.ipv4.route.mtu_expires': 2 });
    sendDatagram(lan, 1300);
    lan.runFor(seconds(1.5));
    sendDatagram(lan, 1300);
    lan.runFor(seconds(1));
    sendDatagram(lan, 1300);
    expect(flagsOf(sentBy(lan, 'client', 17))).toEqual(['whole', 'piece', 'piece', 'whole']);
    expect(lan.events('client', 'pathMtuLearned')).toHaveLength(2);
  });

  it('narrower than min_pmtu the sender gives up the flag and leaves the cutting to the router', () => {
    const lan = narrow(400);
    sendDatagram(lan, 500);
    sendDatagram(lan, 500);
    expect(lan.events('client', 'pathMtuLearned').map(({ mtu }) => mtu)).toEqual([552]);
    expect(flagsOf(sentBy(lan, 'client', 17))).toEqual(['whole', 'free']);
    expect(flagsOf(sentBy(lan, 'router', 17))).toEqual(['piece', 'piece']);
  });

  it('ip_no_pmtu_disc forbids nobody to cut', () => {
    const lan = narrow(1000, { 'net.ipv4.ip_no_pmtu_disc': 1 });
    sendDatagram(lan, 1300);
    expect(flagsOf(sentBy(lan, 'client', 17))).toEqual(['free']);
    expect(flagsOf(sentBy(lan, 'router', 17))).toEqual(['piece', 'piece']);
  });
});

describe('TCP over a narrow path', () => {
  function transfer(lan: Lan, socket: number): void {
    lan.give('client', { kind: 'tcpConnect', socket, destination: server, port: 80 });
    lan.runFor(milliseconds(50));
    lan.give('client', { kind: 'tcpSend', socket, bytes: new Uint8Array(5000) });
    lan.runFor(seconds(2));
  }

  it('learns once, and the next connection starts with segments that fit', () => {
    const lan = narrow(1000);
    lan.give('server', { kind: 'tcpListen', listener: 1, port: 80 });
    transfer(lan, 1);
    const first = lan.events('router', 'packetDropped').length;
    transfer(lan, 2);
    expect(first).toBeGreaterThan(0);
    expect(lan.events('router', 'packetDropped')).toHaveLength(first);
    const arrived = lan.effectsOf('server', 'tcpReceived').reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(arrived).toBe(10_000);
  });

  it('an error about a sequence that was never sent teaches nothing', () => {
    const lan = narrow(1500);
    lan.give('server', { kind: 'tcpListen', listener: 1, port: 80 });
    transfer(lan, 1);
    const segment = sentBy(lan, 'client', 6).at(-1)!;
    const payload = segment.payload;
    if (payload.kind !== 'tcp') throw new Error('no segment');
    const original = new Uint8Array(28);
    original.set([0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 1, 10, 10, 0, 2, 10]);
    new DataView(original.buffer).setUint16(20, payload.sourcePort);
    new DataView(original.buffer).setUint16(22, 80);
    new DataView(original.buffer).setUint32(24, (payload.sequence + 1e6) >>> 0);
    lan.give('router', {
      kind: 'sendRaw',
      protocol: 1,
      destination: ipv4('10.0.1.10'),
      ttl: 64,
      typeOfService: 0,
      payload: { kind: 'icmpDestinationUnreachable', code: 4, nextHopMtu: 600, original },
    });
    lan.runFor(milliseconds(50));
    expect(lan.events('client', 'pathMtuLearned')).toEqual([]);
  });
});
