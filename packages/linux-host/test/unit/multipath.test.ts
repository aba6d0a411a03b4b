// Multipath in a host: every hash policy, the card's hash, resilient groups on the simulated clock, old kernels.

import {
  forwardingVersion,
  hashPacket,
  hashThresholdBounds,
  nicL4Hash,
  selectByHashThreshold,
} from '@ospflab/ecmp';
import {
  hostShowCommands,
  linuxWithFrr84,
  onKernel,
  SharedSocketHashes,
  type HostConfig,
  type NextHopInput,
  type NextHopSpecification,
} from '@ospflab/linux-host';
import { ipv4, macFromNumber, type Ipv4Packet, type Ipv4Payload } from '@ospflab/net';
import { milliseconds, seconds, type Duration } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { Lan, prefix } from '../lan.ts';

const gateways = ['10.9.0.11', '10.9.0.12', '10.9.0.13', '10.9.0.14'];
const flows = prefix('198.18.0.0/15');

function packetOf(number: number, payload?: Ipv4Payload, more: Partial<Ipv4Packet> = {}): Ipv4Packet {
  return {
    kind: 'ipv4',
    source: ipv4('10.1.0.9'),
    destination: ipv4(`198.18.${number >> 8}.${number & 255}`),
    protocol: 17,
    ttl: 64,
    typeOfService: 0,
    identification: number,
    dontFragment: false,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload: payload ?? {
      kind: 'udp',
      sourcePort: 1000 + number,
      destinationPort: 53,
      payload: new Uint8Array(0),
    },
    ...more,
  };
}

/** A router between LAN `in` and LAN `out`, on which four gateways answer. */
function router(sysctls: Record<string, number>, config: Partial<HostConfig> = {}): Lan {
  const lan = new Lan();
  lan.add('router', {
    interfaces: { in0: ['in', '10.1.0.1/24'], out0: ['out', '10.9.0.1/24'] },
    sysctls: { 'net.ipv4.ip_forward': 1, 'net.ipv4.fib_multipath_hash_seed': 5, ...sysctls },
    config: {
      routes: [
        {
          source: 'kernel',
          prefix: flows,
          nextHops: gateways.map((address) => ({ address: ipv4(address) })),
        },
      ],
      ...config,
    },
  });
  gateways.forEach((address, index) =>
    lan.add(`g${index + 1}`, { interfaces: { eth0: ['out', `${address}/24`] } }),
  );
  return lan;
}

/** 1-based gateways that the packets left to, in order; each has time to find its neighbour. */
function forwardedBy(lan: Lan, packets: readonly Ipv4Packet[]): number[] {
  const macs = gateways.map((_, index) => lan.host(`g${index + 1}`).interfaceNamed('eth0')!.mac);
  const before = lan.frames.length;
  for (const packet of packets) {
    lan.inject('in', {
      destination: lan.host('router').interfaceNamed('in0')!.mac,
      source: macFromNumber(0x0200000099ff),
      payload: packet,
    });
    lan.runFor(milliseconds(1));
  }
  return lan.frames
    .slice(before)
    .filter(
      ({ from, lan: where, frame }) => from === 'router' && where === 'out' && frame.payload.kind === 'ipv4',
    )
    .map(({ frame }) => macs.indexOf(frame.destination) + 1);
}

const many = Array.from({ length: 60 }, (_, number) => packetOf(number));

function tunnelled(number: number): Ipv4Packet {
  // IPIP between two fixed ends around addresses that differ.
  const inner = new Uint8Array(20);
  inner.set([0x45, 0, 0, 20, 0, 0, 0, 0, 64, 59, 0, 0, 172, 16, 0, number, 172, 17, 0, 1]);
  return packetOf(1, { kind: 'raw', bytes: inner }, { protocol: 4 });
}

describe('the hash policies of a host', () => {
  it.each([0, 1, 2, 3] as const)('policy %i chooses as the hash of the packet says', (policy) => {
    const fields = 0b110011;
    const lan = router({
      'net.ipv4.fib_multipath_hash_policy': policy,
      'net.ipv4.fib_multipath_hash_fields': fields,
    });
    const bounds = hashThresholdBounds([1, 1, 1, 1]);
    const packets = [...many, ...Array.from({ length: 30 }, (_, number) => tunnelled(number))];
    expect(forwardedBy(lan, packets)).toEqual(
      packets.map(
        (packet) => selectByHashThreshold(bounds, hashPacket({ policy, seed: 5, fields }, packet)) + 1,
      ),
    );
  });

  it('policy 2 spreads the flows inside a tunnel, policy 1 keeps them together', () => {
    const inside = Array.from({ length: 40 }, (_, number) => tunnelled(number));
    const ways = [1, 2].map(
      (policy) => new Set(forwardedBy(router({ 'net.ipv4.fib_multipath_hash_policy': policy }), inside)).size,
    );
    expect(ways).toEqual([1, 4]);
  });

  it('a kernel refuses policies it does not have and fields that name nothing', () => {
    const old = { profile: onKernel(linuxWithFrr84, forwardingVersion('5.4')!) };
    const lan = router({}, old);
    for (const [key, value] of [
      ['fib_multipath_hash_policy', 2],
      ['fib_multipath_hash_policy', 3],
      ['fib_multipath_hash_fields', 0],
      ['fib_multipath_hash_fields', 4096],
    ] as const) {
      lan.give('router', { kind: 'sysctlSet', key: `net.ipv4.${key}`, value });
    }
    expect(lan.events('router', 'sysctlRefused').map(({ key }) => key)).toEqual([
      'net.ipv4.fib_multipath_hash_seed',
      'net.ipv4.fib_multipath_hash_policy',
      'net.ipv4.fib_multipath_hash_fields',
      'net.ipv4.fib_multipath_hash_fields',
    ]);
  });

  it('a card that hashes decides in the place of policy 1, and only of policy 1', () => {
    const key = Uint8Array.from({ length: 40 }, (_, index) => index * 7 + 1);
    const card = nicL4Hash(key, true);
    const withCard = (policy: number): number[] => {
      const config: Partial<HostConfig> = {
        interfaces: [
          {
            index: 2,
            name: 'in0',
            mac: macFromNumber(0x020000000100),
            receiveHash: card,
            addresses: [{ address: ipv4('10.1.0.1'), prefixLength: 24 }],
          },
          {
            index: 3,
            name: 'out0',
            mac: macFromNumber(0x020000000101),
            addresses: [{ address: ipv4('10.9.0.1'), prefixLength: 24 }],
          },
        ],
      };
      return forwardedBy(router({ 'net.ipv4.fib_multipath_hash_policy': policy }, config), many);
    };
    const bounds = hashThresholdBounds([1, 1, 1, 1]);
    expect(withCard(1)).toEqual(
      many.map((packet) => selectByHashThreshold(bounds, card.hashOf(packet, 0) >>> 1) + 1),
    );
    expect(withCard(0)).toEqual(forwardedBy(router({}), many));
  });
});

const hop = (id: number): NextHopInput => ({
  kind: 'nextHopSet',
  replace: false,
  nextHop: { kind: 'hop', id, interfaceIndex: 3, address: ipv4(gateways[id - 1]!) },
});

const group = (members: readonly number[], resilient?: object, id = 10): NextHopSpecification => ({
  kind: 'group',
  id,
  members: members.map((id) => ({ id, weight: 1 })),
  ...(resilient === undefined ? {} : { resilient }),
});

function grouped(resilient?: object, members = [1, 2, 3, 4]): Lan {
  return router(
    { 'net.ipv4.fib_multipath_hash_policy': 1 },
    {
      nextHops: [
        ...[1, 2, 3, 4].map(hop),
        { kind: 'nextHopSet', replace: false, nextHop: group(members, resilient) },
      ],
      routes: [{ source: 'kernel', prefix: flows, nextHops: [], nextHopId: 10 }],
    },
  );
}

const replaceGroup = (lan: Lan, members: readonly number[], resilient?: object): void =>
  lan.give('router', { kind: 'nextHopSet', replace: true, nextHop: group(members, resilient) });

describe('next-hop objects', () => {
  it('a group divides flows as a plain multipath route does', () => {
    const plain = forwardedBy(router({ 'net.ipv4.fib_multipath_hash_policy': 1 }), many);
    expect(forwardedBy(grouped(), many)).toEqual(plain);
    expect(new Set(plain).size).toBe(4);
  });

  it("a failed neighbour's share falls on the next member of a group, and stays in a plain route", () => {
    const outcome = (lan: Lan): number[] => {
      lan.cut('g2');
      forwardedBy(lan, many);
      lan.runFor(seconds(4));
      return forwardedBy(lan, many);
    };
    const whole = forwardedBy(grouped(), many);
    expect(outcome(grouped())).toEqual(whole.map((member) => (member === 2 ? 3 : member)));
    // Packets for a failed neighbour ask for it again, so none of them leaves.
    expect(outcome(router({ 'net.ipv4.fib_multipath_hash_policy': 1 }))).toEqual(
      whole.filter((member) => member !== 2),
    );
    const watched = router({
      'net.ipv4.fib_multipath_hash_policy': 1,
      'net.ipv4.fib_multipath_use_neigh': 1,
    });
    expect(outcome(watched)).toEqual(whole.map((member) => (member === 2 ? 3 : member)));
  });

  it('a resilient group moves only the flows of the member that goes', () => {
    const lan = grouped({ buckets: 64 });
    const before = forwardedBy(lan, many);
    lan.give('router', { kind: 'nextHopRemoved', id: 2 });
    const after = forwardedBy(lan, many);
    expect(after.filter((_, index) => before[index] !== 2)).toEqual(before.filter((member) => member !== 2));
    expect(after).not.toContain(2);
    expect(lan.events('router', 'bucketsMoved').map(({ buckets }) => buckets)).toEqual([16]);
    // Regions of the hash would have moved others too.
    const regions = grouped();
    const regionsBefore = forwardedBy(regions, many);
    regions.give('router', { kind: 'nextHopRemoved', id: 2 });
    const needless = forwardedBy(regions, many).filter(
      (member, index) => regionsBefore[index] !== 2 && member !== regionsBefore[index],
    );
    expect(needless.length).toBeGreaterThan(0);
  });

  it('busy buckets wait for the unbalanced timer, idle ones for the idle timer', () => {
    const idleTimer = seconds(60) as Duration;
    const moves = (unbalancedTimer: Duration): (readonly [number, number])[] => {
      const lan = grouped({ buckets: 16, idleTimer, unbalancedTimer }, [1, 2, 3]);
      forwardedBy(lan, many);
      const joinedAt = lan.now;
      replaceGroup(lan, [1, 2, 3, 4], {});
      for (let second = 0; second < 200; second += 10) {
        forwardedBy(lan, many.slice(0, 12));
        lan.runFor(seconds(10));
      }
      return lan.effects.flatMap(({ at, effect }) =>
        effect.kind === 'record' && effect.event.kind === 'bucketsMoved' && at >= joinedAt
          ? [[Math.round((at - joinedAt) / 1e9), effect.event.buckets] as const]
          : [],
      );
    };
    const forced = moves(seconds(30));
    const patient = moves(seconds(0));
    const total = (list: readonly (readonly [number, number])[]): number =>
      list.reduce((sum, [, count]) => sum + count, 0);
    expect(total(forced)).toBe(4);
    // What was never used moves at once. The kernel looks again half a second after the deadline.
    const busy = forced.filter(([at]) => at > 0);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.every(([at]) => at >= 30 && at <= 31)).toBe(true);
    // Buckets that came to rest move after a minute; what stays busy never does.
    const rested = patient.filter(([at]) => at > 0);
    expect(rested.length).toBeGreaterThan(0);
    expect(rested.every(([at]) => at >= 59)).toBe(true);
  });

  it('follow their interface down and do not come back by themselves', () => {
    const lan = grouped({ buckets: 16 });
    lan.give('router', { kind: 'linkSet', interfaceIndex: 3, adminUp: false });
    lan.give('router', { kind: 'linkSet', interfaceIndex: 3, adminUp: true });
    expect(lan.host('router').nextHopObjects()).toEqual([]);
    expect(
      lan
        .host('router')
        .fibRoutes()
        .some((route) => route.nextHopGroupId === 10),
    ).toBe(false);
  });

  it('are refused as iproute2 and the kernel refuse them', () => {
    const lan = grouped({ buckets: 8 });
    const refusals: readonly [string, NextHopSpecification, boolean][] = [
      ['exists', { kind: 'hop', id: 1, interfaceIndex: 3, address: ipv4('10.9.0.11') }, false],
      ['invalidGateway', { kind: 'hop', id: 20, interfaceIndex: 3, address: ipv4('10.99.0.1') }, false],
      ['invalidGateway', { kind: 'hop', id: 20, interfaceIndex: 3, address: ipv4('10.9.0.1') }, false],
      ['memberNotFound', group([77], undefined, 20), false],
      ['memberTwice', group([1, 1], undefined, 20), false],
      ['groupInGroup', group([10, 1], undefined, 20), false],
      ['withoutBuckets', group([1], {}, 20), false],
      ['otherBuckets', group([1], { buckets: 16 }), true],
      ['otherType', group([1]), true],
      ['otherType', { kind: 'hop', id: 10, interfaceIndex: 3, address: ipv4('10.9.0.11') }, true],
      ['blackholeInGroup', { kind: 'blackhole', id: 1 }, true],
    ];
    for (const [, nextHop, replace] of refusals) lan.give('router', { kind: 'nextHopSet', nextHop, replace });
    lan.give('router', { kind: 'nextHopRemoved', id: 99 });
    expect(lan.events('router', 'nextHopRefused').map(({ reason }) => reason)).toEqual([
      ...refusals.map(([reason]) => reason),
      'notFound',
    ]);
  });

  it('print as iproute2 6.1 prints them', () => {
    const show = (command: string): string =>
      hostShowCommands.find((row) => row.command === command)!.run(lan.host('router'), lan.now);
    const lan = router(
      {},
      {
        nextHops: [
          ...[1, 2, 3].map(hop),
          { kind: 'nextHopSet', replace: false, nextHop: { kind: 'hop', id: 4, interfaceIndex: 2 } },
          { kind: 'nextHopSet', replace: false, nextHop: { kind: 'blackhole', id: 5 } },
          {
            kind: 'nextHopSet',
            replace: false,
            nextHop: {
              kind: 'group',
              id: 11,
              members: [
                { id: 1, weight: 1 },
                { id: 2, weight: 3 },
                { id: 3, weight: 1 },
              ],
              resilient: { buckets: 8, idleTimer: seconds(60), unbalancedTimer: seconds(300) },
            },
          },
        ],
        routes: [
          { source: 'kernel', prefix: prefix('198.18.1.0/24'), nextHops: [], nextHopId: 11 },
          { source: 'kernel', prefix: prefix('198.18.2.0/24'), nextHops: [], nextHopId: 1 },
          { source: 'kernel', prefix: prefix('198.18.3.0/24'), nextHops: [], nextHopId: 4 },
          { source: 'kernel', prefix: prefix('198.18.4.0/24'), nextHops: [], nextHopId: 5, metric: 7 },
        ],
      },
    );
    lan.runFor(milliseconds(10));
    expect(
      show('ip nexthop')
        .split('\n')
        .filter((line) => !line.includes('proto zebra')),
    ).toEqual([
      'id 1 via 10.9.0.11 dev out0 scope link ',
      'id 2 via 10.9.0.12 dev out0 scope link ',
      'id 3 via 10.9.0.13 dev out0 scope link ',
      'id 4 dev in0 scope host ',
      'id 5 blackhole ',
      'id 11 group 1/2,3/3 type resilient buckets 8 idle_timer 60 unbalanced_timer 300 unbalanced_time 0 ',
      '',
    ]);
    expect(show('ip nexthop bucket')).toBe(
      [3, 3, 2, 2, 2, 2, 1, 1]
        .map((owner, index) => `id 11 index ${index} idle_time 0.01 nhid ${owner} \n`)
        .join(''),
    );
    expect(
      show('ip route')
        .split('\n')
        .filter((line) => line.includes('198.18') || line.startsWith('\t')),
    ).toEqual([
      '198.18.1.0/24 nhid 11 ',
      '\tnexthop via 10.9.0.11 dev out0 weight 1 ',
      '\tnexthop via 10.9.0.12 dev out0 weight 3 ',
      '\tnexthop via 10.9.0.13 dev out0 weight 1 ',
      '198.18.2.0/24 nhid 1 via 10.9.0.11 dev out0 ',
      '198.18.3.0/24 nhid 4 dev in0 ',
      'blackhole 198.18.4.0/24 nhid 5 dev lo metric 7 ',
    ]);
  });
});

describe('kernels differ', () => {
  const on = (release: string): Partial<HostConfig> => ({
    profile: onKernel(linuxWithFrr84, forwardingVersion(release)!),
  });

  it('3.6 to 4.3 send the packets of one flow to every next hop, 4.4 to one', () => {
    const oneFlow = Array.from({ length: 40 }, () => packetOf(3));
    expect(new Set(forwardedBy(router({}, on('3.10')), oneFlow)).size).toBe(4);
    expect(new Set(forwardedBy(router({}, on('4.4')), oneFlow)).size).toBe(1);
  });

  it('on 3.10 a socket of the host itself keeps its next hop', () => {
    const lan = router({}, on('3.10'));
    const macs = new Set<number>();
    lan.give('router', { kind: 'udpBind', socket: 1, port: 999, address: ipv4('10.1.0.1') });
    for (let count = 0; count < 20; count++) {
      lan.give('router', {
        kind: 'udpSend',
        socket: 1,
        destination: ipv4('198.18.0.1'),
        port: 5,
        bytes: new Uint8Array(1),
      });
      lan.runFor(milliseconds(7));
    }
    for (const { from, frame } of lan.frames)
      if (from === 'router' && frame.payload.kind === 'ipv4') macs.add(frame.destination);
    expect(macs.size).toBe(1);
  });

  it.each([
    ['6.11', 'goes by the hash', ['a', 'b']],
    ['6.16', 'keeps to the uplink that has it', ['b']],
  ])('%s: a bound source %s', (release, _what, uplinks) => {
    const lan = new Lan();
    lan.add('host', {
      interfaces: { a0: ['a', '10.1.0.2/24'], b0: ['b', '10.2.0.2/24'] },
      sysctls: { 'net.ipv4.fib_multipath_hash_seed': 3 },
      routes: { '0.0.0.0/0': '10.1.0.1,10.2.0.1' },
      config: on(release),
    });
    for (let number = 1; number <= 40; number++) {
      lan.give('host', {
        kind: 'pingSend',
        identifier: 1,
        sequence: number,
        source: ipv4('10.2.0.2'),
        destination: ipv4(`198.18.0.${number}`),
      });
      lan.runFor(milliseconds(1));
    }
    lan.runFor(seconds(4));
    const used = new Set(
      lan.frames.filter(({ frame }) => frame.payload.kind === 'arp').map(({ lan: where }) => where),
    );
    expect([...used].sort()).toEqual(uplinks);
  });
});

describe('namespaces of one kernel', () => {
  /** Members that the SYNs of one connection went to; nobody answers. */
  function synsOf(sharedSockets: SharedSocketHashes | undefined, port: number): number[] {
    const lan = router(
      { 'net.ipv4.fib_multipath_hash_policy': 1 },
      sharedSockets === undefined ? {} : { sharedSockets },
    );
    lan.add('client', {
      interfaces: { eth0: ['in', '10.1.0.9/24'] },
      routes: { '0.0.0.0/0': '10.1.0.1' },
      config: sharedSockets === undefined ? {} : { sharedSockets },
    });
    lan.give('client', {
      kind: 'tcpConnect',
      socket: 1,
      destination: ipv4('198.18.0.1'),
      port: 80,
      sourcePort: port,
    });
    lan.runFor(seconds(40));
    const macs = gateways.map((_, index) => lan.host(`g${index + 1}`).interfaceNamed('eth0')!.mac);
    return lan.frames.flatMap(({ from, lan: where, frame }) =>
      from === 'router' && where === 'out' && frame.payload.kind === 'ipv4'
        ? [macs.indexOf(frame.destination) + 1]
        : [],
    );
  }

  it('a connection on machines of their own keeps its next hop through retransmissions', () => {
    const members = synsOf(undefined, 5000);
    expect(members.length).toBeGreaterThan(4);
    expect(new Set(members).size).toBe(1);
  });

  it('the hash of the socket decides, and each retransmission draws another', () => {
    const members = synsOf(new SharedSocketHashes(), 5000);
    expect(members.length).toBeGreaterThan(4);
    expect(new Set(members).size).toBeGreaterThan(1);
  });
});
