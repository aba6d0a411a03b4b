// Packets of clients towards a virtual service.

import { ipProtocols, ipv4, tcpFlags, type Ipv4Packet } from '@ospflab/net';

export const virtualAddress = ipv4('192.168.28.211');

const noBytes = new Uint8Array(0);

export interface ClientPacket {
  readonly client: string;
  readonly port: number;
  readonly virtualPort?: number;
  readonly ttl?: number;
  readonly payload?: number;
  /** SYN segments of Linux carry 20 bytes of options, all others 12. */
  readonly options?: number;
}

export function tcp(flags: number, packet: ClientPacket): Ipv4Packet {
  return {
    ...ip(packet, ipProtocols.tcp),
    payload: {
      kind: 'tcp',
      sourcePort: packet.port,
      destinationPort: packet.virtualPort ?? 80,
      sequence: 1,
      acknowledgement: 0,
      flags,
      window: 64240,
      options: new Uint8Array(packet.options ?? 0),
      payload: new Uint8Array(packet.payload ?? 0),
    },
  };
}

export const syn = (packet: ClientPacket): Ipv4Packet => tcp(tcpFlags.syn, packet);
export const ack = (packet: ClientPacket): Ipv4Packet => tcp(tcpFlags.ack, packet);
export const fin = (packet: ClientPacket): Ipv4Packet => tcp(tcpFlags.fin | tcpFlags.ack, packet);
export const rst = (packet: ClientPacket): Ipv4Packet => tcp(tcpFlags.rst, packet);

export function udp(packet: ClientPacket): Ipv4Packet {
  return {
    ...ip(packet, ipProtocols.udp),
    payload: {
      kind: 'udp',
      sourcePort: packet.port,
      destinationPort: packet.virtualPort ?? 80,
      payload: new Uint8Array(packet.payload ?? 0),
    },
  };
}

function ip({ client, ttl = 64 }: ClientPacket, protocol: number): Ipv4Packet {
  return {
    kind: 'ipv4',
    source: ipv4(client),
    destination: virtualAddress,
    protocol,
    ttl,
    typeOfService: 0,
    identification: 7,
    dontFragment: true,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload: { kind: 'raw', bytes: noBytes },
  };
}
