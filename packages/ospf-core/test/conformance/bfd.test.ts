// BFD bound to OSPF, as FRR 8.4 does it: sessions follow neighbours, and a lost session is worth an expired dead timer.

import { describe, expect, it } from 'vitest';
import { milliseconds, seconds } from '@ospflab/sim';
import {
  frrProfile,
  renderOspfShow,
  rfc2328Profile,
  type OspfBfdConfig,
  type OspfInterfaceConfig,
} from '@ospflab/ospf-core';
import { interfaceConfig } from '../network.ts';
import { addressB, idA, lsaIn, runningPair, type Pair } from '../pair.ts';

const bfd: OspfBfdConfig = {
  detectMultiplier: 3,
  receiveInterval: milliseconds(300),
  transmitInterval: milliseconds(300),
  passive: false,
  shutdown: false,
};

const bfdDown = { kind: 'bfdSessionDown', interfaceIndex: 2, neighborAddress: addressB } as const;

function neighborStates({ a, network }: Pair): string[] {
  return a.router
    .view(network.now)
    .interfaces.flatMap(({ neighbors }) => neighbors.map(({ state }) => state));
}

describe('BFD for OSPF', () => {
  it('watches each neighbour from 2-Way on, with the settings of the interface', () => {
    const { a, b } = runningPair({ a: { bfd } });
    expect([...a.bfdSessions]).toEqual([[addressB, bfd]]);
    expect(b.bfdSessions.size).toBe(0);
  });

  it('takes a lost session for a dead neighbour, at once, and releases it', () => {
    const pair = runningPair({ a: { bfd } });
    pair.network.input(pair.a, bfdDown);
    expect(neighborStates(pair)).toEqual([]);
    expect(pair.a.bfdSessions.size).toBe(0);
    const events = pair.network.log
      .filter(({ at }) => at === pair.network.now)
      .map(({ event }) => event.kind);
    expect(events[0]).toBe('bfdSessionLost');
    expect(events).not.toContain('deadTimerExpired');
  });

  it('asks again when the neighbour is back', () => {
    const pair = runningPair({ a: { bfd } });
    pair.network.input(pair.a, bfdDown);
    pair.network.runUntil(60);
    expect(neighborStates(pair)).toEqual(['Full']);
    expect([...pair.a.bfdSessions.keys()]).toEqual([addressB]);
  });

  it('does not hear of sessions that it never asked for', () => {
    const pair = runningPair();
    pair.network.input(pair.a, bfdDown);
    expect(neighborStates(pair)).toEqual(['Full']);
  });

  it.each([
    [rfc2328Profile, ['Full']],
    [frrProfile, []],
  ])('of a neighbour that is helped to restart leaves the routes alone ($name)', (profile, states) => {
    const gracefulRestartHelper = {
      everybody: true,
      routers: [],
      strictLsaChecking: true,
      supportedGracePeriod: seconds(1800),
      plannedOnly: false,
    };
    const router = { opaqueCapable: true, gracePeriod: seconds(60), gracefulRestartHelper };
    const pair = runningPair({ profile, a: { bfd }, router });
    const { network, a, b } = pair;
    const ownSequence = () => lsaIn(network, a, 1, idA)?.lsa.sequence;
    network.input(b, { kind: 'restartPrepared' });
    network.runUntil(31);
    const before = ownSequence();
    network.input(b, { kind: 'stopped', graceful: true });
    network.input(a, bfdDown);
    expect([neighborStates(pair), ownSequence()]).toEqual([states, before]);
    network.runUntil(50);
    expect(a.routes.has('10.0.0.2/32')).toBe(true);
  });

  it('ends the sessions with the process and with the configuration', () => {
    const stopped = runningPair({ a: { bfd } });
    stopped.network.input(stopped.a, { kind: 'stopped', graceful: false });
    expect(stopped.a.bfdSessions.size).toBe(0);

    const changed = runningPair({ a: { bfd } });
    const configure = (more: Partial<OspfInterfaceConfig>): void => {
      const config = interfaceConfig(2, '10.1.0.1', 24, { networkType: 'pointToPoint', ...more });
      changed.network.input(changed.a, { kind: 'interfaceReconfigured', config });
    };
    configure({});
    expect(changed.a.bfdSessions.size).toBe(0);
    configure({ bfd });
    const slower = { ...bfd, detectMultiplier: 5 };
    configure({ bfd: slower });
    expect([...changed.a.bfdSessions]).toEqual([[addressB, slower]]);
  });

  it('is shown with the interface', () => {
    const { a, network } = runningPair({ a: { bfd } });
    expect(renderOspfShow(a.router.view(network.now), 'show ip ospf interface')).toContain(
      '  BFD: Detect Multiplier: 3, Min Rx interval: 300, Min Tx interval: 300',
    );
  });
});
