import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  chooseNextHop,
  hashPacket,
  NextHopGroup,
  nextHopChooser,
  parseFlow,
  type MultipathPolicyNumber,
} from '@ospflab/ecmp';
import {
  decodeIpv4,
  encodeIcmp,
  encodeIpv4,
  encodeUdp,
  ipProtocols,
  ipv4,
  quoteOf,
  type FiveTuple,
  type Ipv4Packet,
  type Ipv4Payload,
} from '@ospflab/net';

interface WireCase {
  readonly kind: string;
  readonly src: string;
  readonly dst: string;
  readonly sport: number;
  readonly dport: number;
  readonly inner: { isrc: string; idst: string; isp: number; idp: number } | null;
  readonly nh: number;
}

interface Recorded {
  readonly flows: readonly unknown[];
  readonly route_get: readonly { policy: number; seed: number; weights: number[]; nh: number[] }[];
  readonly wire: readonly { policy: number; seed: number; n: number; cases: WireCase[] }[];
}

const recorded = JSON.parse(
  readFileSync(new URL('../fixtures/linux-6.18.json', import.meta.url), 'utf8'),
) as Recorded;

const flows = recorded.flows.map((flow): FiveTuple => {
  const parsed = parseFlow(flow);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
});

const modelled = <T extends { policy: number }>(tables: readonly T[]): T[] =>
  tables.filter((table) => table.policy <= 1);

describe('Linux 6.18, ip route get', () => {
  it.each(
    modelled(recorded.route_get).map((table, index) => [index, table.policy, table.seed, table] as const),
  )(
    'table %i: policy %i, seed %i: every next hop is the one the kernel chose',
    (_index, policy, seed, table) => {
      const choose = nextHopChooser({
        policy: policy as MultipathPolicyNumber,
        seed,
        weights: table.weights,
      });
      expect(flows.map(choose)).toEqual(table.nh);
      expect(flows.length).toBe(400);
      const question = { policy: policy as MultipathPolicyNumber, seed, weights: table.weights };
      expect(chooseNextHop(question, flows[0]!)).toBe(table.nh[0]);
    },
  );
});

function header(from: string, to: string, protocol: number, payload: Ipv4Payload): Ipv4Packet {
  return {
    kind: 'ipv4',
    source: ipv4(from),
    destination: ipv4(to),
    protocol,
    ttl: 64,
    typeOfService: 0,
    identification: 4242,
    dontFragment: false,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload,
  };
}

function udpPacket(from: string, to: string, sourcePort: number, destinationPort: number): Ipv4Packet {
  const payload = { kind: 'udp', sourcePort, destinationPort, payload: new Uint8Array(64) } as const;
  return header(from, to, ipProtocols.udp, payload);
}

/** The packet that was put on the wire for a recorded case. */
function packetOf({ kind, src, dst, sport, dport, inner }: WireCase): Ipv4Packet {
  const whole = udpPacket(src, dst, sport, dport);
  const innerPacket = inner === null ? whole : udpPacket(inner.isrc, inner.idst, inner.isp, inner.idp);
  const innerBytes = encodeIpv4(innerPacket);
  switch (kind) {
    case 'tcp':
      return header(src, dst, ipProtocols.tcp, {
        kind: 'tcp',
        sourcePort: sport,
        destinationPort: dport,
        sequence: 1,
        acknowledgement: 0,
        flags: 2,
        window: 8192,
        options: new Uint8Array(0),
        payload: new Uint8Array(0),
      });
    case 'udp':
      return whole;
    case 'frag_first':
    case 'frag_rest': {
      const isFirst = kind === 'frag_first';
      const datagram = encodeUdp(
        { kind: 'udp', sourcePort: sport, destinationPort: dport, payload: new Uint8Array(64) },
        ipv4(src),
        ipv4(dst),
      );
      const bytes = isFirst ? datagram.subarray(0, 40) : datagram.subarray(40);
      return {
        ...header(src, dst, ipProtocols.udp, { kind: 'raw', bytes }),
        moreFragments: isFirst,
        fragmentOffsetBytes: isFirst ? 0 : 40,
      };
    }
    case 'icmp_echo':
      return header(src, dst, ipProtocols.icmp, {
        kind: 'icmpEcho',
        operation: 'request',
        identifier: 77,
        sequence: 1,
        payload: new Uint8Array(8),
      });
    case 'icmp_ptb':
      return header(src, dst, ipProtocols.icmp, {
        kind: 'icmpDestinationUnreachable',
        code: 4,
        nextHopMtu: 1400,
        original: quoteOf(innerPacket, 28),
      });
    case 'ipip':
      return header(src, dst, 4, { kind: 'raw', bytes: innerBytes });
    case 'gre':
      return header(src, dst, 47, { kind: 'raw', bytes: new Uint8Array([0, 0, 8, 0, ...innerBytes]) });
    default:
      throw new Error(`no packet of kind ${kind}`);
  }
}

describe('Linux 6.18, injected packets', () => {
  const tables = modelled(recorded.wire);

  it('were recorded for both policies and all kinds', () => {
    expect(tables.map(({ policy }) => policy)).toEqual([0, 1]);
    for (const { cases } of tables) expect(new Set(cases.map(({ kind }) => kind)).size).toBe(8);
  });

  it.each(tables.map((table) => [table.policy, table] as const))(
    'policy %i: every packet leaves by the next hop the kernel chose, decoded or as bytes',
    (policy, { seed, n, cases }) => {
      const group = new NextHopGroup(
        Array.from({ length: n }, (_, index) => ({ nextHop: index + 1, weight: 1 })),
      );
      const options = { policy: policy as MultipathPolicyNumber, seed };
      const chosen = cases.map((wireCase) => group.select(hashPacket(options, packetOf(wireCase))));
      expect(chosen).toEqual(cases.map(({ nh }) => nh));
      const fromBytes = cases.map((wireCase) => {
        const decoded = decodeIpv4(encodeIpv4(packetOf(wireCase)));
        return decoded.ok ? group.select(hashPacket(options, decoded.value)) : decoded.reason;
      });
      expect(fromBytes).toEqual(chosen);
    },
  );

  it('policy 0 takes the quoted addresses of every ICMP error type and of a first fragment of one', () => {
    const inner = udpPacket('198.51.100.1', '192.0.2.1', 80, 1234);
    const original = quoteOf(inner, 28);
    const rest = new Uint8Array([0, 0, 0, 0, ...original]);
    const errors: Ipv4Payload[] = [
      { kind: 'icmpTimeExceeded', code: 0, original },
      { kind: 'icmpRedirect', code: 1, gateway: ipv4('10.0.0.1'), original },
      { kind: 'icmpOther', type: 12, code: 0, bytes: rest },
      { kind: 'icmpOther', type: 4, code: 0, bytes: rest },
    ];
    const options = { policy: 0, seed: 1 } as const;
    const ofFlow = hashPacket(options, inner);
    for (const error of errors) {
      const packet = header('203.0.113.9', '192.0.2.1', ipProtocols.icmp, error);
      expect(hashPacket(options, packet)).toBe(ofFlow);
      const bytes = encodeIcmp(error as Extract<Ipv4Payload, { kind: 'icmpOther' }>);
      const fragment = { ...packet, payload: { kind: 'raw', bytes } as const, moreFragments: true };
      expect(hashPacket(options, fragment)).toBe(ofFlow);
      expect(hashPacket(options, { ...fragment, fragmentOffsetBytes: 8 })).not.toBe(ofFlow);
    }
    const query = header('203.0.113.9', '192.0.2.1', ipProtocols.icmp, {
      kind: 'icmpOther',
      type: 13,
      code: 0,
      bytes: rest,
    });
    expect(hashPacket(options, query)).not.toBe(ofFlow);
  });
});
