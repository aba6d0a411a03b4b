// What is wrong among the OSPF speakers of one segment. An end that disagrees with several others alike is told of once.

import type { Instant } from '@ospflab/sim';
import { isInSubnet } from './is-in-subnet.ts';
import { elects, speaks, type OspfEnd } from './ospf-end.ts';
import { pairTrouble, type PairTrouble } from './pair-trouble.ts';
import type { Trouble } from './trouble.ts';

interface TroubledPair {
  readonly ends: readonly [OspfEnd, OspfEnd];
  /** From the point of view of the first and of the second. */
  readonly views: readonly [PairTrouble, PairTrouble];
}

/** `ends`: of one segment. */
export function segmentTroubles(ends: readonly OspfEnd[], now: Instant): Trouble[] {
  const speaking = ends.filter(speaks);
  const pairs: TroubledPair[] = [];
  speaking.forEach((one, position) => {
    for (const other of speaking.slice(position + 1)) {
      if (one.node === other.node || !meet(one, other)) continue;
      const trouble = pairTrouble(one, other, now);
      const fromThere = pairTrouble(other, one, now);
      if (trouble !== undefined && fromThere !== undefined)
        pairs.push({ ends: [one, other], views: [trouble, fromThere] });
    }
  });
  return [...gathered(pairs), ...electionTroubles(speaking)];
}

/** In one subnet, or on a link without any. */
function meet(one: OspfEnd, other: OspfEnd): boolean {
  if (!elects(one) && !elects(other)) return true;
  return isInSubnet(one.config, other.config.address) || isInSubnet(other.config, one.config.address);
}

/**
 * Again and again the end that stands against the most others with the same words. Ends of one name, which an interface with several
 * addresses has, are one.
 */
function gathered(pairs: readonly TroubledPair[]): Trouble[] {
  const troubles: Trouble[] = [];
  let left = pairs;
  while (left.length > 0) {
    const groups = new Map<string, { first: OspfEnd; others: Set<string>; trouble: PairTrouble }>();
    for (const { ends, views } of left) {
      for (const side of [0, 1] as const) {
        const key = `${ends[side].name}\n${views[side].text}`;
        const group = groups.get(key) ?? {
          first: ends[side],
          others: new Set<string>(),
          trouble: views[side],
        };
        group.others.add(ends[1 - side]!.name);
        groups.set(key, group);
      }
    }
    const [largest] = [...groups.values()].sort((one, other) => other.others.size - one.others.size);
    const { first, others, trouble } = largest!;
    troubles.push({ ...trouble, segment: first.segment, ends: [first.name, ...others] });
    left = left.filter(({ ends: [one, other], views }) => {
      const isTold =
        (one.name === first.name && others.has(other.name) && views[0].text === trouble.text) ||
        (other.name === first.name && others.has(one.name) && views[1].text === trouble.text);
      return !isTold;
    });
  }
  return troubles;
}

/** RFC 2328 §9.4: without an eligible router nobody gets beyond 2-Way. */
function electionTroubles(speaking: readonly OspfEnd[]): Trouble[] {
  const electing = speaking.filter(elects);
  const [first] = electing;
  if (first === undefined || electing.length < 2) return [];
  if (electing.some(({ config }) => config.priority > 0)) return [];
  return [
    {
      kind: 'noDesignatedRouter',
      segment: first.segment,
      ends: electing.map(({ name }) => name),
      text: 'no designated router: the priority of each is 0',
      remedy: 'give one of them another `ip ospf priority`',
    },
  ];
}
