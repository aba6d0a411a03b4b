import { ipv4, tcpFlags, type TcpSegment } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { firstAcceptedSocket } from '@ospflab/linux-host';
import { Lan } from '../lan.ts';

const serverAddress = ipv4('10.0.0.2');

function pair(options: { listen?: boolean; seed?: number } = {}): Lan {
  const lan = new Lan({ seed: options.seed ?? 1 });
  lan.add('client', { interfaces: { eth0: ['lan', '10.0.0.1/24'] } });
  lan.add('server', { interfaces: { eth0: ['lan', '10.0.0.2/24'] } });
  if (options.listen !== false) lan.give('server', { kind: 'tcpListen', listener: 0, port: 80 });
  return lan;
}

function connect(lan: Lan, more: { destination?: string; port?: number; sourcePort?: number } = {}): void {
  lan.give('client', {
    kind: 'tcpConnect',
    socket: 1,
    destination: ipv4(more.destination ?? '10.0.0.2'),
    port: more.port ?? 80,
    ...(more.sourcePort === undefined ? {} : { sourcePort: more.sourcePort }),
  });
}

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const bytes = (of: string): Uint8Array => Uint8Array.from(of, (character) => character.charCodeAt(0));

/** Instants of the segments a node sent that match, in seconds since the start. */
function sent(lan: Lan, node: string, matches: (segment: TcpSegment) => boolean): number[] {
  return lan.frames.flatMap(({ at, from, frame }) => {
    if (from !== node || frame.payload.kind !== 'ipv4' || frame.payload.payload.kind !== 'tcp') return [];
    return matches(frame.payload.payload) ? [at / 1e9] : [];
  });
}

const has = (flag: number) => (segment: TcpSegment) => (segment.flags & flag) !== 0;

describe('a connection', () => {
  it('is made in three segments, carries data both ways and ends with a FIN each', () => {
    const lan = pair();
    lan.react = (node, effect) => {
      if (node === 'server' && effect.kind === 'tcpReceived') {
        lan.give('server', { kind: 'tcpSend', socket: effect.socket, bytes: bytes('pong') });
        lan.give('server', { kind: 'tcpClose', socket: effect.socket });
      }
      if (node === 'client' && effect.kind === 'tcpConnected') {
        lan.give('client', { kind: 'tcpSend', socket: 1, bytes: bytes('ping') });
      }
      if (node === 'client' && effect.kind === 'tcpClosed')
        lan.give('client', { kind: 'tcpClose', socket: 1 });
    };
    connect(lan);
    lan.runFor(seconds(1));
    expect(lan.effectsOf('server', 'tcpAccepted')).toMatchObject([
      { listener: 0, socket: firstAcceptedSocket, localPort: 80, remote: ipv4('10.0.0.1') },
    ]);
    expect(text(lan.effectsOf('server', 'tcpReceived')[0]!.bytes)).toBe('ping');
    expect(text(lan.effectsOf('client', 'tcpReceived')[0]!.bytes)).toBe('pong');
    expect(lan.effectsOf('client', 'tcpClosed')).toHaveLength(1);
    expect(lan.effectsOf('server', 'tcpClosed')).toHaveLength(1);
    expect(lan.host('client').tcpSockets()).toEqual([]);
    expect(lan.host('server').tcpSockets()).toMatchObject([{ state: 'timeWait' }]);
    lan.runFor(seconds(60));
    expect(lan.host('server').tcpSockets()).toEqual([]);
    // 3 to connect, 2 requests and answers, 2 FIN, and an acknowledgement for each of the four.
    expect(sent(lan, 'client', () => true).length + sent(lan, 'server', () => true).length).toBe(11);
  });

  it('a server bound to all addresses answers from the address of the SYN', () => {
    const lan = new Lan();
    lan.add('client', {
      interfaces: { eth0: ['lan', '10.0.0.1/24'] },
      routes: { '192.0.2.1/32': '10.0.0.2' },
    });
    lan.add('server', { interfaces: { eth0: ['lan', '10.0.0.2/24'] }, loopback: ['192.0.2.1/32'] });
    lan.give('server', { kind: 'tcpListen', listener: 0, port: 80 });
    connect(lan, { destination: '192.0.2.1' });
    lan.runFor(seconds(1));
    expect(lan.effectsOf('server', 'tcpAccepted')[0]?.local).toBe(ipv4('192.0.2.1'));
    expect(lan.effectsOf('client', 'tcpConnected')).toHaveLength(1);
  });

  it('two sockets of one host talk over the loopback', () => {
    const lan = pair();
    lan.give('server', { kind: 'tcpConnect', socket: 5, destination: ipv4('127.0.0.1'), port: 80 });
    expect(lan.effectsOf('server', 'tcpConnected')).toMatchObject([{ socket: 5, local: ipv4('127.0.0.1') }]);
    expect(lan.frames).toEqual([]);
  });

  it('the maximum segment size follows the smaller MTU of both ends', () => {
    const lan = new Lan();
    lan.add('client', { interfaces: { eth0: ['lan', '10.0.0.1/24'] } });
    lan.add('server', { interfaces: { eth0: ['lan', '10.0.0.2/24'] }, mtu: 900 });
    lan.give('server', { kind: 'tcpListen', listener: 0, port: 80 });
    connect(lan);
    lan.runFor(milliseconds(10));
    lan.give('client', { kind: 'tcpSend', socket: 1, bytes: new Uint8Array(3000) });
    lan.runFor(milliseconds(10));
    const sizes = lan.frames.flatMap(({ from, frame }) =>
      from === 'client' && frame.payload.kind === 'ipv4' && frame.payload.payload.kind === 'tcp'
        ? [frame.payload.payload.payload.length]
        : [],
    );
    expect(Math.max(...sizes)).toBe(860);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3000);
  });
});

describe('refusals and resets', () => {
  it('a port nobody listens on refuses at once', () => {
    const lan = pair({ listen: false });
    connect(lan);
    lan.runFor(milliseconds(10));
    expect(lan.effectsOf('client', 'tcpFailed')).toEqual([
      { kind: 'tcpFailed', socket: 1, reason: 'refused' },
    ]);
    expect(lan.events('server', 'tcpResetSent').map(({ reason }) => reason)).toEqual(['portClosed']);
  });

  it('a segment without a socket is reset, and the reset ends the flow', () => {
    const lan = pair();
    connect(lan);
    lan.runFor(milliseconds(10));
    lan.give('server', { kind: 'crashed' });
    lan.give('server', { kind: 'booted' });
    lan.give('client', { kind: 'tcpSend', socket: 1, bytes: bytes('x') });
    lan.runFor(milliseconds(10));
    expect(lan.events('server', 'tcpResetSent').map(({ reason }) => reason)).toEqual(['noSocket']);
    expect(lan.effectsOf('client', 'tcpReset')).toEqual([{ kind: 'tcpReset', socket: 1 }]);
    expect(lan.host('client').tcpSockets()).toEqual([]);
  });

  it('an abort resets the other side', () => {
    const lan = pair();
    connect(lan);
    lan.runFor(milliseconds(10));
    lan.give('client', { kind: 'tcpAbort', socket: 1 });
    lan.runFor(milliseconds(10));
    expect(lan.effectsOf('server', 'tcpReset')).toHaveLength(1);
  });

  it('a reset with a wrong sequence does not end a connection: it is answered with an acknowledgement', () => {
    const lan = pair();
    connect(lan, { sourcePort: 40000 });
    lan.runFor(milliseconds(10));
    const before = sent(lan, 'client', () => true).length;
    forge(lan, { flags: tcpFlags.rst, offset: 10 });
    expect(lan.host('client').tcpSockets()[0]?.state).toBe('established');
    expect(sent(lan, 'client', () => true).length).toBe(before + 1);
    forge(lan, { flags: tcpFlags.rst, offset: 0 });
    expect(lan.effectsOf('client', 'tcpReset')).toHaveLength(1);
  });

  it('a SYN inside the window of a connection is answered with an acknowledgement', () => {
    const lan = pair();
    connect(lan, { sourcePort: 40000 });
    lan.runFor(milliseconds(10));
    forge(lan, { flags: tcpFlags.syn, offset: 5 });
    expect(lan.host('client').tcpSockets()[0]?.state).toBe('established');
  });
});

/** A segment to the client that claims to come from its server, `offset` beyond what the server sends next. */
function forge(lan: Lan, what: { flags: number; offset: number }): void {
  const acks = lan.frames.flatMap(({ from, frame }) =>
    from === 'client' && frame.payload.kind === 'ipv4' && frame.payload.payload.kind === 'tcp'
      ? [frame.payload.payload]
      : [],
  );
  const last = acks.at(-1)!;
  lan.inject('lan', {
    destination: lan.host('client').interfaceNamed('eth0')!.mac,
    source: lan.host('server').interfaceNamed('eth0')!.mac,
    payload: {
      kind: 'ipv4',
      source: serverAddress,
      destination: ipv4('10.0.0.1'),
      protocol: 6,
      ttl: 64,
      typeOfService: 0,
      identification: 1,
      dontFragment: true,
      moreFragments: false,
      fragmentOffsetBytes: 0,
      payload: {
        kind: 'tcp',
        sourcePort: 80,
        destinationPort: last.sourcePort,
        sequence: (last.acknowledgement + what.offset) >>> 0,
        acknowledgement: 0,
        flags: what.flags,
        window: 0,
        options: new Uint8Array(0),
        payload: new Uint8Array(0),
      },
    },
  });
  lan.runFor(milliseconds(1));
}

describe('time', () => {
  it('a silent server is asked after 0, 1, 3, 7, 15, 31 and 63 s and given up after 127 s', () => {
    const lan = pair();
    lan.lose = (frame, from) => from === 'server' && frame.payload.kind === 'ipv4';
    connect(lan);
    lan.runFor(seconds(200));
    const instants = sent(lan, 'client', has(tcpFlags.syn)).map((at) => Math.round(at));
    expect(instants).toEqual([0, 1, 3, 7, 15, 31, 63]);
    const failure = lan.effects.find(({ effect }) => effect.kind === 'tcpFailed')!;
    expect(failure.effect).toMatchObject({ reason: 'timeout' });
    expect(failure.at / 1e9).toBeCloseTo(127, 2);
  });

  it('a host that does not answer ARP is unreachable after 3 s', () => {
    const lan = pair();
    connect(lan, { destination: '10.0.0.77' });
    lan.runFor(seconds(10));
    const failure = lan.effects.find(({ effect }) => effect.kind === 'tcpFailed')!;
    expect(failure.effect).toMatchObject({ reason: 'unreachable' });
    expect(failure.at / 1e9).toBeCloseTo(3, 3);
  });

  it('a destination without a route is unreachable at once', () => {
    const lan = pair();
    connect(lan, { destination: '172.16.0.1' });
    expect(lan.effectsOf('client', 'tcpFailed')).toEqual([
      { kind: 'tcpFailed', socket: 1, reason: 'unreachable' },
    ]);
  });

  it('data that is lost is repeated after 200 ms times powers of two, and the connection survives', () => {
    const lan = pair();
    connect(lan);
    lan.runFor(milliseconds(10));
    lan.cut('server');
    const start = lan.now / 1e9;
    lan.give('client', { kind: 'tcpSend', socket: 1, bytes: bytes('x') });
    lan.runFor(seconds(7));
    const gaps = sent(lan, 'client', (segment) => segment.payload.length > 0).map((at) => at - start);
    [0, 0.2, 0.6, 1.4, 3.0, 6.2].forEach((expected, position) => {
      expect(gaps[position]).toBeCloseTo(expected, 1);
    });
    lan.cut('server', false);
    lan.runFor(seconds(7));
    expect(text(lan.effectsOf('server', 'tcpReceived')[0]!.bytes)).toBe('x');
    expect(lan.host('client').tcpSockets()[0]?.state).toBe('established');
  });

  it('with tcp_syn_linear_timeouts 4, the default from Linux 6.5 on, the first repetitions stay a second apart', () => {
    const lan = pair();
    lan.give('client', { kind: 'sysctlSet', key: 'net.ipv4.tcp_syn_linear_timeouts', value: 4 });
    lan.lose = (frame, from) => from === 'server' && frame.payload.kind === 'ipv4';
    connect(lan);
    lan.runFor(seconds(8));
    expect(sent(lan, 'client', has(tcpFlags.syn)).map((at) => Math.round(at))).toEqual([0, 1, 2, 3, 4, 5, 7]);
  });

  it('host unreachable takes the back-off of a connection back by one and does not end it', () => {
    const lan = pair();
    connect(lan);
    lan.runFor(milliseconds(10));
    lan.cut('server');
    lan.give('client', { kind: 'neighborFlushed', interfaceIndex: 2, address: serverAddress });
    const start = lan.now;
    lan.give('client', { kind: 'tcpSend', socket: 1, bytes: bytes('x') });
    lan.runFor(seconds(3.5));
    // The neighbour fails at 3.0 s with the segments of 0, 0.2, 0.6 and 1.4 s waiting: each error halves the timeout once.
    expect(
      lan.events('client', 'packetDropped').filter(({ reason }) => reason === 'neighborFailed').length,
    ).toBeGreaterThan(3);
    expect(lan.host('client').tcpSockets()[0]?.state).toBe('established');
    lan.cut('server', false);
    lan.runFor(seconds(1));
    expect(text(lan.effectsOf('server', 'tcpReceived')[0]!.bytes)).toBe('x');
    const got = lan.effects.find(({ effect }) => effect.kind === 'tcpReceived')!;
    // Without the correction the next repetition would come 6.2 s after the first transmission.
    expect((got.at - start) / 1e9).toBeLessThan(4.6);
  });

  it('a connection without any answer ends after 15 repetitions, about 15 minutes', () => {
    const lan = pair();
    connect(lan);
    lan.runFor(milliseconds(10));
    // ARP still answers: only IP is lost, so no ICMP error shortens it.
    lan.lose = (frame, from) => from === 'server' && frame.payload.kind === 'ipv4';
    lan.give('client', { kind: 'tcpSend', socket: 1, bytes: bytes('x') });
    lan.runFor(seconds(1200));
    const failure = lan.effects.find(({ effect }) => effect.kind === 'tcpFailed')!;
    expect(failure.effect).toMatchObject({ reason: 'timeout' });
    expect(failure.at / 1e9).toBeGreaterThan(900);
    expect(failure.at / 1e9).toBeLessThan(950);
  });
});
