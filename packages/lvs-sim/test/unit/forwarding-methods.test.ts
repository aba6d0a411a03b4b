// Masquerading, tunnelling, services by firewall mark, one-packet scheduling and ICMP about known connections, as Linux 6.1 behaves.

import { describe, expect, test } from 'vitest';
import { ipv4, ipProtocols, quoteOf, quotedFiveTuple, tcpFlags, type Ipv4Packet } from '@ospflab/net';
import { ipvsadm, type ForwardingMethod } from '@ospflab/lvs-sim';
import { BareDirector } from '../bare-director.ts';
import { ack, fin, rst, syn, tcp, udp, virtualAddress } from '../packets.ts';

const server = '10.9.1.1';
const one = { client: '172.20.0.1', port: 1001 };

function director(forwarding: ForwardingMethod, ...rest: ConstructorParameters<typeof BareDirector>) {
  const made = new BareDirector(...rest);
  made.add(server, { forwarding });
  return made;
}

/** What the server sends back: the request turned round. */
function answerTo(request: Ipv4Packet, flags: number): Ipv4Packet {
  const { payload } = request;
  if (payload.kind !== 'tcp' && payload.kind !== 'udp') throw new Error('no ports');
  const { sourcePort: destinationPort, destinationPort: sourcePort } = payload;
  const turned = { ...payload, sourcePort, destinationPort };
  const changed = turned.kind === 'tcp' ? { ...turned, flags } : turned;
  return { ...request, source: ipv4(server), destination: request.source, payload: changed };
}

function unreachable(about: Ipv4Packet, source: string, destination: string, code: number): Ipv4Packet {
  const original = quoteOf(about);
  const payload = {
    kind: 'icmpDestinationUnreachable',
    code,
    nextHopMtu: code === 4 ? 1400 : 0,
    original,
  } as const;
  return {
    ...about,
    protocol: ipProtocols.icmp,
    source: ipv4(source),
    destination: ipv4(destination),
    payload,
  };
}

describe('masquerading', () => {
  test('the request goes to the server’s address and port, the answer comes back from the service’s', () => {
    const made = new BareDirector();
    const { service } = made;
    made.handle({
      kind: 'destinationAdded',
      service,
      destination: { address: ipv4(server), port: 8080 },
      settings: { weight: 1, forwarding: 'masquerading', upperThreshold: 0, lowerThreshold: 0 },
    });
    const request = syn(one);
    expect(made.receive(request)).toEqual({
      kind: 'forward',
      nextHop: ipv4(server),
      packet: {
        ...request,
        ttl: 63,
        destination: ipv4(server),
        payload: { ...request.payload, destinationPort: 8080 },
      },
    });
    const answer = answerTo(tcp(tcpFlags.syn, { ...one, virtualPort: 8080 }), tcpFlags.syn | tcpFlags.ack);
    expect(made.ipvs.answer(answer, made.now)).toEqual({
      ...answer,
      source: virtualAddress,
      payload: { ...answer.payload, sourcePort: 80 },
    });
    const others = answerTo(tcp(tcpFlags.ack, { ...one, virtualPort: 8081 }), tcpFlags.ack);
    expect(made.ipvs.answer(others, made.now)).toBe(others);
    expect(made.ipvs.virtualServices(made.now)[0]?.totals).toMatchObject({
      inPackets: 1,
      outPackets: 1,
      outBytes: 40,
    });
    expect(ipvsadm('ipvsadm -Ln --stats', made.ipvs, made.now)).toContain(
      '192.168.28.211:80                   1        1        1       40       40\n',
    );
    expect(ipvsadm('ipvsadm -Ln', made.ipvs, made.now)).toContain('Masq    1      1          0         \n');
  });

  test.each([
    ['opened', ['c syn', 's syn', 'c ack'], 'ESTABLISHED'],
    ['closed by the client', ['c syn', 's syn', 'c ack', 'c fin', 's fin', 'c ack'], 'TIME_WAIT'],
    ['half closed by the client', ['c syn', 's syn', 'c ack', 'c fin'], 'CLOSE_WAIT'],
    ['closed by the server', ['c syn', 's syn', 'c ack', 's fin'], 'FIN_WAIT'],
    ['both ways from the server', ['c syn', 's syn', 'c ack', 's fin', 'c fin'], 'TIME_WAIT'],
    ['refused', ['c syn', 's rst'], 'CLOSE'],
    ['reset by the client', ['c syn', 's syn', 'c ack', 'c rst'], 'CLOSE'],
  ])('both directions drive the state: %s', (_name, packets, state) => {
    const made = director('masquerading');
    const kinds = { syn, ack, fin, rst };
    const flags = {
      syn: tcpFlags.syn | tcpFlags.ack,
      ack: tcpFlags.ack,
      fin: tcpFlags.fin | tcpFlags.ack,
      rst: tcpFlags.rst,
    };
    for (const packet of packets) {
      const [who, kind] = packet.split(' ') as ['c' | 's', keyof typeof kinds];
      if (who === 'c') made.send(kinds[kind](one));
      else made.ipvs.answer(answerTo(syn(one), flags[kind]), made.now);
    }
    expect(made.entries()).toEqual([`1001 ${state} ${server}`]);
  });

  test('an entry that only the server still speaks on lives on', () => {
    const made = director('masquerading');
    made.send(syn(one));
    made.ipvs.answer(answerTo(syn(one), tcpFlags.syn | tcpFlags.ack), made.now);
    made.send(ack(one));
    for (let hours = 0; hours < 4; hours++) {
      made.advance(800);
      made.ipvs.answer(answerTo(ack(one), tcpFlags.ack), made.now);
    }
    expect(made.entries()).toEqual([`1001 ESTABLISHED ${server}`]);
    made.advance(900);
    expect(made.entries()).toEqual([]);
    const late = answerTo(ack(one), tcpFlags.ack);
    expect(made.ipvs.answer(late, made.now)).toBe(late);
  });

  test('a server on the director itself gets the packet under its own address; 127.0.0.1 cannot', () => {
    const made = director('masquerading');
    made.handle({ kind: 'localAddressAdded', address: ipv4(server) });
    const request = syn(one);
    expect(made.receive(request)).toEqual({
      kind: 'acceptChanged',
      packet: { ...request, destination: ipv4(server) },
    });
    const looped = new BareDirector();
    looped.add('127.0.0.1', { forwarding: 'masquerading' });
    expect(looped.send(syn(one))).toBe('drop loopbackServer');
  });

  test('an error about an answer reaches the server in its own terms', () => {
    const made = director('masquerading');
    made.send(syn(one));
    const seen = { ...answerTo(syn(one), tcpFlags.ack), source: virtualAddress };
    const verdict = made.receive(unreachable(seen, '172.20.0.254', '192.168.28.211', 4));
    if (verdict.kind !== 'forward' || !('original' in verdict.packet.payload)) throw new Error(verdict.kind);
    expect(verdict.packet.destination).toBe(ipv4(server));
    expect(quotedFiveTuple(verdict.packet.payload.original)).toEqual({
      source: ipv4(server),
      destination: ipv4(one.client),
      protocol: ipProtocols.tcp,
      sourcePort: 80,
      destinationPort: 1001,
    });
  });

  test('an error from the server about a request reaches the client in the service’s terms', () => {
    const made = director('masquerading', {}, { protocol: 'udp' });
    const sent = made.receive(udp(one));
    if (sent.kind !== 'forward') throw new Error(sent.kind);
    const turned = made.ipvs.answer(unreachable(sent.packet, server, one.client, 3), made.now);
    if (!('original' in turned.payload)) throw new Error('no error');
    expect(turned.source).toBe(virtualAddress);
    expect(quotedFiveTuple(turned.payload.original)).toMatchObject({
      destination: virtualAddress,
      destinationPort: 80,
    });
  });
});

describe('tunnelling', () => {
  test('the packet travels whole, one hop older, and the state is the client’s alone', () => {
    const made = director('tunneling');
    const packet = syn(one);
    expect(made.receive(packet)).toEqual({
      kind: 'tunnel',
      realServer: ipv4(server),
      packet: { ...packet, ttl: 63 },
      pathMtuDiscovery: true,
    });
    made.handle({ kind: 'sysctlSet', key: 'net.ipv4.vs.pmtu_disc', value: '0' });
    expect(made.receive(ack(one))).toMatchObject({ kind: 'tunnel', pathMtuDiscovery: false });
    made.send(fin(one));
    expect(made.entries()).toEqual([`1001 FIN_WAIT ${server}`]);
    expect(ipvsadm('ipvsadm -Ln', made.ipvs, made.now)).toContain('Tunnel  1      0          1         \n');
  });
});

describe('firewall marks', () => {
  const marked = { address: ipv4('0.0.0.0'), port: 0, firewallMark: 7 };

  test('one service takes marked packets of all protocols and ports, before services by address', () => {
    const made = new BareDirector({}, marked);
    made.add(server);
    expect(made.receive(syn({ ...one, virtualPort: 80 }))).toEqual({ kind: 'accept' });
    for (const packet of [syn({ ...one, virtualPort: 80 }), syn({ ...one, virtualPort: 443 }), udp(one)])
      expect(made.ipvs.localIn(packet, made.now, 7)).toMatchObject({
        kind: 'forward',
        nextHop: ipv4(server),
      });
    expect(made.ipvs.connectionEntries(made.now).map(({ realPort }) => realPort)).toEqual([80, 443, 80]);
    expect(ipvsadm('ipvsadm -Ln', made.ipvs, made.now)?.split('\n').slice(3, 5)).toEqual([
      'FWM  7 rr',
      '  -> 10.9.1.1:0                   Route   1      2          1         ',
    ]);
  });

  test('persistence then holds for all of them together', () => {
    const persistence = { timeoutSeconds: 50, netmask: ipv4('255.255.255.255') };
    const made = new BareDirector({ persistence }, marked);
    made.add(server);
    made.add('10.9.1.2');
    const hops = [80, 443, 8080].map((virtualPort) => {
      const verdict = made.ipvs.localIn(syn({ ...one, virtualPort }), made.now, 7);
      return verdict.kind === 'forward' ? verdict.nextHop : verdict.kind;
    });
    expect(new Set(hops)).toEqual(new Set([ipv4('10.9.1.2')]));
    const [template] = made.ipvs.connectionEntries(made.now).filter((entry) => entry.template);
    expect(template).toMatchObject({ protocol: 'ip', virtualAddress: ipv4('0.0.0.7'), virtualPort: 0 });
  });
});

describe('one-packet scheduling', () => {
  test('every datagram is scheduled and none leaves an entry', () => {
    const made = new BareDirector({ onePacket: true }, { protocol: 'udp' });
    made.add(server);
    made.add('10.9.1.2');
    expect([1, 2, 3].map(() => made.send(udp(one)))).toEqual(['10.9.1.2', server, '10.9.1.2']);
    expect(made.entries()).toEqual([]);
    expect(made.counts(server)).toEqual([0, 0]);
    expect(made.ipvs.virtualServices(made.now)[0]?.totals).toMatchObject({ connections: 3, inPackets: 3 });
    expect(ipvsadm('ipvsadm -Ln', made.ipvs, made.now)).toContain('UDP  192.168.28.211:80 rr ops\n');
  });
});

describe('ICMP', () => {
  const answered = { ...answerTo(syn(one), tcpFlags.ack), source: virtualAddress };
  const tooBig = unreachable(answered, '172.20.0.254', '192.168.28.211', 4);

  test('an error about a known connection goes to its real server as it is', () => {
    const made = director('directRouting');
    made.send(syn(one));
    expect(made.receive(tooBig)).toEqual({
      kind: 'forward',
      nextHop: ipv4(server),
      packet: { ...tooBig, ttl: 63 },
    });
  });

  test('about an unknown one it is the host’s, unless schedule_icmp', () => {
    const made = director('directRouting');
    expect(made.send(tooBig)).toBe('accept');
    made.handle({ kind: 'sysctlSet', key: 'net.ipv4.vs.schedule_icmp', value: '1' });
    expect(made.send(tooBig)).toBe(server);
    expect(made.entries()).toEqual([`1001 NONE ${server}`]);
    made.advance(3);
    expect(made.entries()).toEqual([]);
  });
});

describe('under load', () => {
  test('drop_packet 3 gives up every am_droprate-th packet that would open a connection', () => {
    const made = director('directRouting', {}, {}, { dropPacket: 3, amDroprate: 4 });
    const results = Array.from({ length: 8 }, (_, at) => made.send(syn({ ...one, port: 1 + at })));
    expect(results.map((result) => result === server)).toEqual([
      false,
      true,
      true,
      true,
      false,
      true,
      true,
      true,
    ]);
    expect(made.send(ack({ ...one, port: 2 }))).toBe(server);
  });

  test('drop_entry 3 wears half-open connections away, and quiet ones of few packets after a minute, no busy ones', () => {
    let draw = 0;
    const random = (): number => (draw = (draw + 0.37) % 1);
    const made = director('directRouting', {}, {}, { dropEntry: 3 }, random);
    for (let port = 1; port <= 100; port++) made.send(syn({ ...one, port }));
    const busy = { ...one, port: 200 };
    for (let packet = 0; packet < 20; packet++) made.send(packet === 0 ? syn(busy) : ack(busy));
    made.send(syn({ ...one, port: 300 }));
    made.send(ack({ ...one, port: 300 }));
    made.advance(50);
    const halfOpen = made.entries().filter((entry) => entry.includes('SYN_RECV')).length;
    expect(halfOpen).toBeGreaterThan(5);
    expect(halfOpen).toBeLessThan(50);
    expect(made.entries()).toContain(`300 ESTABLISHED ${server}`);
    made.advance(600);
    expect(made.entries()).toEqual([`200 ESTABLISHED ${server}`]);
    expect(made.counts(server)).toEqual([1, 0]);
  });
});
