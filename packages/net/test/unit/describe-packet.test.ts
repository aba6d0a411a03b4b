import { describe, expect, it } from 'vitest';
import {
  describeFrame,
  ethernetFrame,
  ipProtocols,
  ipv4,
  macFromNumber,
  quoteOf,
  tcpFlags,
  type EthernetFrame,
  type Ipv4Packet,
  type Ipv4Payload,
} from '@ospflab/net';

const mac = macFromNumber(0x020000000001);

function packet(protocol: number, payload: Ipv4Payload): Ipv4Packet {
  return {
    kind: 'ipv4',
    source: ipv4('10.0.0.1'),
    destination: ipv4('10.0.0.2'),
    protocol,
    ttl: 64,
    typeOfService: 0,
    identification: 7,
    dontFragment: false,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload,
  };
}

const segment = packet(ipProtocols.tcp, {
  kind: 'tcp',
  sourcePort: 40000,
  destinationPort: 80,
  sequence: 1,
  acknowledgement: 9,
  flags: tcpFlags.syn | tcpFlags.ack,
  window: 100,
  options: new Uint8Array(0),
  payload: new Uint8Array(3),
});

const line = (payload: EthernetFrame['payload']): string => describeFrame(ethernetFrame(mac, mac, payload));

describe('describeFrame', () => {
  it('names flags, ports and lengths of a TCP segment', () => {
    expect(line(segment)).toBe(
      '10.0.0.1:40000 > 10.0.0.2:80 TCP [SYN ACK] seq 1 ack 9 win 100, 3 bytes ttl 64',
    );
  });

  it('says which flow an ICMP error is about', () => {
    const message = {
      kind: 'icmpDestinationUnreachable',
      code: 4,
      nextHopMtu: 1400,
      original: quoteOf(segment),
    } as const;
    expect(line(packet(ipProtocols.icmp, message))).toBe(
      '10.0.0.1 > 10.0.0.2 ICMP fragmentation needed (MTU 1400) for 10.0.0.1:40000 > 10.0.0.2:80 TCP ttl 64',
    );
  });

  it('tells an ARP question, an answer and an announcement apart', () => {
    const base = { kind: 'arp', senderMac: mac, senderIp: ipv4('10.0.0.1'), targetMac: mac } as const;
    expect(line({ ...base, operation: 'request', targetIp: ipv4('10.0.0.9') })).toBe(
      'ARP who has 10.0.0.9? 10.0.0.1 at 02:00:00:00:00:01 asks',
    );
    expect(line({ ...base, operation: 'reply', targetIp: ipv4('10.0.0.9') })).toBe(
      'ARP 10.0.0.1 is at 02:00:00:00:00:01',
    );
    expect(line({ ...base, operation: 'request', targetIp: base.senderIp })).toBe(
      'ARP announcement: 10.0.0.1 is at 02:00:00:00:00:01',
    );
  });

  it('leaves protocols above to the hook, in raw and in structured form', () => {
    const bytes = new Uint8Array([2, 1]);
    const hook = (protocol: number, payload: Uint8Array): string => `hook ${protocol} ${payload[1]}`;
    const raw = packet(ipProtocols.ospf, { kind: 'raw', bytes });
    const structured = packet(ipProtocols.ospf, {
      kind: 'structured',
      byteLength: 2,
      toBytes: () => bytes,
      value: undefined,
    });
    for (const each of [raw, structured]) {
      expect(describeFrame(ethernetFrame(mac, mac, each), hook)).toBe('10.0.0.1 > 10.0.0.2 hook 89 1 ttl 64');
      expect(line(each)).toBe('10.0.0.1 > 10.0.0.2 OSPF, 2 bytes ttl 64');
    }
  });

  it('shows what part of its packet a fragment is', () => {
    const fragment: Ipv4Packet = {
      ...packet(ipProtocols.udp, { kind: 'raw', bytes: new Uint8Array(16) }),
      moreFragments: true,
      fragmentOffsetBytes: 1480,
    };
    expect(line(fragment)).toBe(
      '10.0.0.1 > 10.0.0.2 UDP fragment of 7: bytes 1480 to 1496, more follow ttl 64',
    );
  });
});
