// What keeps two ends of a segment from using each other, told from the point of view of the first.

import type { OspfNeighborView } from '@ospflab/ospf-core';
import { toSeconds, type Instant } from '@ospflab/sim';
import { helloMismatches } from './hello-mismatches.ts';
import { elects, neighborAt, type OspfEnd } from './ospf-end.ts';
import type { Trouble } from './trouble.ts';

export type PairTrouble = Pick<Trouble, 'kind' | 'text' | 'remedy'>;

/** An exchange that has not moved for so many retransmissions does not move any more. */
const stuckAfterRetransmissions = 4;

const heard: readonly OspfNeighborView['state'][] = ['2-Way', 'ExStart', 'Exchange', 'Loading', 'Full'];
const exchanging: readonly OspfNeighborView['state'][] = ['ExStart', 'Exchange', 'Loading'];

export function pairTrouble(one: OspfEnd, other: OspfEnd, now: Instant): PairTrouble | undefined {
  const seen = neighborAt(one, other);
  const seenBack = neighborAt(other, one);
  if (!hearsBoth(seen) || !hearsBoth(seenBack)) return troubleBefore(one, other, now);
  return (
    troubleOfExchange(one, other, [seen, seenBack]) ??
    (seen.state === 'Full' && seenBack.state === 'Full' ? troubleWhenFull(one, other) : undefined)
  );
}

function hearsBoth(neighbor: OspfNeighborView | undefined): neighbor is OspfNeighborView {
  return neighbor !== undefined && heard.includes(neighbor.state);
}

/** Not both hear each other. */
function troubleBefore(one: OspfEnd, other: OspfEnd, now: Instant): PairTrouble | undefined {
  const mismatches = helloMismatches(one, other, now);
  if (mismatches.length > 0) {
    return {
      kind: 'noNeighbors',
      text: `no neighbours: ${mismatches.map(({ text }) => text).join(', ')}`,
      remedy: `make equal on both sides: ${mismatches.map(({ setting }) => setting).join(', ')}`,
    };
  }
  if (one.config.networkType === 'nonBroadcast' && other.config.networkType === 'nonBroadcast') {
    if (!names(one, other) && !names(other, one)) {
      const text = 'no neighbours: the network is non-broadcast, and neither names the other';
      return { kind: 'noNeighborStatement', text, remedy: 'add `neighbor …` to `router ospf`' };
    }
  }
  return undefined;
}

function names({ config }: OspfEnd, other: OspfEnd): boolean {
  return config.neighbors?.some(({ address }) => address === other.config.address) === true;
}

function troubleOfExchange(
  one: OspfEnd,
  other: OspfEnd,
  neighbors: readonly OspfNeighborView[],
): PairTrouble | undefined {
  const state = exchanging.find((candidate) => neighbors.some((neighbor) => neighbor.state === candidate));
  if (state === undefined) return undefined;
  // RFC 2328 §10.6: who has the smaller MTU refuses to be told of a larger one.
  const [small, large] = one.config.mtu < other.config.mtu ? [one, other] : [other, one];
  if (small.config.mtu !== large.config.mtu && small.config.mtuIgnore !== true) {
    return {
      kind: 'adjacencyStuck',
      text: `stuck in ${state}: MTU ${one.config.mtu} / ${other.config.mtu}`,
      remedy: 'make the MTU equal, or write `ip ospf mtu-ignore` on both sides',
    };
  }
  const intervals = [one, other].map(({ config }) => toSeconds(config.retransmitInterval));
  const patience = stuckAfterRetransmissions * Math.max(...intervals);
  if (!neighbors.some((neighbor) => exchanging.includes(neighbor.state) && lasts(neighbor, patience))) {
    return undefined;
  }
  return {
    kind: 'adjacencyStuck',
    text: `stuck in ${state}`,
    remedy: 'look for lost packets of the exchange, and what `show ip ospf neighbor detail` counts',
  };
}

function troubleWhenFull(one: OspfEnd, other: OspfEnd): PairTrouble | undefined {
  if (elects(one) !== elects(other)) {
    return {
      kind: 'adjacencyUseless',
      text: `Full, but no route uses it: network type ${typeWords[one.config.networkType]} / ${typeWords[other.config.networkType]}`,
      remedy: 'make `ip ospf network` equal on both sides',
    };
  }
  if ((one.config.bfd === undefined) === (other.config.bfd === undefined)) return undefined;
  const [watching, silent] = one.config.bfd === undefined ? [other, one] : [one, other];
  return {
    kind: 'bfdOneSided',
    text: `BFD asked for by ${watching.name} alone, so nothing is watched`,
    remedy: `add \`ip ospf bfd\` to ${silent.name}`,
  };
}

const typeWords: Readonly<Record<OspfEnd['config']['networkType'], string>> = {
  broadcast: 'broadcast',
  nonBroadcast: 'non-broadcast',
  pointToPoint: 'point-to-point',
  pointToMultipoint: 'point-to-multipoint',
  virtual: 'virtual',
  loopback: 'loopback',
};

function lasts({ sinceProgressiveChange: since }: OspfNeighborView, forSeconds: number): boolean {
  return since !== undefined && toSeconds(since) >= forSeconds;
}
