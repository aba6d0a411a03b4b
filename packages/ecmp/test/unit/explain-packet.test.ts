import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  chooseNextHop,
  explainHash,
  formatHashExplanation,
  hashGivenPacket,
  ipv6PacketOf,
  parseFlow,
  parseIpv6Address,
  parsePacket,
  parsePacketLine,
  ResilientGroup,
  resilientRoute,
  siphash24,
  socketL4Hash,
  thresholdRoute,
  type GivenPacket,
  type LinuxHashOptions,
  type MultipathPolicyNumber,
} from '@ospflab/ecmp';

const given = (value: unknown): GivenPacket => {
  const parsed = parsePacket(value);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};
const reasonOf = (value: unknown): string => {
  const parsed = parsePacket(value);
  return parsed.ok ? 'accepted' : parsed.reason;
};
const flow = { src: '192.0.2.1', dst: '198.51.100.1', proto: 'tcp', sport: 1234, dport: 80 };

describe('IPv6 addresses', () => {
  it.each([
    ['2001:db8::1', '20010db8000000000000000000000001'],
    ['::', '0'.repeat(32)],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['fe80::', 'fe80' + '0'.repeat(28)],
  ])('%s', (text, hex) => {
    expect(Buffer.from(parseIpv6Address(text)!).toString('hex')).toBe(hex);
  });

  it.each([
    '',
    ':',
    '1:2:3',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'fe80::1%eth0',
    '::1.2.3.4:5',
  ])('"%s" is none', (text) => {
    expect(parseIpv6Address(text)).toBeUndefined();
  });
});

describe('packets as users describe them', () => {
  const recorded = JSON.parse(
    readFileSync(new URL('../fixtures/linux-6.18.json', import.meta.url), 'utf8'),
  ) as {
    wire: {
      policy: MultipathPolicyNumber;
      seed: number;
      n: number;
      cases: {
        kind: string;
        src: string;
        dst: string;
        sport: number;
        dport: number;
        inner: null | { isrc: string; idst: string; isp: number; idp: number };
        nh: number;
      }[];
    }[];
  };
  const kindOf: Readonly<Record<string, string>> = {
    tcp: 'flow',
    udp: 'flow',
    frag_first: 'fragment-first',
    frag_rest: 'fragment-later',
    icmp_echo: 'icmp-echo',
    icmp_ptb: 'icmp-error',
    ipip: 'ipip',
    gre: 'gre',
  };

  it.each(recorded.wire.map((table) => [table.policy, table] as const))(
    'take the next hops that Linux 6.18 chose for packets of their kind, policy %i',
    (policy, { seed, n, cases }) => {
      const route = thresholdRoute({ kind: 'legacy', weights: Array.from({ length: n }, () => 1) });
      const answers = cases.map(({ kind, src, dst, sport, dport, inner }) => {
        const proto = kind === 'tcp' ? 6 : ['udp', 'frag_first', 'frag_rest'].includes(kind) ? 17 : undefined;
        const carried = inner && {
          src: inner.isrc,
          dst: inner.idst,
          proto: 17,
          sport: inner.isp,
          dport: inner.idp,
        };
        const packet = {
          kind: kindOf[kind],
          src,
          dst,
          sport,
          dport,
          ...(proto && { proto }),
          ...(carried && { inner: carried }),
        };
        return route.choose(hashGivenPacket({ policy, seed }, given(packet))!);
      });
      expect(answers).toEqual(cases.map(({ nh }) => nh));
    },
  );

  it('a whole packet is what chooseNextHop takes a flow for, whatever its protocol', () => {
    const route = thresholdRoute({ kind: 'legacy', weights: [1, 2, 3, 4] });
    for (const proto of [1, 6, 17, 33, 47, 50, 51, 89, 132, 136, 255]) {
      const parsed = parseFlow({ ...flow, proto });
      const question = { policy: 1, seed: 3, weights: [1, 2, 3, 4] } as const;
      const hash = hashGivenPacket(question, given({ ...flow, proto }))!;
      expect(parsed.ok && chooseNextHop(question, parsed.value)).toBe(route.choose(hash));
    }
  });

  it.each([
    [[], 'a packet is an object with src, dst, proto, sport, dport, and if need be kind and inner'],
    [
      { ...flow, kind: 'arp' },
      'kind "arp" is not one of flow, fragment-first, fragment-later, icmp-echo, icmp-error, ipip, gre',
    ],
    [{ ...flow, kind: 'gre' }, 'inner is missing: give the flow that the gre packet is about'],
    [{ ...flow, kind: 'gre', inner: { src: 'x' } }, 'inner: src "x" is not an IPv4 address'],
    [{ ...flow, src: '::1' }, 'dst "198.51.100.1" is not an IPv6 address'],
    [
      { ...flow, src: '::1', dst: '::2', kind: 'gre' },
      'an IPv6 packet of kind gre can only be given in a capture',
    ],
    [{ ...flow, src: '::1', dst: '::2', label: 2 ** 20 }, 'label 1048576 is not a flow label of 0 … 1048575'],
  ])('%j: %s', (value, reason) => {
    expect(reasonOf(value)).toBe(reason);
  });

  it('lines that are not JSON are shown', () => {
    expect(parsePacketLine('src=1')).toEqual({ ok: false, reason: 'not JSON: src=1' });
    expect(parsePacketLine(JSON.stringify(flow)).ok).toBe(true);
  });

  it('IPv6 out of a capture ends where its header says', () => {
    const packet = given({ ...flow, src: '2001:db8::1', dst: '2001:db8::2' });
    const bytes = packet.family === 6 ? packet.bytes : new Uint8Array(0);
    expect(ipv6PacketOf(0x86dd, Uint8Array.of(...bytes, 0, 0))).toEqual(packet);
    expect(ipv6PacketOf(0x0806, bytes)).toBeUndefined();
    expect(ipv6PacketOf(0x86dd, bytes.subarray(0, 39))).toBeUndefined();
    expect(hashGivenPacket({ policy: 1, seed: 1 }, { family: 6, bytes: new Uint8Array(5) })).toBeUndefined();
  });
});

describe('explanations', () => {
  const keyOf = (seed: number): Uint8Array =>
    Uint8Array.from({ length: 16 }, (_, i) => seed >>> ((i & 3) * 8));

  // Measured: SipHash of the record under seed 1 is 533542ad for this flow, bd8e5a20 for the IPv6 one.
  it('show the bytes whose SipHash is the hash', () => {
    const options: LinuxHashOptions = { policy: 1, seed: 1 };
    const explanation = explainHash(options, given(flow));
    const [record] = explanation.records;
    expect(record!.sipHash.toString(16)).toBe('533542ad');
    expect(siphash24(record!.bytes, keyOf(1)).low).toBe(record!.sipHash);
    expect(explanation.hash).toBe(record!.sipHash >>> 1);
    expect(record!.fields).toMatchObject({ protocol: 6, 'first port': 80, 'second port': 1234 });
    const ipv6 = { ...flow, src: '2001:db8::1', dst: '2001:db8:1::2', dport: 443 };
    const [record6] = explainHash(options, given(ipv6)).records;
    expect(record6!.sipHash.toString(16)).toBe('bd8e5a20');
    expect(record6!.bytes.length).toBe(72);
    expect(siphash24(record6!.bytes, keyOf(1)).low).toBe(record6!.sipHash);
  });

  it('agree with the hash for every kind of packet and policy', () => {
    const inner = { src: '10.1.1.1', dst: '10.2.2.2', proto: 6, sport: 5, dport: 6 };
    for (const policy of [0, 1, 2, 3] as const) {
      const options = { policy, seed: 9, fields: 0xfff };
      for (const kind of ['flow', 'fragment-first', 'icmp-error', 'ipip', 'gre']) {
        const packet = given({
          ...flow,
          kind,
          ...(kind === 'flow' || kind === 'fragment-first' ? {} : { inner }),
        });
        const explanation = explainHash(options, packet);
        expect(explanation.hash).toBe(hashGivenPacket(options, packet));
        expect(explanation.mixed).toBe(policy === 3);
        const text = formatHashExplanation(explanation, 9);
        expect(text).toContain(`upper 31 bits: ${explanation.hash}`);
      }
    }
    const proto = { ...flow, proto: undefined };
    const parts = explainHash({ policy: 3, seed: 9, fields: 0xfff }, given({ ...proto, kind: 'gre', inner }));
    expect(parts.records.map(({ part }) => part)).toEqual(['outer', 'inner']);
  });

  it('say when a packet brings its hash along', () => {
    const options = { policy: 1, seed: 1, l4Hash: socketL4Hash } as const;
    const explanation = explainHash(options, given(flow), 0xfedcba98);
    expect(explanation).toMatchObject({ carried: 0xfedcba98, hash: 0xfedcba98 >>> 1, records: [] });
    expect(formatHashExplanation(explanation, 1)).toContain('brings the hash fedcba98');
  });
});

describe('routes explain their choice', () => {
  it('regions, and failed neighbours', () => {
    const weights = [1, 0, 1];
    const route = thresholdRoute({ kind: 'legacy', weights });
    expect(route.explain(5)).toBe('hash 5 lies in the region of member 1, 0 … 1073741823');
    expect(route.explain(2 ** 30)).toBe(
      'hash 1073741824 lies in the region of member 3, 1073741824 … 2147483647',
    );
    const failing = thresholdRoute({ kind: 'group', weights, failed: Uint8Array.of(1, 0, 0) });
    expect(failing.choose(5)).toBe(3);
    expect(failing.explain(5)).toContain('whose neighbour has failed: member 3 is the next good one');
    expect(thresholdRoute({ kind: 'legacy', weights: [0] }).explain(1)).toBe('every member is dead');
  });

  it('buckets', () => {
    const members = [1, 1].map((weight, id) => ({ id, nextHop: id, weight }));
    const route = resilientRoute(new ResilientGroup(members, 8, 0), [0, 1]);
    expect(route.choose(11)).toBe(2);
    expect(route.explain(11)).toBe('hash 11 modulo 8 buckets is bucket 3, which belongs to member 2');
  });
});
