// What belongs together and what is torn apart behind a multipath router: errors about a flow, and pieces of its packets.
//
//   client 10.1.0.x ── access (MTU 1000) ── 10.2.0.0/24 ── balancer ══ 10.3.0.0/24 ══ d1 … d4, all with the VIP on lo

import { binomialTail } from '@ospflab/ecmp';
import { ipv4, type EthernetFrame, type Ipv4Address } from '@ospflab/net';
import { milliseconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { Lan } from '../lan.ts';

const directors = ['d1', 'd2', 'd3', 'd4'];
const vip = ipv4('10.9.9.9');
const clientAddresses = Array.from({ length: 20 }, (_, index) => `10.1.0.${10 + index}`);

/** Each director answers a datagram from the VIP with 1300 bytes, for which the way to the client is too narrow. */
function network(policy: number): Lan {
  const lan = new Lan();
  lan.add('client', {
    interfaces: {
      eth0: ['narrow', ...clientAddresses.map((address) => `${address}/24`)] as ['narrow', ...string[]],
    },
    routes: { '0.0.0.0/0': '10.1.0.1' },
  });
  lan.add('access', {
    interfaces: { eth0: ['narrow', '10.1.0.1/24'], eth1: ['middle', '10.2.0.1/24'] },
    routes: { '0.0.0.0/0': '10.2.0.2' },
    sysctls: { 'net.ipv4.ip_forward': 1 },
    mtu: 1000,
  });
  lan.add('balancer', {
    interfaces: { eth0: ['middle', '10.2.0.2/24'], eth1: ['directors', '10.3.0.1/24'] },
    routes: {
      '10.9.9.9/32': directors.map((_, index) => `10.3.0.${11 + index}`).join(','),
      '10.1.0.0/24': '10.2.0.1',
    },
    sysctls: {
      'net.ipv4.ip_forward': 1,
      'net.ipv4.fib_multipath_hash_policy': policy,
      'net.ipv4.fib_multipath_hash_seed': 11,
    },
  });
  directors.forEach((name, index) => {
    lan.add(name, {
      interfaces: { eth0: ['directors', `10.3.0.${11 + index}/24`] },
      loopback: ['10.9.9.9/32'],
      routes: { '0.0.0.0/0': '10.3.0.1' },
    });
    lan.give(name, { kind: 'udpBind', socket: 1, port: 53 });
  });
  lan.react = (node, effect) => {
    if (effect.kind !== 'udpReceived' || !directors.includes(node)) return;
    const { source, sourcePort } = effect;
    lan.give(node, {
      kind: 'udpSend',
      socket: 1,
      source: vip,
      destination: source,
      port: sourcePort,
      bytes: new Uint8Array(1272),
    });
  };
  return lan;
}

function ask(lan: Lan, source: Ipv4Address, port: number, bytes: number): void {
  lan.give('client', { kind: 'udpBind', socket: 1, port });
  lan.give('client', {
    kind: 'udpSend',
    socket: 1,
    source,
    destination: vip,
    port: 53,
    bytes: new Uint8Array(bytes),
  });
  lan.runFor(milliseconds(2));
}

/** Directors that something with that look arrived at since a moment. */
function arrivedAt(lan: Lan, since: number, looks: (frame: EthernetFrame) => boolean): string[] {
  return lan.frames.slice(since).flatMap(({ from, lan: where, frame }) => {
    if (from !== 'balancer' || where !== 'directors' || !looks(frame)) return [];
    const taker = directors.find((name) => lan.host(name).interfaceNamed('eth0')!.mac === frame.destination);
    return taker === undefined ? [] : [taker];
  });
}

const isRequest = ({ payload }: EthernetFrame): boolean => payload.kind === 'ipv4' && payload.protocol === 17;
const isError = ({ payload }: EthernetFrame): boolean =>
  payload.kind === 'ipv4' && payload.payload.kind === 'icmpDestinationUnreachable';

describe('"fragmentation needed" about an answer', () => {
  /** For each flow: the director that answered, and the one that was told. */
  function told(policy: number, portsPerClient: number): (readonly [string, string])[] {
    const lan = network(policy);
    const pairs: (readonly [string, string])[] = [];
    for (const address of clientAddresses) {
      for (let port = 1000; port < 1000 + portsPerClient; port++) {
        const since = lan.frames.length;
        ask(lan, ipv4(address), port, 10);
        const [director] = arrivedAt(lan, since, isRequest);
        const [informed] = arrivedAt(lan, since, isError);
        // A director that knows the narrow way already cuts its answer, and there is nothing to complain about.
        if (director !== undefined && informed !== undefined) pairs.push([director, informed]);
      }
    }
    return pairs;
  }

  it('always reaches the director of the flow under policy 0', () => {
    const pairs = told(0, 1);
    expect(pairs).toHaveLength(clientAddresses.length);
    expect(pairs.filter(([director, informed]) => director !== informed)).toEqual([]);
    expect(new Set(pairs.map(([director]) => director)).size).toBe(4);
  });

  it('reaches it for one flow in four under policy 1, so the others go on sending into a hole', () => {
    const pairs = told(1, 20);
    const right = pairs.filter(([director, informed]) => director === informed).length;
    // Once the one director that is told has learned all clients, only wrong ones are left: count the first flow of each client.
    const strays = pairs.length - right;
    expect(new Set(pairs.map(([, informed]) => informed)).size).toBe(1);
    expect(strays).toBeGreaterThan(3 * right);
  });

  it('with a flow for each client, the part that is told is one in four but for chance', () => {
    let right = 0;
    let all = 0;
    for (const port of [2000, 3000, 4000, 5000, 6000]) {
      const lan = network(1);
      for (const address of clientAddresses) {
        const since = lan.frames.length;
        ask(lan, ipv4(address), port, 10);
        all++;
        if (arrivedAt(lan, since, isRequest)[0] === arrivedAt(lan, since, isError)[0]) right++;
      }
    }
    expect(all).toBe(100);
    expect(binomialTail(right, all, 1 / 4)).toBeGreaterThan(1e-4);
  });
});

describe('fragments of a datagram under policy 1', () => {
  it('stay together, and leave the way of whole packets for three flows in four', () => {
    const lan = network(1);
    let apart = 0;
    let flows = 0;
    const wholes = new Set<string>();
    for (const address of clientAddresses.slice(0, 10)) {
      for (let port = 1000; port < 1010; port++) {
        const start = lan.frames.length;
        ask(lan, ipv4(address), port, 10);
        const [whole] = arrivedAt(lan, start, isRequest);
        const since = lan.frames.length;
        ask(lan, ipv4(address), port, 2500);
        const pieces = arrivedAt(lan, since, isRequest);
        expect(pieces.length).toBeGreaterThan(1);
        expect(new Set(pieces).size).toBe(1);
        flows++;
        wholes.add(whole!);
        if (whole !== pieces[0]) apart++;
      }
    }
    expect(wholes.size).toBe(4);
    expect(binomialTail(apart, flows, 3 / 4)).toBeGreaterThan(1e-4);
  });

  it('take the way of whole packets under policy 0', () => {
    const lan = network(0);
    for (const address of clientAddresses) {
      const start = lan.frames.length;
      ask(lan, ipv4(address), 1000, 10);
      ask(lan, ipv4(address), 1000, 2500);
      expect(new Set(arrivedAt(lan, start, isRequest)).size).toBe(1);
    }
  });
});
