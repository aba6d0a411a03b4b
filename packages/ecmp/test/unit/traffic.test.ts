import { describe, expect, it } from 'vitest';
import {
  flowAt,
  flowsOfCapture,
  flowsOfCsv,
  flowSetOf,
  heavyTailed,
  oneNat,
  oneVip,
  seededRandom,
  sequentialAddresses,
  sequentialPorts,
  trafficModels,
} from '@ospflab/ecmp';
import { encodeFrame, formatIpv4Address, ipv4, type FiveTuple } from '@ospflab/net';

const distinct = (values: ArrayLike<number>): number => new Set(Array.from(values)).size;

describe.each(trafficModels)('traffic $name', (model) => {
  it('is the same for the same seed, and another for another', () => {
    const flows = model.flows(500, seededRandom(1));
    expect(flows).toEqual(model.flows(500, seededRandom(1)));
    expect(flows).not.toEqual(model.flows(500, seededRandom(2)));
    expect(flows.count).toBe(500);
    expect(flows.bytes.every((bytes) => bytes >= 1)).toBe(true);
    expect(model.flows(0, seededRandom(1)).count).toBe(0);
  });
});

describe('traffic models', () => {
  it('do what their names say', () => {
    const ports = sequentialPorts.flows(512, seededRandom(5));
    expect(distinct(ports.source)).toBe(2);
    expect((ports.sourcePort[1]! - ports.sourcePort[0]! + 28232) % 28232).toBe(2);
    const addresses = sequentialAddresses.flows(300, seededRandom(5));
    expect(addresses.source[299]! - addresses.source[0]!).toBe(299);
    expect(distinct(oneNat.flows(300, seededRandom(5)).source)).toBe(1);
    const vip = oneVip.flows(300, seededRandom(5));
    expect([distinct(vip.destination), distinct(vip.destinationPort)]).toEqual([1, 1]);
  });

  it('heavy tails: few flows carry most bytes', () => {
    const sizes = [...heavyTailed.flows(20_000, seededRandom(5)).bytes].sort((a, b) => b - a);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const top = sizes.slice(0, 200).reduce((sum, size) => sum + size, 0);
    expect(top / total).toBeGreaterThan(0.4);
    expect(sizes.at(-1)).toBeGreaterThanOrEqual(1000);
  });
});

describe('recorded flows', () => {
  const flow: FiveTuple = {
    source: ipv4('192.0.2.1'),
    destination: ipv4('198.51.100.1'),
    protocol: 17,
    sourcePort: 1234,
    destinationPort: 53,
  };

  it('from CSV, with or without names and sizes', () => {
    const plain = flowsOfCsv('# comment\n192.0.2.1,198.51.100.1,udp,1234,53\n\n');
    expect(plain).toEqual({ ok: true, value: { flows: flowSetOf([flow]), skipped: 0 } });
    const named = flowsOfCsv('bytes;dst;src;dport;sport;proto\r\n900;198.51.100.1;192.0.2.1;53;1234;17\r\n');
    expect(named).toEqual({ ok: true, value: { flows: flowSetOf([flow], [900]), skipped: 0 } });
    expect(named.ok && flowAt(named.value.flows, 0)).toEqual(flow);
  });

  it.each([
    ['192.0.2.1,198.51.100.1,udp,1234,99999', 'line 1: dport 99999 is not a port of 0 … 65535'],
    ['src,dst,proto\n192.0.2.1,,tcp', 'line 2: dst is missing: give an IPv4 address such as "192.0.2.1"'],
    ['192.0.2.1,198.51.100.1,udp,1,2,many', 'line 1: bytes "many" is not a whole number'],
  ])('%j is refused: %s', (text, reason) => {
    expect(flowsOfCsv(text)).toEqual({ ok: false, reason });
  });

  it('from a capture: each five-tuple once, with all of its bytes', () => {
    const datagram = (sourcePort: number): Uint8Array =>
      encodeFrame({
        destination: 1 as never,
        source: 2 as never,
        payload: {
          kind: 'ipv4',
          source: flow.source,
          destination: flow.destination,
          protocol: 17,
          ttl: 9,
          typeOfService: 0,
          identification: 0,
          dontFragment: false,
          moreFragments: false,
          fragmentOffsetBytes: 0,
          payload: { kind: 'udp', sourcePort, destinationPort: 53, payload: new Uint8Array(58) },
        },
      });
    const capture = captureOf([datagram(1234), datagram(1234), datagram(77), new Uint8Array(60)]);
    const recorded = flowsOfCapture(capture);
    if (!recorded.ok) throw new Error(recorded.reason);
    expect(recorded.value.skipped).toBe(1);
    expect(flowAt(recorded.value.flows, 0)).toEqual(flow);
    expect([...recorded.value.flows.bytes]).toEqual([200, 100]);
    expect(formatIpv4Address(flowAt(recorded.value.flows, 1).source)).toBe('192.0.2.1');
    expect(flowsOfCapture(new Uint8Array(9))).toMatchObject({ ok: false });
  });
});

/** A classic pcap file of Ethernet frames. */
function captureOf(frames: readonly Uint8Array[]): Uint8Array {
  const bytes: number[] = [];
  const word = (value: number): void => void bytes.push(...new Uint8Array(Uint32Array.of(value).buffer));
  for (const value of [0xa1b2c3d4, 0x00040002, 0, 0, 65535, 1]) word(value);
  for (const frame of frames) {
    for (const value of [0, 0, frame.length, frame.length]) word(value);
    bytes.push(...frame);
  }
  return Uint8Array.from(bytes);
}
