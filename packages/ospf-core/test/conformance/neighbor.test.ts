// RFC 2328 §8.2, §10: receiving packets, hellos, and the database exchange.

import { ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import {
  allDRouters,
  makeOspfPayload,
  type AreaId,
  type DatabaseDescriptionPacket,
  type HelloPacket,
  type OspfInterfaceConfig,
  type RouterId,
} from '@ospflab/ospf-core';
import { backbone, type TestNetwork } from '../network.ts';
import {
  addressB,
  databaseRows,
  idA,
  idB,
  makePair,
  neighborState,
  pretendFromB,
  routerLsa,
  runningPair,
  updateOf,
  view,
} from '../pair.ts';

function dropReasons(network: TestNetwork, node: string): string[] {
  return network.log.flatMap(({ node: at, event }) =>
    at === node && event.kind === 'packetDropped' ? [event.reason] : [],
  );
}

describe('RFC 2328 §10.5: hellos whose parameters differ are dropped', () => {
  const cases: readonly [string, Partial<OspfInterfaceConfig>, Partial<OspfInterfaceConfig>][] = [
    ['helloIntervalMismatch', { helloInterval: seconds(2) }, {}],
    ['deadIntervalMismatch', { deadInterval: seconds(5) }, {}],
    ['networkMaskMismatch', { prefixLength: 25 }, { networkType: 'broadcast' }],
    ['areaMismatch', { areaId: 1 as AreaId }, {}],
    ['authenticationTypeMismatch', { authentication: { kind: 'simple', password: Uint8Array.of(1) } }, {}],
  ];
  it.each(cases)('%s', (reason, a, both) => {
    const { network, a: node } = runningPair({ a, both }, 10);
    expect(neighborState(network, node, idB)).toBeUndefined();
    expect(new Set(dropReasons(network, 'a'))).toEqual(new Set([reason]));
  });

  it('fast hellos leave the interval to each side', () => {
    const fast = { fastHello: true, deadInterval: seconds(1) };
    const { network, a } = runningPair(
      { both: fast, a: { helloInterval: seconds(0.25) }, b: { helloInterval: seconds(0.1) } },
      10,
    );
    expect(neighborState(network, a, idB)).toBe('Full');
  });
});

describe('RFC 2328 §8.2: packets are dropped with a reason', () => {
  it('simple passwords that differ', () => {
    const password = (value: number): Partial<OspfInterfaceConfig> => ({
      authentication: { kind: 'simple', password: Uint8Array.of(value) },
    });
    const { network, a } = runningPair({ a: password(1), b: password(2) }, 10);
    expect(neighborState(network, a, idB)).toBeUndefined();
    expect(new Set(dropReasons(network, 'a'))).toEqual(new Set(['authenticationFailed']));
    const equal = runningPair({ a: password(1), b: password(1) }, 10);
    expect(neighborState(equal.network, equal.a, idB)).toBe('Full');
  });

  it('malformed bytes, strangers on the wire, the own router id, AllDRouters at a DR Other', () => {
    const pair = runningPair({ both: { networkType: 'broadcast' }, b: { priority: 2 }, a: { priority: 0 } });
    const { network, a } = pair;
    network.log.length = 0;
    const input = {
      kind: 'packetReceived',
      interfaceIndex: 2,
      source: addressB,
      destination: addressB,
    } as const;
    const hello: HelloPacket = {
      kind: 'hello',
      networkMask: ipv4('255.255.255.0'),
      helloIntervalSeconds: 1,
      options: 2,
      priority: 1,
      deadIntervalSeconds: 4,
      designatedRouter: ipv4('0.0.0.0'),
      backupDesignatedRouter: ipv4('0.0.0.0'),
      neighbors: [],
    };
    const packet = (routerId: RouterId) =>
      makeOspfPayload({ routerId, areaId: backbone, authentication: { kind: 'null' }, body: hello });
    network.input(a, { ...input, payload: { kind: 'raw', bytes: Uint8Array.of(2, 1, 0) } });
    network.input(a, { ...input, source: ipv4('10.9.0.1'), payload: packet(idB) });
    network.input(a, { ...input, payload: packet(idA) });
    network.input(a, { ...input, destination: allDRouters, payload: packet(idB) });
    network.input(a, { ...input, interfaceIndex: 7, payload: packet(idB) });
    expect(dropReasons(network, 'a')).toEqual([
      'malformed',
      'sourceNotOnNetwork',
      'ownRouterId',
      'notDesignatedRouter',
      'interfaceUnknown',
    ]);
  });

  it('updates of a neighbour that has not reached Exchange', () => {
    const pair = makePair();
    pair.network.start(pair.a);
    pair.network.runUntil(1);
    pretendFromB(pair, pair.a, updateOf({ lsa: routerLsa(idB, 1), ageSeconds: 1 }));
    expect(dropReasons(pair.network, 'a')).toEqual(['neighborUnknown']);
  });
});

describe('RFC 2328 §10.3: an adjacency', () => {
  it('goes through Init, ExStart, Exchange, Loading and Full on a point-to-point link', () => {
    const { network } = runningPair({}, 10);
    const states = network.log.flatMap(({ node, event }) =>
      node === 'a' && event.kind === 'neighborStateChanged' ? [event.to] : [],
    );
    expect(states).toEqual(['init', 'exStart', 'exchange', 'loading', 'full']);
  });

  it('falls back to Init when a hello no longer lists this router', () => {
    const pair = runningPair();
    pretendFromB(pair, pair.a, {
      kind: 'hello',
      networkMask: ipv4('255.255.255.0'),
      helloIntervalSeconds: 1,
      options: 2,
      priority: 1,
      deadIntervalSeconds: 4,
      designatedRouter: ipv4('0.0.0.0'),
      backupDesignatedRouter: ipv4('0.0.0.0'),
      neighbors: [],
    });
    expect(neighborState(pair.network, pair.a, idB)).toBe('Init');
    pair.network.runUntil(60);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
  });

  it('RFC 2328 §10.6: a description out of order makes it start again, and it becomes Full again', () => {
    const pair = runningPair();
    const odd: DatabaseDescriptionPacket = {
      kind: 'databaseDescription',
      interfaceMtu: 1500,
      options: 2,
      initial: false,
      more: false,
      master: true,
      sequence: 77,
      headers: [],
    };
    pretendFromB(pair, pair.a, odd);
    expect(neighborState(pair.network, pair.a, idB)).toBe('ExStart');
    pair.network.runUntil(60);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
    expect(neighborState(pair.network, pair.b, idA)).toBe('Full');
  });

  it('RFC 2328 §10.7: a request for an LSA that is not here is BadLSReq', () => {
    const pair = runningPair();
    pretendFromB(pair, pair.a, {
      kind: 'linkStateRequest',
      requests: [{ type: 1, linkStateId: 9 as never, advertisingRouter: 9 as RouterId }],
    });
    const last = pair.network.log.findLast(
      ({ node, event }) => node === 'a' && event.kind === 'neighborStateChanged',
    )!.event;
    expect(last).toMatchObject({ from: 'full', to: 'exStart', trigger: 'badLinkStateRequest' });
  });

  it('clearing the neighbour starts it from Down and it becomes Full again', () => {
    const pair = runningPair();
    pair.network.input(pair.a, { kind: 'neighborsCleared', neighborId: idB });
    expect(neighborState(pair.network, pair.a, idB)).toBeUndefined();
    pair.network.runUntil(60);
    expect(neighborState(pair.network, pair.a, idB)).toBe('Full');
  });
});

describe('RFC 2328 §10.6: interface MTU', () => {
  it('a description of a larger MTU is dropped: stuck in ExStart', () => {
    const { network, a, b } = runningPair({ a: { mtu: 1400 } }, 60);
    expect(neighborState(network, a, idB)).toBe('ExStart');
    expect(neighborState(network, b, idA)).toBe('ExStart');
    expect(dropReasons(network, 'a')).toContain('mtuTooLarge');
  });

  it('mtu-ignore takes it', () => {
    const { network, a } = runningPair({ a: { mtu: 1400, mtuIgnore: true } }, 60);
    expect(neighborState(network, a, idB)).toBe('Full');
  });
});

describe('RFC 2328 §10.8: database exchange', () => {
  it('RFC 2328 §10.9: each side asks once for what one packet can ask for', () => {
    const { network, a, b } = makePair();
    network.keepSent = true;
    network.start(a);
    network.start(b);
    network.runUntil(10);
    const requests = network.sent.filter(({ packet }) => packet.body.kind === 'linkStateRequest');
    expect(requests.map(({ node }) => node).toSorted()).toEqual(['a', 'b']);
  });

  it('databases that need many packets are exchanged completely, in packets that fit the MTU', () => {
    const pair = makePair({ both: { mtu: 400 } });
    const { network, a, b } = pair;
    network.keepSent = true;
    network.start(a);
    network.runUntil(1);
    // A third router's worth of LSAs reaches a through an adjacency that then breaks.
    network.start(b);
    network.runUntil(20);
    for (let id = 100; id < 200; id++) {
      pretendFromB(pair, a, updateOf({ lsa: routerLsa(id as RouterId, -0x7fffffff), ageSeconds: 1 }));
    }
    network.input(b, { kind: 'stopped', graceful: false });
    network.runUntil(40);
    network.start(b);
    network.runUntil(80);
    expect(databaseRows(network, b)).toEqual(databaseRows(network, a));
    expect(databaseRows(network, b).length).toBeGreaterThanOrEqual(102);
    const descriptions = network.sent.flatMap(({ packet }) =>
      packet.body.kind === 'databaseDescription' ? [packet.body.headers.length] : [],
    );
    expect(Math.max(...descriptions)).toBe(Math.floor((400 - 20 - 24 - 8) / 20));
    for (const { packet } of network.sent)
      expect(makeOspfPayload(packet).byteLength).toBeLessThanOrEqual(380);
  });

  it('lost descriptions, requests and updates are sent again until both are Full', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const pair = makePair({ seed });
      pair.network.nodes.forEach((node) => {
        for (const segment of node.segments.values()) {
          segment.faults = { loss: 0.3, duplication: 0.2, jitter: seconds(0.01) };
        }
      });
      pair.network.start(pair.a);
      pair.network.start(pair.b, 0.3);
      pair.network.runUntil(200);
      for (const segment of pair.a.segments.values())
        segment.faults = { loss: 0, duplication: 0, jitter: seconds(0) };
      pair.network.runUntil(260);
      expect(neighborState(pair.network, pair.a, idB), `seed ${seed}`).toBe('Full');
      expect(databaseRows(pair.network, pair.a), `seed ${seed}`).toEqual(databaseRows(pair.network, pair.b));
    }
  });
});

describe('stopping', () => {
  it('a killed router sends nothing, forgets everything and may start again', () => {
    const { network, a, b } = runningPair();
    network.keepSent = true;
    network.input(a, { kind: 'stopped', graceful: false });
    expect(network.sent).toEqual([]);
    expect([a.timers.size, a.groups.size, a.routes.size]).toEqual([0, 0, 0]);
    expect(view(network, a).areas.flatMap(({ lsas }) => lsas)).toEqual([]);
    network.start(a);
    network.runUntil(70);
    expect(neighborState(network, a, idB)).toBe('Full');
    expect(databaseRows(network, a)).toEqual(databaseRows(network, b));
  });

  it('the other side keeps its instance while packets to a stopped router are lost', () => {
    const { network, a, b } = runningPair();
    network.input(a, { kind: 'stopped', graceful: false });
    network.runUntil(31);
    expect(neighborState(network, b, idA)).toBe('Full');
    network.runUntil(40);
    expect(neighborState(network, b, idA)).toBeUndefined();
  });
});
