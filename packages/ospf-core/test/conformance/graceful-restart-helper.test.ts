// Helping a neighbour that restarts: RFC 3623 §3, appendix A.

import { describe, expect, it } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import {
  makeLsa,
  frrProfile,
  rfc2328Profile,
  type LinkStateId,
  type Lsa,
  type OspfHelperConfig,
  type SequenceNumber,
} from '@ospflab/ospf-core';
import { routerConfig } from '../network.ts';
import {
  idA,
  idB,
  lsaIn,
  neighborState,
  pretendFromA,
  routerLsa,
  runningPair,
  updateOf,
  type Pair,
} from '../pair.ts';

const helpful: OspfHelperConfig = {
  everybody: true,
  routers: [],
  strictLsaChecking: true,
  supportedGracePeriod: seconds(1800),
  plannedOnly: false,
};

/** Period, reason and interface address as they stand on the wire. */
function graceLsa(graceSeconds: number, reason = 1): Lsa {
  const bytes = [0, 1, 0, 4, 0, 0, graceSeconds >> 8, graceSeconds & 255, 0, 2, 0, 1, reason, 0, 0, 0];
  return makeLsa({
    type: 9,
    options: 2,
    linkStateId: 0x03000000 as LinkStateId,
    advertisingRouter: idA,
    sequence: -0x7fffffff as SequenceNumber,
    body: { kind: 'uninterpreted', bytes: Uint8Array.of(...bytes, 0, 3, 0, 4, 10, 1, 0, 1) },
  });
}

function pairWith(helper: Partial<OspfHelperConfig> | undefined): Pair {
  const more = helper === undefined ? {} : { gracefulRestartHelper: { ...helpful, ...helper } };
  return runningPair({ router: { opaqueCapable: true, ...more } });
}

function hear(pair: Pair, lsa: Lsa, ageSeconds = 1): void {
  pretendFromA(pair, updateOf({ lsa, ageSeconds }));
}

/** a announces its restart and falls silent, at 30 s. */
function silentAfterGrace(pair: Pair, lsa = graceLsa(60)): void {
  hear(pair, lsa);
  pair.network.setCut(pair.a, 2, true);
}

function stateOfA({ network, b }: Pair): string | undefined {
  return neighborState(network, b, idA);
}

function helpEvents({ network }: Pair): unknown[] {
  return network.log.flatMap(({ node, event }) => {
    if (node !== 'b') return [];
    if (event.kind === 'helpRefused' || event.kind === 'helpEnded') return [`${event.kind} ${event.reason}`];
    return event.kind === 'helpBegun' ? [event.kind] : [];
  });
}

const sequenceOfB = ({ network, b }: Pair) => lsaIn(network, b, 1, idB)?.lsa.sequence;

describe('a helper', () => {
  it('keeps a silent neighbour, its routes and its own router-LSA until the first dead interval after the grace period', () => {
    const pair = pairWith({});
    const before = sequenceOfB(pair);
    silentAfterGrace(pair);
    pair.network.runUntil(88);
    expect([stateOfA(pair), sequenceOfB(pair)]).toEqual(['Full', before]);
    expect(pair.b.routes.has('10.0.0.1/32')).toBe(true);
    pair.network.runUntil(91);
    expect([stateOfA(pair), helpEvents(pair)]).toEqual(['Full', ['helpBegun', 'helpEnded graceOver']]);
    pair.network.runUntil(95);
    expect([stateOfA(pair), pair.b.routes.has('10.0.0.1/32')]).toEqual([undefined, false]);
  });

  it('does not exist unless it is enabled: the dead interval counts', () => {
    const pair = pairWith(undefined);
    silentAfterGrace(pair);
    pair.network.runUntil(35);
    expect([stateOfA(pair), helpEvents(pair)]).toEqual([undefined, ['helpRefused notEnabled']]);
  });

  it('helps only the routers that are named, when some are', () => {
    const others = pairWith({ everybody: false, routers: [idB] });
    silentAfterGrace(others);
    expect(helpEvents(others)).toEqual(['helpRefused notEnabled']);
    const named = pairWith({ everybody: false, routers: [idA] });
    silentAfterGrace(named);
    expect(helpEvents(named)).toEqual(['helpBegun']);
  });

  it.each([
    [0, 'helpRefused notPlanned'],
    [1, 'helpBegun'],
    [2, 'helpBegun'],
    [3, 'helpRefused notPlanned'],
  ])('of planned restarts alone answers reason %i with %s', (reason, answer) => {
    const pair = pairWith({ plannedOnly: true });
    hear(pair, graceLsa(60, reason));
    expect(helpEvents(pair)).toEqual([answer]);
  });

  it('stops when it is configured to help no longer', () => {
    const pair = pairWith({});
    hear(pair, graceLsa(60));
    const { b, network } = pair;
    const settings = routerConfig('10.0.0.2', [], {
      opaqueCapable: true,
      gracefulRestartHelper: { ...helpful, everybody: false, routers: [idB] },
    });
    network.input(b, { kind: 'routerReconfigured', settings });
    expect(helpEvents(pair)).toEqual(['helpBegun', 'helpEnded topologyChanged']);
    network.runUntil(60);
    expect(stateOfA(pair)).toBe('Full');
  });

  it.each([
    [rfc2328Profile, 70],
    [frrProfile, 90],
  ])('counts the grace period of $name to %i s', (profile, end) => {
    const pair = runningPair({ profile, router: { opaqueCapable: true, gracefulRestartHelper: helpful } });
    hear(pair, graceLsa(60), 20);
    pair.network.runUntil(100);
    const ended = pair.network.log.find(({ event }) => event.kind === 'helpEnded');
    expect(ended?.at).toBe(end * 1e9);
  });

  it('waits no longer than it supports', () => {
    const pair = pairWith({ supportedGracePeriod: seconds(20) });
    silentAfterGrace(pair);
    pair.network.runUntil(51);
    expect(helpEvents(pair)).toEqual(['helpBegun', 'helpEnded graceOver']);
  });

  it('refuses a grace-LSA that is older than its grace period', () => {
    const pair = pairWith({});
    hear(pair, graceLsa(60), 60);
    expect(helpEvents(pair)).toEqual(['helpRefused graceOver']);
  });

  it('refuses while the neighbour has topology to acknowledge', () => {
    const pair = pairWith({});
    pair.network.setCut(pair.a, 2, true);
    pair.network.input(pair.b, { kind: 'interfaceDown', interfaceIndex: 1 });
    hear(pair, graceLsa(60));
    expect(helpEvents(pair)).toEqual(['helpRefused changesUnacknowledged']);
  });

  it('stops when the neighbour flushes its grace-LSA, and keeps the adjacency', () => {
    const pair = pairWith({});
    hear(pair, graceLsa(60));
    pair.network.runUntil(35);
    hear(pair, graceLsa(60), 3600);
    pair.network.runUntil(100);
    expect([stateOfA(pair), helpEvents(pair)]).toEqual(['Full', ['helpBegun', 'helpEnded completed']]);
  });

  it.each([
    [true, ['helpBegun', 'helpEnded topologyChanged'], undefined],
    [false, ['helpBegun'], 'Full'],
  ])('with strict LSA checking %s meets a change of topology', (strictLsaChecking, events, state) => {
    const pair = pairWith({ strictLsaChecking });
    silentAfterGrace(pair);
    pair.network.runUntil(40);
    pair.network.input(pair.b, { kind: 'interfaceDown', interfaceIndex: 1 });
    pair.network.runUntil(45);
    expect([helpEvents(pair), stateOfA(pair)]).toEqual([events, state]);
  });

  it('is not disturbed by LSAs that only get a new sequence number', () => {
    const pair = pairWith({});
    const stranger = ipv4('10.0.0.9') as number as typeof idA;
    hear(pair, routerLsa(stranger, -0x7fffffff));
    pair.network.runUntil(40);
    silentAfterGrace(pair);
    pair.network.runUntil(45);
    hear(pair, routerLsa(stranger, -0x7ffffffe));
    expect(helpEvents(pair)).toEqual(['helpBegun']);
    hear(pair, routerLsa(stranger, -0x7ffffffd, 7));
    pair.network.runUntil(47);
    hear(pair, routerLsa(stranger, -0x7ffffffc, 8));
    expect(helpEvents(pair)).toEqual(['helpBegun', 'helpEnded topologyChanged']);
  });

  it('loses a neighbour whose link goes down', () => {
    const pair = pairWith({});
    hear(pair, graceLsa(60));
    pair.network.input(pair.b, { kind: 'interfaceDown', interfaceIndex: 2 });
    expect([stateOfA(pair), helpEvents(pair)]).toEqual([undefined, ['helpBegun', 'helpEnded neighborLost']]);
  });

  it.each([
    ['a TLV that is longer than the LSA', Uint8Array.of(0, 1, 0, 9, 0, 0, 0, 60)],
    ['no reason', Uint8Array.of(0, 1, 0, 4, 0, 0, 0, 60)],
    ['nothing', new Uint8Array(0)],
  ])('takes no notice of a grace-LSA with %s', (_what, bytes) => {
    const pair = pairWith({});
    const { type, options, linkStateId, advertisingRouter, sequence } = graceLsa(60);
    const body = { kind: 'uninterpreted', bytes } as const;
    hear(pair, makeLsa({ type, options, linkStateId, advertisingRouter, sequence, body }));
    expect(helpEvents(pair)).toEqual([]);
  });
});
