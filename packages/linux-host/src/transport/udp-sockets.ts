// UDP: sockets by port, and port unreachable for what nobody listens to. RFC 768.

import { ipProtocols } from '@ospflab/net';
import type { FiveTuple, Ipv4Address, Ipv4Packet, UdpDatagram } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import { learnPathMtu } from '../icmp/path-mtu.ts';
import { ipOutput } from '../ip/ip-output.ts';
import type { UdpInput } from '../input.ts';
import type { Kernel } from '../kernel.ts';
import { EphemeralPorts } from './ephemeral-ports.ts';

interface UdpSocket {
  readonly socket: number;
  readonly port: number;
  /** Undefined: any local address. */
  readonly address: Ipv4Address | undefined;
}

const socketsMax = 65_536;

export class UdpSockets {
  private readonly kernel: Kernel;
  private readonly bySocket = new Map<number, UdpSocket>();
  private readonly byPort = new Map<number, UdpSocket[]>();
  private readonly ephemeral: EphemeralPorts;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.ephemeral = new EphemeralPorts(kernel.random);
  }

  handle(input: UdpInput): void {
    switch (input.kind) {
      case 'udpBind':
        this.bind(input.socket, input.port, input.address);
        return;
      case 'udpClose':
        this.close(input.socket);
        return;
      case 'udpSend':
        this.send(input);
    }
  }

  receive(holder: NetworkInterface, packet: Ipv4Packet, datagram: UdpDatagram, unicast: boolean): void {
    const receiver = this.receiverOf(datagram.destinationPort, packet.destination);
    if (receiver === undefined) {
      this.kernel.drop('noSocket', packet, holder.index);
      if (unicast) this.kernel.icmp.destinationUnreachable(packet, 3, 0, holder.index);
      return;
    }
    this.kernel.sink({
      kind: 'udpReceived',
      socket: receiver.socket,
      interfaceIndex: holder.index,
      ttl: packet.ttl,
      source: packet.source,
      sourcePort: datagram.sourcePort,
      local: packet.destination,
      bytes: datagram.payload,
    });
  }

  /** An error about a datagram of ours: told to the socket it came from. */
  icmpError(flow: FiveTuple, code: number, nextHopMtu: number): void {
    const sender = this.receiverOf(flow.sourcePort, flow.source);
    if (sender === undefined) return;
    if (code === 4) {
      learnPathMtu(this.kernel, flow, nextHopMtu);
      return;
    }
    const reason = code === 3 ? 'portUnreachable' : 'unreachable';
    this.kernel.sink({ kind: 'udpFailed', socket: sender.socket, reason });
  }

  private send(input: UdpInput & { kind: 'udpSend' }): void {
    const socket = this.bySocket.get(input.socket) ?? this.bind(input.socket, this.freePort(), undefined);
    if (socket === undefined) return;
    const result = ipOutput(this.kernel, {
      source: input.source ?? socket.address,
      destination: input.destination,
      protocol: ipProtocols.udp,
      payload: {
        kind: 'udp',
        sourcePort: socket.port,
        destinationPort: input.port,
        payload: input.bytes,
      },
      ttl: input.ttl ?? this.kernel.sysctls.global.ip_default_ttl,
      typeOfService: 0,
      dontFragment: 'whenFits',
      interfaceIndex: undefined,
    });
    if (result === 'sent') return;
    this.kernel.sink({ kind: 'sendFailed', destination: input.destination, reason: 'noRoute' });
  }

  private bind(
    socket: number,
    port: number | undefined,
    address: Ipv4Address | undefined,
  ): UdpSocket | undefined {
    if (port === undefined || this.bySocket.size >= socketsMax) return undefined;
    this.close(socket);
    const bound: UdpSocket = { socket, port, address };
    this.bySocket.set(socket, bound);
    const sharing = this.byPort.get(port);
    if (sharing === undefined) this.byPort.set(port, [bound]);
    else sharing.push(bound);
    return bound;
  }

  private close(socket: number): void {
    const bound = this.bySocket.get(socket);
    if (bound === undefined) return;
    this.bySocket.delete(socket);
    const sharing = (this.byPort.get(bound.port) ?? []).filter((other) => other !== bound);
    if (sharing.length === 0) this.byPort.delete(bound.port);
    else this.byPort.set(bound.port, sharing);
  }

  /** A socket bound to the address comes before one bound to all. */
  private receiverOf(port: number, address: Ipv4Address): UdpSocket | undefined {
    const sharing = this.byPort.get(port) ?? [];
    return (
      sharing.find((socket) => socket.address === address) ??
      sharing.find((socket) => socket.address === undefined)
    );
  }

  private freePort(): number | undefined {
    return this.ephemeral.next((port) => !this.byPort.has(port));
  }
}
