import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  hashFieldNames,
  hashThresholdBounds,
  linuxMultipathHash,
  parseFlow,
  ResilientGroup,
  type MultipathPolicyNumber,
} from '@ospflab/ecmp';
import { ipv4 } from '@ospflab/net';
import { memberOfBytes } from '../hash-wire-bytes.ts';
import { wireKinds } from '../wire-packet.ts';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));

const recorded = fixture('linux-6.18-all-policies.json') as {
  readonly nextHops: number;
  readonly tables: readonly {
    readonly policy: MultipathPolicyNumber;
    readonly fields: number;
    readonly seed: number;
    readonly packets: readonly [kind: string, bytes: string, nextHop: number][];
  }[];
};

const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));

describe('Linux 6.18, packets of every kind under all policies', () => {
  it('were recorded for every policy, and every kind in each', () => {
    expect(new Set(recorded.tables.map(({ policy }) => policy))).toEqual(new Set([0, 1, 2, 3]));
    for (const { packets } of recorded.tables) {
      expect(new Set(packets.map(([kind]) => kind))).toEqual(new Set(wireKinds));
    }
  });

  it.each(
    recorded.tables.map((table) => [table.policy, hashFieldNames(table.fields).join(' '), table] as const),
  )(
    'policy %i, fields %s: every packet leaves by the next hop the kernel chose',
    (policy, _names, { fields, seed, packets }) => {
      const bounds = hashThresholdBounds(Array.from({ length: recorded.nextHops }, () => 1));
      const ours = packets.map(([kind, hex]) => [
        kind,
        memberOfBytes({ policy, fields, seed }, bounds, fromHex(hex)),
      ]);
      expect(ours).toEqual(packets.map(([kind, , nextHop]) => [kind, nextHop]));
    },
  );

  it('a flow given by its parts hashes as its packet does', () => {
    for (const policy of [0, 1, 2, 3] as const) {
      const options = { policy, seed: 77, fields: 0x3f };
      const bounds = hashThresholdBounds(Array.from({ length: 4096 }, () => 1));
      const bytes = fromHex(
        '45000028000000004006000064010203c612000504d2005000000001000000005002200000000000',
      );
      const hash = linuxMultipathHash(options, ipv4('100.1.2.3'), ipv4('198.18.0.5'), 6, 1234, 80);
      expect(Math.floor(hash / 2 ** 19) + 1).toBe(memberOfBytes(options, bounds, bytes));
    }
  });
});

describe('Linux 6.18, a resilient group', () => {
  const { flows, resilient } = fixture('linux-6.18.json') as {
    readonly flows: readonly unknown[];
    readonly resilient: {
      readonly weights: number[];
      readonly buckets: number;
      readonly before: number[];
      readonly afterRemoving5: number[];
      readonly seed: number;
      readonly policy: MultipathPolicyNumber;
      readonly nh: number[];
    };
  };
  const members = resilient.weights.map((weight, index) => ({ id: index + 1, nextHop: index + 1, weight }));
  const table = (group: ResilientGroup<number>): number[] =>
    group.bucketMembers().map((member) => group.members[member]!.nextHop);

  it('fills its buckets, and refills those of a removed member, as the kernel did', () => {
    const group = new ResilientGroup(members, resilient.buckets, 0);
    expect(table(group)).toEqual(resilient.before);
    group.remove(4, 1e9);
    expect(table(group)).toEqual(resilient.afterRemoving5);
    expect(group.upkeepAt).toBeUndefined();
  });

  it('sends every flow to the next hop the kernel chose', () => {
    const group = new ResilientGroup(members, resilient.buckets, 0);
    const chosen = flows.map((value) => {
      const flow = parseFlow(value);
      if (!flow.ok) throw new Error(flow.reason);
      const { source, destination, protocol, sourcePort, destinationPort } = flow.value;
      return group.select(
        linuxMultipathHash(resilient, source, destination, protocol, sourcePort, destinationPort),
        1,
      );
    });
    expect(chosen).toEqual(resilient.nh);
  });
});
