// A resilient group as Linux and switches have it. When members only leave, every bucket counts as busy and only theirs move;
// when one comes or grows, the table is seen a while later, when enough buckets have been idle once.
// The group with its timers is `ResilientGroup`.

import { ResilientGroup } from '../group/resilient-group.ts';
import { bucketTable } from './bucket-table.ts';
import type { NextHopSelector, SelectionTable } from './next-hop-selector.ts';

/** Which group stands behind a table: what a change goes on from. */
const groups = new WeakMap<SelectionTable, ResilientGroup<number>>();

/** Linux takes up to 65535 buckets. */
export function resilientBuckets(buckets: number): NextHopSelector {
  return {
    name: 'resilient',
    about: `${buckets} buckets that keep their member as long as it lives and balance allows`,
    prepare: (weights, ids) => {
      const members = membersOf(weights, ids);
      if (members.length === 0) return bucketTable(new Int32Array(0), weights.length);
      return tableOf(new ResilientGroup(members, buckets, 0), weights.length);
    },
    change: (before, weights, ids) => {
      const group = groups.get(before);
      const members = membersOf(weights, ids);
      if (group === undefined || members.length === 0) {
        return resilientBuckets(buckets).prepare(weights, ids);
      }
      const next = group.copy();
      if (!someGrow(group, members)) {
        for (let bucket = 0; bucket < buckets; bucket++) next.selectIndex(bucket, 1);
      }
      next.replace(members, 2);
      return tableOf(next, weights.length);
    },
    removalDisruption: (_members, _position, share) => share,
  };
}

function someGrow(
  group: ResilientGroup<number>,
  members: readonly { readonly id: number; readonly weight: number }[],
): boolean {
  const weightOf = new Map(group.members.map(({ id, weight }) => [id, weight]));
  return members.some(({ id, weight }) => weight > (weightOf.get(id) ?? 0));
}

function membersOf(
  weights: readonly number[],
  ids: readonly number[] | undefined,
): { id: number; nextHop: number; weight: number }[] {
  return weights
    .map((weight, index) => ({ id: ids?.[index] ?? index, nextHop: index, weight }))
    .filter(({ weight }) => weight > 0);
}

function tableOf(group: ResilientGroup<number>, members: number): SelectionTable {
  const memberOf = Int32Array.from(group.bucketMembers(), (member) => group.members[member]!.nextHop);
  const table = bucketTable(memberOf, members);
  groups.set(table, group);
  return table;
}
