// What a Linux version does with a multipath route, as data.

import type { MultipathPolicyNumber } from './multipath-policies.ts';

export interface ForwardingVersion {
  /** The first version that behaves so, as [major, minor]. */
  readonly since: readonly [number, number];
  /** `perPacket`: by the clock, `PerPacketMultipath`. */
  readonly selection: 'perPacket' | 'hash';
  readonly highestPolicy: MultipathPolicyNumber;
  /** net.ipv4.fib_multipath_use_neigh. */
  readonly asksNeighbours: boolean;
  /** `ip nexthop` groups, and resilient ones among them. */
  readonly nextHopGroups: 'none' | 'hashThreshold' | 'resilient';
  /** net.ipv4.fib_multipath_hash_seed; before, each boot has other hashes. */
  readonly seedable: boolean;
  /** Local output prefers the member with the source address in question: `selectPreferringSource`. */
  readonly prefersSource: boolean;
}

const first: ForwardingVersion = {
  since: [3, 6],
  selection: 'perPacket',
  highestPolicy: 0,
  asksNeighbours: false,
  nextHopGroups: 'none',
  seedable: false,
  prefersSource: false,
};
const v4x4: ForwardingVersion = { ...first, since: [4, 4], selection: 'hash' };
const v4x7: ForwardingVersion = { ...v4x4, since: [4, 7], asksNeighbours: true };
const v4x12: ForwardingVersion = { ...v4x7, since: [4, 12], highestPolicy: 1 };
const v5x3: ForwardingVersion = { ...v4x12, since: [5, 3], highestPolicy: 2, nextHopGroups: 'hashThreshold' };
const v5x13: ForwardingVersion = { ...v5x3, since: [5, 13], nextHopGroups: 'resilient' };
const v5x14: ForwardingVersion = { ...v5x13, since: [5, 14], highestPolicy: 3 };
const v6x11: ForwardingVersion = { ...v5x14, since: [6, 11], seedable: true };
const v6x16: ForwardingVersion = { ...v6x11, since: [6, 16], prefersSource: true };

/** Oldest first. */
export const forwardingVersions: readonly ForwardingVersion[] = [
  first,
  v4x4,
  v4x7,
  v4x12,
  v5x3,
  v5x13,
  v5x14,
  v6x11,
  v6x16,
];

/** For a release such as `6.18.44`; undefined before 3.6, whose routing cache made it another matter, and for other text. */
export function forwardingVersion(release: string): ForwardingVersion | undefined {
  const match = /^(\d+)\.(\d+)/.exec(release);
  if (match === null) return undefined;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return forwardingVersions.findLast(
    ({ since }) => major > since[0] || (major === since[0] && minor >= since[1]),
  );
}
