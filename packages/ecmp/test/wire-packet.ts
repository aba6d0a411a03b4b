// Packets of every kind that Linux hashes differently, as bytes, with random addresses and ports.

import { encodeIpv4, ipv4FromNumber, type Ipv4Packet } from '@ospflab/net';

export interface WirePacket {
  readonly kind: string;
  readonly bytes: Uint8Array;
}

type Random = () => number;

const bytesOf = (...parts: (number | readonly number[] | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const u16 = (value: number): number[] => [value >>> 8, value & 255];
const randomBytes = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => below(random, 256));

const tcp = (random: Random): Uint8Array =>
  bytesOf(randomBytes(random, 4), [0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 32, 0, 0, 0, 0, 0]);
const udp = (random: Random): Uint8Array => bytesOf(randomBytes(random, 4), u16(16), 0, 0, new Uint8Array(8));

/** Sources 100/8, destinations in 198.18/15, so that a router between test networks forwards it. */
function ip4(
  random: Random,
  protocol: number,
  bytes: Uint8Array,
  header: Partial<Ipv4Packet> = {},
): Uint8Array {
  return encodeIpv4({
    kind: 'ipv4',
    source: ipv4FromNumber(0x64000000 + below(random, 2 ** 24)),
    destination: ipv4FromNumber(0xc6120000 + below(random, 2 ** 17)),
    protocol,
    ttl: 64,
    typeOfService: 0,
    identification: below(random, 65536),
    dontFragment: false,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    ...header,
    payload: { kind: 'raw', bytes },
  });
}

/** From 2001:db9::/32 to 2001:db8::/32. */
function ip6(
  random: Random,
  nextHeader: number,
  bytes: Uint8Array,
  label = below(random, 2 ** 20),
): Uint8Array {
  return bytesOf(
    [0x60, label >>> 16, (label >>> 8) & 255, label & 255],
    u16(bytes.length),
    [nextHeader, 64],
    [0x20, 0x01, 0x0d, 0xb9],
    randomBytes(random, 12),
    [0x20, 0x01, 0x0d, 0xb8],
    randomBytes(random, 12),
    bytes,
  );
}

const gre = (flags: number, etherType: number, inside: Uint8Array): Uint8Array => {
  const words = [0x8000, 0x2000, 0x1000].filter((flag) => (flags & flag) !== 0).length;
  return bytesOf(u16(flags), u16(etherType), new Uint8Array(4 * words).fill(7), inside);
};
const bridged = (etherType: number, inside: Uint8Array): Uint8Array =>
  bytesOf(new Uint8Array(12).fill(2), u16(etherType), inside);

const kinds4: Readonly<Record<string, (random: Random) => Uint8Array>> = {
  tcp: (r) => ip4(r, 6, tcp(r)),
  udp: (r) => ip4(r, 17, udp(r)),
  'udp with IP options': (r) => ip4(r, 17, udp(r), { options: bytesOf(1, 1, 1, 0) }),
  sctp: (r) => ip4(r, 132, bytesOf(randomBytes(r, 4), new Uint8Array(8))),
  esp: (r) => ip4(r, 50, bytesOf(randomBytes(r, 16))),
  ah: (r) => ip4(r, 51, bytesOf(randomBytes(r, 24))),
  ospf: (r) => ip4(r, 89, bytesOf(randomBytes(r, 24))),
  'first fragment': (r) => ip4(r, 17, udp(r), { moreFragments: true }),
  'later fragment': (r) => ip4(r, 17, udp(r), { fragmentOffsetBytes: 40 }),
  'icmp echo': (r) => ip4(r, 1, bytesOf(8, 0, 0, 0, randomBytes(r, 8))),
  'icmp packet too big': (r) => ip4(r, 1, bytesOf(3, 4, 0, 0, 0, 0, 5, 120, ip4(r, 6, tcp(r)))),
  ipip: (r) => ip4(r, 4, ip4(r, 6, tcp(r))),
  'ipip of a fragment': (r) => ip4(r, 4, ip4(r, 17, udp(r), { moreFragments: true })),
  'fragment of ipip': (r) => ip4(r, 4, ip4(r, 6, tcp(r)), { moreFragments: true }),
  'ipip twice': (r) => ip4(r, 4, ip4(r, 4, ip4(r, 17, udp(r)))),
  'ipv6 in ipv4': (r) => ip4(r, 41, ip6(r, 6, tcp(r))),
  gre: (r) => ip4(r, 47, gre(0, 0x0800, ip4(r, 6, tcp(r)))),
  'gre with checksum, key and sequence': (r) => ip4(r, 47, gre(0xb000, 0x0800, ip4(r, 17, udp(r)))),
  'gre of ipv6': (r) => ip4(r, 47, gre(0x2000, 0x86dd, ip6(r, 17, udp(r)))),
  'gre of ethernet': (r) => ip4(r, 47, gre(0, 0x6558, bridged(0x0800, ip4(r, 6, tcp(r))))),
  'gre of ethernet with a VLAN': (r) =>
    ip4(r, 47, gre(0, 0x6558, bridged(0x8100, bytesOf(0, 5, 8, 0, ip4(r, 6, tcp(r)))))),
  'gre with routing': (r) => ip4(r, 47, gre(0x4000, 0x0800, ip4(r, 6, tcp(r)))),
  'gre of something unknown': (r) => ip4(r, 47, gre(0, 0x1234, ip4(r, 6, tcp(r)))),
  pptp: (r) =>
    ip4(
      r,
      47,
      bytesOf(u16(0x3081), u16(0x880b), randomBytes(r, 12), [0xff, 3], u16(0x21), ip4(r, 6, tcp(r))),
    ),
  'cut ipip': (r) => ip4(r, 4, ip4(r, 6, tcp(r)).subarray(0, 12)),
};

const kinds6: Readonly<Record<string, (random: Random) => Uint8Array>> = {
  'ipv6 tcp': (r) => ip6(r, 6, tcp(r)),
  'ipv6 udp without a label': (r) => ip6(r, 17, udp(r), 0),
  'ipv6 echo': (r) => ip6(r, 58, bytesOf(128, 0, 0, 0, randomBytes(r, 8))),
  'ipv6 packet too big': (r) => ip6(r, 58, bytesOf(2, 0, 0, 0, 0, 0, 5, 0, ip6(r, 6, tcp(r)))),
  'ipv6 hop-by-hop options': (r) => ip6(r, 0, bytesOf(17, 0, [1, 4, 0, 0, 0, 0], udp(r))),
  'ipv6 destination options': (r) => ip6(r, 60, bytesOf(6, 0, [1, 4, 0, 0, 0, 0], tcp(r))),
  'ipv6 first fragment': (r) => ip6(r, 44, bytesOf(17, 0, 0, 1, randomBytes(r, 4), udp(r))),
  'ipv6 later fragment': (r) => ip6(r, 44, bytesOf(17, 0, 0, 64, randomBytes(r, 4), udp(r))),
  'ipv6 in ipv6': (r) => ip6(r, 41, ip6(r, 6, tcp(r))),
  'ipv4 in ipv6': (r) => ip6(r, 4, ip4(r, 6, tcp(r))),
  'gre over ipv6': (r) => ip6(r, 47, gre(0x2000, 0x86dd, ip6(r, 17, udp(r)))),
};

export const wireKinds: readonly string[] = [...Object.keys(kinds4), ...Object.keys(kinds6)];

/** `count` packets, the kinds by turns. */
export function wirePackets(random: Random, count: number): WirePacket[] {
  const makers = [...Object.entries(kinds4), ...Object.entries(kinds6)];
  return Array.from({ length: count }, (_, index) => {
    const [kind, make] = makers[index % makers.length]!;
    return { kind, bytes: make(random) };
  });
}
