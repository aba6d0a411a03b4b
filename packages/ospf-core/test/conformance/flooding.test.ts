// RFC 2328 §13: the flooding procedure, step by step, at a router whose neighbour is Full.

import { ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import {
  initialSequenceNumber,
  makeLsa,
  maxSequenceNumber,
  rfc2328Profile,
  type LinkStateId,
  type LinkStateUpdatePacket,
  type OspfPacketBody,
  type RouterId,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork } from '../network.ts';
import {
  addressB,
  databaseRows,
  idA,
  idB,
  lsaIn,
  pretendFromB,
  routerLsa,
  runningPair,
  updateOf,
  view,
  type Pair,
} from '../pair.ts';

const stranger = 0x0a000063 as RouterId;

/** A Full pair whose further packets are kept, with router b deaf so that only what a does is seen. */
function listening(options: Parameters<typeof runningPair>[0] = {}): Pair {
  const pair = runningPair(options);
  pair.network.keepSent = true;
  pair.network.log.length = 0;
  return pair;
}

function bodies(pair: Pair, kind: OspfPacketBody['kind']): OspfPacketBody[] {
  return pair.network.sent.flatMap(({ node, packet }) =>
    node === 'a' && packet.body.kind === kind ? [packet.body] : [],
  );
}

function discards(pair: Pair): string[] {
  return pair.network.log.flatMap(({ node, event }) =>
    node === 'a' && event.kind === 'lsaDiscarded' ? [event.reason] : [],
  );
}

function sequenceIn(pair: Pair, from: RouterId): number | undefined {
  return lsaIn(pair.network, pair.a, 1, from)?.lsa.sequence;
}

const first = initialSequenceNumber;

describe('RFC 2328 §13 (1) and (2)', () => {
  it('an LSA whose checksum is wrong is discarded, and no other of its packet', () => {
    const pair = listening();
    const broken = { ...routerLsa(stranger, first), fault: 'checksumMismatch' as const };
    const good = routerLsa(0x0a000064 as RouterId, first);
    pretendFromB(pair, pair.a, updateOf({ lsa: broken, ageSeconds: 1 }, { lsa: good, ageSeconds: 1 }));
    expect(discards(pair)).toEqual(['checksumMismatch']);
    expect(sequenceIn(pair, stranger)).toBeUndefined();
    expect(sequenceIn(pair, 0x0a000064 as RouterId)).toBe(first);
  });

  it('an unknown LS type is discarded without acknowledgement', () => {
    const pair = listening();
    pretendFromB(pair, pair.a, updateOf({ lsa: { ...routerLsa(stranger, first), type: 77 }, ageSeconds: 1 }));
    pair.network.runUntil(33);
    expect(discards(pair)).toEqual(['unknownType']);
    expect(bodies(pair, 'linkStateAcknowledgement')).toEqual([]);
  });
});

describe('RFC 2328 §13 (4)', () => {
  it('a MaxAge LSA that is not in the database is acknowledged directly and not installed', () => {
    const pair = listening();
    pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(stranger, first), ageSeconds: 3600 }));
    expect(sequenceIn(pair, stranger)).toBeUndefined();
    expect(bodies(pair, 'linkStateAcknowledgement')).toHaveLength(1);
    expect(discards(pair)).toEqual(['maxAgeUnknown']);
  });
});

describe('RFC 2328 §13 (5): a newer LSA', () => {
  it('is installed with its age and acknowledged with delay', () => {
    const pair = listening();
    pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(stranger, first), ageSeconds: 100 }));
    expect(lsaIn(pair.network, pair.a, 1, stranger)?.ageSeconds).toBe(100);
    expect(bodies(pair, 'linkStateAcknowledgement')).toEqual([]);
    pair.network.runUntil(32);
    expect(bodies(pair, 'linkStateAcknowledgement')).toHaveLength(1);
    expect(lsaIn(pair.network, pair.a, 1, stranger)?.ageSeconds).toBe(102);
  });

  it('(5a) within MinLSArrival is discarded without acknowledgement', () => {
    const pair = listening();
    pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(stranger, first), ageSeconds: 1 }));
    pair.network.runUntil(30.9);
    pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(stranger, first + 1), ageSeconds: 1 }));
    expect(discards(pair)).toEqual(['receivedTooSoon']);
    expect(sequenceIn(pair, stranger)).toBe(first);
    pair.network.runUntil(31);
    pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(stranger, first + 1), ageSeconds: 1 }));
    expect(sequenceIn(pair, stranger)).toBe(first + 1);
    const acknowledged = bodies(pair, 'linkStateAcknowledgement');
    expect(acknowledged.length).toBeLessThanOrEqual(1);
  });

  it('(5f) that claims to be this router’s own is outdone by a still newer one', () => {
    for (const profile of [undefined, rfc2328Profile]) {
      const pair = listening(profile === undefined ? {} : { profile });
      pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(idA, 1000), ageSeconds: 1 }));
      pair.network.runUntil(50);
      expect(sequenceIn(pair, idA)).toBe(1001);
      expect(lsaIn(pair.network, pair.b, 1, idA)?.lsa.sequence).toBe(1001);
    }
  });

  it('§13.4: a network-LSA of this router for a network it is not designated for is flushed', () => {
    const pair = listening();
    const stale = makeLsa({
      type: 2,
      options: 2,
      linkStateId: 0x0a630001 as LinkStateId,
      advertisingRouter: idA,
      sequence: first,
      body: { kind: 'network', mask: ipv4('255.255.255.0'), attachedRouters: [idA, stranger] },
    });
    pretendFromB(pair, pair.a, updateOf({ lsa: stale, ageSeconds: 1 }));
    const flushed = pair.network.log.filter(({ node, event }) => node === 'a' && event.kind === 'lsaFlushed');
    expect(flushed).toHaveLength(1);
    expect(flushed[0]!.event).toMatchObject({ lsType: 2, reason: 'receivedOwnLsa' });
  });
});

describe('RFC 2328 §13 (7): the same instance', () => {
  it('that nobody waits for is acknowledged directly', () => {
    const pair = listening();
    const lsa = routerLsa(stranger, first);
    pretendFromB(pair, pair.a, updateOf({ lsa, ageSeconds: 1 }));
    pair.network.runUntil(32);
    const before = bodies(pair, 'linkStateAcknowledgement').length;
    pretendFromB(pair, pair.a, updateOf({ lsa, ageSeconds: 3 }));
    expect(bodies(pair, 'linkStateAcknowledgement').length).toBe(before + 1);
  });

  it('(7a) that is on the sender’s retransmission list is an implied acknowledgement', () => {
    const pair = listening();
    pair.network.setCut(pair.b, 2, true);
    pair.network.input(pair.a, { kind: 'interfaceAdded', config: interfaceConfig(1, '10.9.9.9', 32) });
    const own = lsaIn(pair.network, pair.a, 1, idA)!.lsa;
    const listed = (): number =>
      view(pair.network, pair.a).interfaces.find(({ name }) => name === 'eth0')!.neighbors[0]!
        .linkStateRetransmissionCount;
    expect(listed()).toBe(1);
    pretendFromB(pair, pair.a, updateOf({ lsa: own, ageSeconds: 2 }));
    expect(listed()).toBe(0);
    expect(bodies(pair, 'linkStateAcknowledgement')).toEqual([]);
  });
});

describe('RFC 2328 §13 (8): an older instance', () => {
  it('is answered with the database copy, and not again within MinLSArrival', () => {
    const pair = listening();
    pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(stranger, first + 5), ageSeconds: 1 }));
    pair.network.runUntil(32);
    for (let times = 0; times < 2; times++) {
      pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(stranger, first), ageSeconds: 1 }));
    }
    const updates = bodies(pair, 'linkStateUpdate') as LinkStateUpdatePacket[];
    expect(updates.flatMap(({ lsas }) => lsas.map(({ lsa }) => lsa.sequence))).toEqual([first + 5]);
  });
});

describe('RFC 2328 §13.6: retransmission', () => {
  it('the rfc2328 profile needs one RxmtInterval and the frr profile the first tick at which the LSA is as old', () => {
    const delays = [rfc2328Profile, undefined].map((profile) => {
      const pair = listening({
        ...(profile === undefined ? {} : { profile }),
        both: { deadInterval: seconds(40) },
      });
      pair.network.setCut(pair.b, 2, true);
      pair.network.input(pair.a, { kind: 'interfaceAdded', config: interfaceConfig(1, '10.9.9.9', 32) });
      pair.network.runUntil(45);
      return retransmissionTimes(pair).map((at) => at - 30);
    });
    expect(delays[0]).toEqual([5, 10, 15]);
    expect(delays[1]!.length).toBe(2);
    expect(delays[1]![0]).toBeGreaterThan(5);
    expect(delays[1]![0]).toBeLessThan(10);
    expect(delays[1]![1]! - delays[1]![0]!).toBeCloseTo(5, 9);
  });

  it('§13.7: an acknowledgement ends it, one of another instance does not', () => {
    const pair = listening({ both: { deadInterval: seconds(40) } });
    pair.network.setCut(pair.b, 2, true);
    pair.network.input(pair.a, { kind: 'interfaceAdded', config: interfaceConfig(1, '10.9.9.9', 32) });
    const own = lsaIn(pair.network, pair.a, 1, idA)!.lsa;
    const old = routerLsa(idA, own.sequence - 1);
    pretendFromB(pair, pair.a, {
      kind: 'linkStateAcknowledgement',
      headers: [{ header: old, ageSeconds: 1 }],
    });
    pair.network.runUntil(41);
    expect(retransmissionTimes(pair).length).toBeGreaterThan(0);
    const count = retransmissionTimes(pair).length;
    pretendFromB(pair, pair.a, {
      kind: 'linkStateAcknowledgement',
      headers: [{ header: own, ageSeconds: 1 }],
    });
    pair.network.runUntil(60);
    expect(retransmissionTimes(pair).length).toBe(count);
  });
});

function retransmissionTimes(pair: Pair): number[] {
  return pair.network.log.flatMap(({ node, at, event }) =>
    node === 'a' && event.kind === 'lsaRetransmitted' ? [at / 1e9] : [],
  );
}

describe('RFC 2328 §13.3: out of which interfaces', () => {
  /** r2 in the middle of a line r1 – r2 – r3. */
  function line(): TestNetwork {
    const network = new TestNetwork(5);
    const link = (index: number, address: string) =>
      interfaceConfig(index, address, 24, { networkType: 'pointToPoint' });
    const r1 = network.addNode('r1', routerConfig('10.0.0.1', [link(2, '10.1.0.1')]));
    const r2 = network.addNode('r2', routerConfig('10.0.0.2', [link(2, '10.1.0.2'), link(3, '10.2.0.2')]));
    const r3 = network.addNode('r3', routerConfig('10.0.0.3', [link(2, '10.2.0.3')]));
    network.connect([r1, link(2, '10.1.0.1')], [r2, link(2, '10.1.0.2')]);
    network.connect([r2, link(3, '10.2.0.2')], [r3, link(2, '10.2.0.3')]);
    for (const node of [r1, r2, r3]) network.start(node, network.random());
    network.runUntil(30);
    return network;
  }

  it('(1c) not back to the neighbour it came from; one second older on every hop', () => {
    const network = line();
    network.keepSent = true;
    const [r1, r2, r3] = [...network.nodes.values()];
    network.input(r1!, { kind: 'interfaceAdded', config: interfaceConfig(1, '10.9.9.9', 32) });
    network.runUntil(30.5);
    const updates = network.sent.filter(({ packet }) => packet.body.kind === 'linkStateUpdate');
    expect(updates.map(({ node }) => node)).toEqual(['r1', 'r2']);
    expect(lsaIn(network, r2!, 1, idA)?.ageSeconds).toBe(1);
    expect(lsaIn(network, r3!, 1, idA)?.ageSeconds).toBe(2);
  });

  it('§13.5: on a LAN a DR Other tells the designated router, which tells everybody', () => {
    const network = new TestNetwork(2);
    const configs = [3, 2, 1, 1].map((priority, index) =>
      interfaceConfig(2, `10.1.0.${index + 1}`, 24, { priority }),
    );
    const nodes = configs.map((config, index) =>
      network.addNode(`r${index + 1}`, routerConfig(`10.0.0.${index + 1}`, [config])),
    );
    network.connect(...nodes.map((node, index) => [node, configs[index]!] as const));
    for (const node of nodes) network.start(node, network.random());
    network.runUntil(40);
    network.keepSent = true;
    network.input(nodes[3]!, { kind: 'interfaceAdded', config: interfaceConfig(1, '10.9.9.9', 32) });
    network.runUntil(42.5);
    const floods = network.sent
      .filter(({ packet }) => packet.body.kind === 'linkStateUpdate')
      .map(({ node, destination }) => `${node} to .${destination & 255}`);
    expect(floods).toEqual(['r4 to .6', 'r1 to .5']);
    for (const node of nodes) expect(databaseRows(network, node)).toEqual(databaseRows(network, nodes[0]!));
  });
});

describe('RFC 2328 §14: premature aging and removal', () => {
  it('a graceful stop floods own LSAs at MaxAge; the rfc2328 profile removes them when acknowledged', () => {
    const pair = listening({ profile: rfc2328Profile });
    pair.network.input(pair.b, { kind: 'stopped', graceful: true });
    pair.network.runUntil(30.1);
    expect(pair.a.routes.has('10.0.0.2/32')).toBe(false);
    expect(sequenceIn(pair, idB)).toBeUndefined();
  });

  it('the frr profile keeps the MaxAge instance for 60 s', () => {
    const pair = listening();
    pair.network.input(pair.b, { kind: 'stopped', graceful: true });
    pair.network.runUntil(89);
    expect(lsaIn(pair.network, pair.a, 1, idB)?.ageSeconds).toBe(3600);
    pair.network.runUntil(91);
    expect(sequenceIn(pair, idB)).toBeUndefined();
  });

  it('an LSA that nobody refreshes reaches MaxAge and leaves the database of everybody', () => {
    const pair = listening();
    pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(stranger, first), ageSeconds: 3500 }));
    pair.network.runUntil(120);
    expect(sequenceIn(pair, stranger)).toBe(first);
    pair.network.runUntil(290);
    expect(sequenceIn(pair, stranger)).toBeUndefined();
    expect(lsaIn(pair.network, pair.b, 1, stranger)).toBeUndefined();
  });
});

describe('RFC 2328 §12.1.6: sequence numbers', () => {
  it('at the maximum the LSA is flushed first and starts again with the first number', () => {
    const pair = listening({ profile: rfc2328Profile });
    pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(idA, maxSequenceNumber - 1), ageSeconds: 1 }));
    pair.network.runUntil(60);
    expect(sequenceIn(pair, idA)).toBe(maxSequenceNumber);
    pair.network.input(pair.a, { kind: 'interfaceAdded', config: interfaceConfig(1, '10.9.9.9', 32) });
    pair.network.runUntil(90);
    const flushed = pair.network.log.flatMap(({ node, event }) =>
      node === 'a' && event.kind === 'lsaFlushed' ? [event.reason] : [],
    );
    expect(flushed).toEqual(['sequenceWrapped']);
    expect(sequenceIn(pair, idA)).toBe(first);
    expect(databaseRows(pair.network, pair.a)).toEqual(databaseRows(pair.network, pair.b));
    expect(pair.b.routes.has('10.9.9.9/32')).toBe(true);
  });
});

describe('RFC 2328 §12.4: origination', () => {
  it('own LSAs are renewed before half of MaxAge, with the next sequence number', () => {
    const pair = listening();
    const before = sequenceIn(pair, idA)!;
    pair.network.runUntil(1600);
    expect(sequenceIn(pair, idA)).toBe(before);
    pair.network.runUntil(1800);
    expect(sequenceIn(pair, idA)).toBe(before + 1);
    const reasons = pair.network.log.flatMap(({ node, event }) =>
      node === 'a' && event.kind === 'lsaOriginated' ? [event.reason] : [],
    );
    expect(reasons).toEqual(['refreshed']);
  });

  it('the rfc2328 profile keeps MinLSInterval between two instances and loses no change', () => {
    const pair = listening({ profile: rfc2328Profile });
    for (const last of [1, 2, 3]) {
      pair.network.input(pair.a, {
        kind: 'interfaceAdded',
        config: interfaceConfig(1, `10.9.9.${last}`, 32),
      });
      pair.network.runUntil(30 + last / 10);
    }
    pair.network.runUntil(60);
    const times = pair.network.log.flatMap(({ node, at, event }) =>
      node === 'a' && event.kind === 'lsaOriginated' ? [at / 1e9] : [],
    );
    expect(times).toEqual([30, 35]);
    expect(pair.b.routes.has('10.9.9.3/32')).toBe(true);
  });

  it('an address added to and removed from lo comes and goes at the neighbour', () => {
    const pair = listening();
    const config = interfaceConfig(1, '10.9.9.9', 32);
    pair.network.input(pair.a, { kind: 'interfaceAdded', config });
    pair.network.runUntil(32);
    expect(pair.b.routes.has('10.9.9.9/32')).toBe(true);
    pair.network.input(pair.a, { kind: 'interfaceRemoved', interfaceIndex: 1, address: config.address });
    pair.network.runUntil(34);
    expect(pair.b.routes.has('10.9.9.9/32')).toBe(false);
    expect(pair.b.routes.has('10.0.0.1/32')).toBe(true);
  });
});

describe('own packets', () => {
  it('a copy of its own update that comes back changes nothing', () => {
    const pair = listening();
    const own = lsaIn(pair.network, pair.a, 1, idA)!;
    const rows = databaseRows(pair.network, pair.a);
    pretendFromB(pair, pair.a, updateOf(own), addressB);
    expect(databaseRows(pair.network, pair.a)).toEqual(rows);
  });
});
