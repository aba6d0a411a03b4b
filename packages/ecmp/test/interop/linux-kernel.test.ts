// The kernel that this machine runs, asked about fresh random flows, packets and groups in network namespaces.

import { spawnSync } from 'node:child_process';
import { release } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  forwardingVersion,
  hashThresholdBounds,
  nextHopChooser,
  ResilientGroup,
  type MultipathPolicyNumber,
} from '@ospflab/ecmp';
import { formatIpv4Address, ipv4FromNumber } from '@ospflab/net';
import { memberOfBytes } from '../hash-wire-bytes.ts';
import { wirePackets } from '../wire-packet.ts';

const seed = Number(process.env['OSPFLAB_SEED'] ?? Math.floor(Math.random() * 2 ** 32));

/** Mulberry32: small, and seeded by one number that a failure can print. */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(seed);
const below = (limit: number): number => Math.floor(random() * limit);
const list = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

function inNamespace(command: readonly string[], input: string): string {
  const ran = spawnSync('unshare', ['-n', ...command], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(`${command.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

const canAsk =
  forwardingVersion(release())?.seedable === true &&
  spawnSync('unshare', ['-n', 'ip', 'link', 'add', 'in0', 'type', 'veth', 'peer', 'name', 'in1']).status ===
    0;
const hasPython = spawnSync('python3', ['-c', '']).status === 0;

const link = [
  'ip link set lo up; ip link add in0 type veth peer name in1; ip link add out0 type veth peer name out1',
  'for i in in0 in1 out0 out1; do ip link set $i up; done',
  'sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.in0.rp_filter=0',
  'ip addr add 10.0.0.1/16 dev out0; ip addr add 10.1.0.1/24 dev in0',
].join('\n');

describe.skipIf(!canAsk)(`Linux ${release()}, seed ${seed} (OSPFLAB_SEED repeats it)`, () => {
  it('chooses for 2400 random flows over random weights and seeds as we do', () => {
    const tables = list(12, (index) => ({
      policy: (index % 4) as MultipathPolicyNumber,
      fields: 1 + below(63),
      seed: 1 + below(2 ** 32 - 1),
      weights: list(1 + below(24), () => 1 + below(256)),
      flows: list(200, () => ({
        source: ipv4FromNumber(0x64000000 + below(2 ** 24)),
        destination: ipv4FromNumber(0xc6120000 + below(2 ** 17)),
        protocol: random() < 0.5 ? 6 : 17,
        sourcePort: 1 + below(65535),
        destinationPort: 1 + below(65535),
      })),
    }));
    const script = tables.map(({ policy, fields, seed: hashSeed, weights, flows }) =>
      [
        `sysctl -qw net.ipv4.fib_multipath_hash_policy=${policy} net.ipv4.fib_multipath_hash_fields=${fields} net.ipv4.fib_multipath_hash_seed=${hashSeed}`,
        `ip route replace 198.18.0.0/15 ${weights.map((weight, i) => `nexthop via 10.0.1.${i + 1} dev out0 weight ${weight}`).join(' ')}`,
        `ip -o -batch - <<'END'`,
        ...flows.map(
          (flow) =>
            `route get ${formatIpv4Address(flow.destination)} from ${formatIpv4Address(flow.source)} iif in0 ipproto ${flow.protocol} sport ${flow.sourcePort} dport ${flow.destinationPort}`,
        ),
        'END',
      ].join('\n'),
    );
    const lines = inNamespace(['sh', '-e'], [link, ...script].join('\n'))
      .trim()
      .split('\n');
    const chosen = lines.map((line) => Number(/via 10\.0\.1\.(\d+) /.exec(line)?.[1]));
    expect(chosen).toEqual(
      // A single next hop is no multipath: there is nothing to choose.
      tables.flatMap((table) => table.flows.map(nextHopChooser(table))),
    );
  });

  it.skipIf(!hasPython)('forwards random packets of every kind, IPv4 and IPv6, as we do', () => {
    const nextHops = 100;
    const tables = list(12, (index) => ({
      policy: (index < 3 ? index : 3) as MultipathPolicyNumber,
      fields: index < 3 ? 7 : 1 + below(4095),
      seed: 1 + below(2 ** 32 - 1),
      packets: wirePackets(random, 108).map(({ kind, bytes }) => ({ kind, bytes })),
    }));
    const order = {
      nextHops,
      tables: tables.map((table) => ({
        ...table,
        packets: table.packets.map(({ bytes }) => Buffer.from(bytes).toString('hex')),
      })),
    };
    const injector = new URL('forward-packets.py', import.meta.url).pathname;
    const answers = JSON.parse(inNamespace(['python3', injector], JSON.stringify(order))) as number[][];
    const bounds = hashThresholdBounds(list(nextHops, () => 1));
    tables.forEach((table, index) => {
      const ours = table.packets.map(({ kind, bytes }) => [kind, memberOfBytes(table, bounds, bytes)]);
      expect(ours).toEqual(table.packets.map(({ kind }, place) => [kind, answers[index]![place]]));
    });
  });

  it('fills and refills resilient tables through random replacements as we do', () => {
    for (let round = 0; round < 8; round++) {
      const ids = list(2 + below(12), (index) => index + 1);
      const buckets = 8 + below(120);
      const sets = list(5, () => {
        const chosen = ids.filter(() => random() < 0.6);
        return (chosen.length === 0 ? [1] : chosen).map((id) => ({ id, nextHop: id, weight: 1 + below(20) }));
      });
      const commands = sets.flatMap((members, step) => [
        `ip nexthop ${step === 0 ? 'add' : 'replace'} id 100 group ${members.map(({ id, weight }) => `${id},${weight}`).join('/')} type resilient buckets ${buckets} idle_timer 60`,
        'ip nexthop bucket list id 100; echo',
      ]);
      const hops = ids.map((id) => `ip nexthop add id ${id} via 10.0.1.${id} dev out0`);
      const tables = inNamespace(['sh', '-e'], [link, ...hops, ...commands].join('\n'))
        .trim()
        .split('\n\n');
      const group = new ResilientGroup(sets[0]!, buckets, 0);
      sets.forEach((members, step) => {
        if (step > 0) group.replace(members, step);
        const kernel = tables[step]!.split('\n').map((line) => Number(/nhid (\d+)/.exec(line)?.[1]));
        expect(group.bucketMembers().map((member) => group.members[member]!.id)).toEqual(kernel);
      });
    }
  });
});
