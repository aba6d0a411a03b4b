import { describe, expect, it } from 'vitest';
import {
  forwardingVersion,
  forwardingVersions,
  hashPacket,
  hashThresholdBounds,
  microsoftToeplitzKey,
  nicL4Hash,
  noL4Hash,
  PerPacketMultipath,
  selectByHashThreshold,
  selectPreferringSource,
  SocketHash,
  socketL4Hash,
} from '@ospflab/ecmp';
import { decodeIpv4, encodeIpv4, ipv4, type Ipv4Packet } from '@ospflab/net';

describe('multipath without a hash', () => {
  // Linux 3.6 … 4.3: net/ipv4/fib_semantics.c (fib_select_multipath)
  it('gives each member its weight in every round, whatever the flow', () => {
    const weights = [1, 2, 5];
    const multipath = new PerPacketMultipath(weights);
    for (let round = 0; round < 20; round++) {
      const counts = [0, 0, 0];
      for (let packet = 0; packet < 8; packet++) counts[multipath.select(round * 7919 + packet * 31)]!++;
      expect(counts).toEqual(weights);
    }
  });

  it('sends packets of one connection to several members', () => {
    const multipath = new PerPacketMultipath([1, 1]);
    const members = [multipath.select(1000), multipath.select(1000), multipath.select(1001)];
    expect(new Set(members).size).toBe(2);
  });

  it('stays on the first member that its credit reaches, passes the dead by', () => {
    expect(new PerPacketMultipath([3, 1]).select(3)).toBe(0);
    expect(new PerPacketMultipath([2, 2]).select(3)).toBe(1);
    expect(new PerPacketMultipath([0, 2]).select(0)).toBe(1);
    expect(new PerPacketMultipath([0, 0]).select(0)).toBe(-1);
  });
});

describe('preference of the source address on local output', () => {
  const bounds = hashThresholdBounds([1, 1, 1]);
  const [first, second, third] = [0, 2 ** 30, 2 ** 31 - 1];

  // Linux 6.16: net/ipv4/fib_semantics.c (fib_select_multipath)
  it('takes the matching member that the hash allows, else the first that matches', () => {
    const sources = [10, 20, 10];
    expect(selectPreferringSource(bounds, first, sources, 10)).toBe(0);
    expect(selectPreferringSource(bounds, second, sources, 10)).toBe(2);
    expect(selectPreferringSource(bounds, third, sources, 20)).toBe(1);
    expect(selectPreferringSource(bounds, second, sources, 10, Uint8Array.of(0, 0, 1))).toBe(0);
  });

  it('without a match or a source is hash-threshold', () => {
    for (const hash of [first, second, third]) {
      for (const failed of [
        undefined,
        Uint8Array.of(1, 0, 0),
        Uint8Array.of(0, 1, 1),
        Uint8Array.of(1, 1, 1),
      ]) {
        const expected = selectByHashThreshold(bounds, hash, failed);
        expect(selectPreferringSource(bounds, hash, [10, 20, 30], 99, failed)).toBe(expected);
        expect(selectPreferringSource(bounds, hash, [10, 20, 30], 0, failed)).toBe(expected);
      }
    }
    expect(selectPreferringSource(hashThresholdBounds([0]), 0, [1], 1)).toBe(-1);
  });
});

describe('the hash that a packet brings along', () => {
  const segment = (protocol: number, changes: Partial<Ipv4Packet> = {}): Ipv4Packet => ({
    kind: 'ipv4',
    source: ipv4('66.9.149.187'),
    destination: ipv4('161.142.100.80'),
    protocol,
    ttl: 64,
    typeOfService: 0,
    identification: 1,
    dontFragment: false,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload: {
      kind: 'tcp',
      sourcePort: 2794,
      destinationPort: 1766,
      sequence: 0,
      acknowledgement: 0,
      flags: 2,
      window: 0,
      options: new Uint8Array(0),
      payload: new Uint8Array(0),
    },
    ...changes,
  });
  const plain = { policy: 1, seed: 5 } as const;
  const own = hashPacket(plain, segment(6));

  it('of the card is Toeplitz over the ports, for whole TCP segments', () => {
    const options = { ...plain, l4Hash: nicL4Hash(microsoftToeplitzKey) };
    expect(hashPacket(options, segment(6))).toBe(0x51ccc178 >>> 1);
    const asBytes = { kind: 'raw', bytes: encodeIpv4(segment(6)).subarray(20) } as const;
    expect(hashPacket(options, segment(6, { payload: asBytes }))).toBe(0x51ccc178 >>> 1);
    const fragment = segment(6, { moreFragments: true, payload: asBytes });
    expect(hashPacket(options, fragment)).toBe(hashPacket(plain, fragment));
    const echo = segment(1, { payload: { kind: 'raw', bytes: new Uint8Array(8) } });
    expect(hashPacket(options, echo)).toBe(hashPacket(plain, echo));
  });

  it('of the card covers UDP only when it was told so', () => {
    const payload = {
      kind: 'udp',
      sourcePort: 2794,
      destinationPort: 1766,
      payload: new Uint8Array(0),
    } as const;
    const datagram = segment(17, { payload });
    const withoutUdp = { ...plain, l4Hash: nicL4Hash(microsoftToeplitzKey) };
    const withUdp = { ...plain, l4Hash: nicL4Hash(microsoftToeplitzKey, true) };
    expect(hashPacket(withoutUdp, datagram)).toBe(hashPacket(plain, datagram));
    expect(hashPacket(withUdp, datagram)).toBe(0x51ccc178 >>> 1);
  });

  it('of the socket decides while packets stay in one kernel, and changes with a retransmission', () => {
    let draw = 0;
    const socket = new SocketHash(() => [0.25, 0.75, 0][draw++]!);
    const options = { ...plain, l4Hash: socketL4Hash };
    expect(hashPacket(options, segment(6), socket.value)).toBe(2 ** 29);
    socket.retransmitted();
    expect(hashPacket(options, segment(6), socket.value)).toBe(3 * 2 ** 29);
    socket.retransmitted();
    expect(socket.value).toBe(1);
    expect(hashPacket(options, segment(6))).toBe(own);
  });

  it('counts for policy 1 only, and not at all when it is off', () => {
    expect(hashPacket({ ...plain, l4Hash: noL4Hash }, segment(6), 7)).toBe(own);
    for (const policy of [0, 2, 3] as const) {
      const options = { policy, seed: 5, l4Hash: socketL4Hash };
      expect(hashPacket(options, segment(6), 12345)).toBe(hashPacket({ policy, seed: 5 }, segment(6)));
    }
    const decoded = decodeIpv4(encodeIpv4(segment(6)));
    expect(decoded.ok && hashPacket(plain, decoded.value)).toBe(own);
  });
});

describe('Linux versions', () => {
  it('are in order, each found by its release', () => {
    for (const version of forwardingVersions)
      expect(forwardingVersion(version.since.join('.'))).toBe(version);
    expect(forwardingVersion('3.5.7')).toBeUndefined();
    expect(forwardingVersion('linux')).toBeUndefined();
    expect(forwardingVersion('4.3.6')?.selection).toBe('perPacket');
    expect(forwardingVersion('4.19.0-27-amd64')).toMatchObject({ highestPolicy: 1, seedable: false });
    expect(forwardingVersion('6.18.44')).toMatchObject({ seedable: true, prefersSource: true });
  });
});
