// All TCP sockets of the host: who a segment belongs to, what listens, and RST for what belongs to nobody.
// That RST is also how a flow dies when it lands on a director that does not know it.

import { ipProtocols, ipv4FromNumber, readU32, tcpFlags } from '@ospflab/net';
import type { FiveTuple, Ipv4Address, Ipv4Packet, TcpSegment } from '@ospflab/net';
import type { TcpFailure } from '../effect.ts';
import type { TcpResetReason } from '../event.ts';
import { firstAcceptedSocket, type TcpInput } from '../input.ts';
import { learnPathMtu } from '../icmp/path-mtu.ts';
import type { NetworkInterface } from '../interface/network-interface.ts';
import { ipOutput, sourceTowards, type OutputResult } from '../ip/ip-output.ts';
import type { Kernel } from '../kernel.ts';
import { selectHopOfOutput } from '../routing/next-hop-selection.ts';
import { pathMtuOf } from '../routing/route-exceptions.ts';
import type { Destination } from '../routing/route-lookup.ts';
import { EphemeralPorts } from '../transport/ephemeral-ports.ts';
import { TcpSocket, type TcpEndpoints } from './tcp-socket.ts';
import type { TcpState } from './tcp-state.ts';

const { fin: finBit, syn: synBit, rst: rstBit, ack: ackBit } = tcpFlags;
const noBytes = new Uint8Array(0);
const socketsMaxDefault = 65_536;

interface Listener {
  readonly listener: number;
  readonly port: number;
  /** Undefined: any local address. */
  readonly address: Ipv4Address | undefined;
}

/** A socket as `ss` would list it. */
export interface TcpSocketView extends TcpEndpoints {
  readonly socket: number;
  readonly state: TcpState;
}

export class TcpStack {
  private readonly kernel: Kernel;
  private readonly ephemeral: EphemeralPorts;
  private readonly socketsMax: number;
  private readonly byHandle = new Map<number, TcpSocket>();
  /** Heads of the chains of sockets whose four numbers mix to the same key. */
  private readonly byFlow = new Map<number, TcpSocket>();
  private readonly listeners = new Map<number, Listener[]>();
  private nextAccepted = firstAcceptedSocket;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.ephemeral = new EphemeralPorts(kernel.random);
    this.socketsMax = kernel.config.tcpSocketsMax ?? socketsMaxDefault;
  }

  handle(input: TcpInput): void {
    switch (input.kind) {
      case 'tcpListen':
        this.listen({ listener: input.listener, port: input.port, address: input.address });
        return;
      case 'tcpUnlisten':
        this.unlisten(input.listener);
        return;
      case 'tcpConnect':
        this.connect(input);
        return;
      case 'tcpSend':
        this.byHandle.get(input.socket)?.send(input.bytes);
        return;
      case 'tcpClose':
        this.byHandle.get(input.socket)?.close();
        return;
      case 'tcpAbort':
        this.byHandle.get(input.socket)?.abort();
    }
  }

  receive(holder: NetworkInterface, packet: Ipv4Packet, segment: TcpSegment): void {
    const owner = this.find(packet.destination, segment.destinationPort, packet.source, segment.sourcePort);
    if (owner !== undefined && !owner.mayBeReplacedBy(segment)) {
      owner.receive(segment);
      return;
    }
    const flags = segment.flags & (synBit | ackBit | rstBit | finBit);
    const listener =
      flags === synBit ? this.listenerOf(packet.destination, segment.destinationPort) : undefined;
    if (listener !== undefined) {
      owner?.finish();
      this.accept(holder, packet, segment, listener);
      return;
    }
    if (owner !== undefined) {
      owner.receive(segment);
      return;
    }
    this.kernel.drop('noSocket', packet, holder.index);
    if ((segment.flags & rstBit) === 0)
      this.refuse(packet, segment, flags === synBit ? 'portClosed' : 'noSocket');
  }

  /** An ICMP error quotes a segment of ours: 8 bytes of TCP are enough to find the socket and its sequence. */
  icmpError(flow: FiveTuple, original: Uint8Array, code: number, nextHopMtu: number): void {
    const headerLength = (original[0]! & 15) * 4;
    if (original.length < headerLength + 8) return;
    const owner = this.find(flow.source, flow.sourcePort, flow.destination, flow.destinationPort);
    if (owner === undefined) return;
    const sequence = readU32(original, headerLength + 4);
    if (code === 4 && owner.isOutstanding(sequence)) learnPathMtu(this.kernel, flow, nextHopMtu);
    owner.unreachable(sequence, code, nextHopMtu);
  }

  sendSegment(endpoints: TcpEndpoints, segment: TcpSegment): OutputResult {
    return ipOutput(this.kernel, {
      source: endpoints.local,
      destination: endpoints.remote,
      protocol: ipProtocols.tcp,
      payload: segment,
      ttl: this.kernel.sysctls.global.ip_default_ttl,
      typeOfService: 0,
      dontFragment: true,
      interfaceIndex: undefined,
    });
  }

  forget(socket: TcpSocket): void {
    if (this.byHandle.get(socket.handle) !== socket) return;
    this.byHandle.delete(socket.handle);
    const key = keyOf(socket.endpoints);
    const head = this.byFlow.get(key);
    if (head === socket) {
      if (socket.sibling === undefined) this.byFlow.delete(key);
      else this.byFlow.set(key, socket.sibling);
      return;
    }
    let previous = head;
    while (previous !== undefined && previous.sibling !== socket) previous = previous.sibling;
    if (previous !== undefined) previous.sibling = socket.sibling;
  }

  recordResetSent(endpoints: TcpEndpoints, reason: TcpResetReason): void {
    this.kernel.record({
      kind: 'tcpResetSent',
      source: endpoints.local,
      destination: endpoints.remote,
      sourcePort: endpoints.localPort,
      destinationPort: endpoints.remotePort,
      reason,
    });
  }

  recordResetReceived(endpoints: TcpEndpoints): void {
    this.kernel.record({
      kind: 'tcpResetReceived',
      source: endpoints.remote,
      destination: endpoints.local,
      sourcePort: endpoints.remotePort,
      destinationPort: endpoints.localPort,
    });
  }

  /** In the order of their creation. */
  sockets(): TcpSocketView[] {
    return Array.from(this.byHandle.values(), (socket) => ({
      socket: socket.handle,
      state: socket.state,
      local: socket.endpoints.local,
      localPort: socket.endpoints.localPort,
      remote: socket.endpoints.remote,
      remotePort: socket.endpoints.remotePort,
    }));
  }

  private listen(listener: Listener): void {
    this.unlisten(listener.listener);
    const sharing = this.listeners.get(listener.port);
    if (sharing === undefined) this.listeners.set(listener.port, [listener]);
    else sharing.push(listener);
  }

  private unlisten(handle: number): void {
    for (const [port, sharing] of this.listeners) {
      const left = sharing.filter((entry) => entry.listener !== handle);
      if (left.length === sharing.length) continue;
      if (left.length === 0) this.listeners.delete(port);
      else this.listeners.set(port, left);
      return;
    }
  }

  private listenerOf(address: Ipv4Address, port: number): Listener | undefined {
    const sharing = this.listeners.get(port);
    if (sharing === undefined) return undefined;
    return (
      sharing.find((entry) => entry.address === address) ??
      sharing.find((entry) => entry.address === undefined)
    );
  }

  private accept(
    holder: NetworkInterface,
    packet: Ipv4Packet,
    segment: TcpSegment,
    listener: Listener,
  ): void {
    if (this.byHandle.size >= this.socketsMax) {
      this.kernel.drop('socketBound', packet, holder.index);
      return;
    }
    const endpoints: TcpEndpoints = {
      local: packet.destination,
      localPort: segment.destinationPort,
      remote: packet.source,
      remotePort: segment.sourcePort,
    };
    const socket = this.create(this.nextAccepted++, endpoints, listener.listener);
    socket.openPassively(segment);
  }

  private connect(input: TcpInput & { kind: 'tcpConnect' }): void {
    const fail = (reason: TcpFailure): void =>
      this.kernel.sink({ kind: 'tcpFailed', socket: input.socket, reason });
    if (this.byHandle.has(input.socket)) {
      fail('portInUse');
      return;
    }
    if (this.byHandle.size >= this.socketsMax) {
      fail('tooManySockets');
      return;
    }
    const destination = this.kernel.routes.lookup(input.destination);
    const local = input.source ?? this.localTowards(input, destination);
    if (local === undefined || (destination.kind !== 'unicast' && destination.kind !== 'local')) {
      fail('unreachable');
      return;
    }
    const isFree = (port: number): boolean =>
      this.find(local, port, input.destination, input.port) === undefined && !this.listeners.has(port);
    const localPort = input.sourcePort ?? this.ephemeral.next(isFree);
    if (localPort === undefined || (input.sourcePort !== undefined && !isFree(localPort))) {
      fail('portInUse');
      return;
    }
    const endpoints = { local, localPort, remote: input.destination, remotePort: input.port };
    this.create(input.socket, endpoints, undefined).open();
  }

  /** Linux: ip_route_connect, FLOWI_FLAG_ANY_SPORT: the source comes from a next hop chosen before there is a port. */
  private localTowards(
    input: TcpInput & { kind: 'tcpConnect' },
    destination: Destination,
  ): Ipv4Address | undefined {
    const { kernel } = this;
    if (destination.kind !== 'unicast')
      return sourceTowards(kernel, input.destination, destination, undefined, undefined);
    const { route } = destination;
    const hop = selectHopOfOutput(kernel, route, {
      source: ipv4FromNumber(0),
      destination: input.destination,
      protocol: ipProtocols.tcp,
      sourcePort: route.hops.length > 1 ? Math.floor(kernel.random() * 65_536) : 0,
      destinationPort: input.port,
    });
    return sourceTowards(kernel, input.destination, destination, undefined, hop);
  }

  private create(handle: number, endpoints: TcpEndpoints, listener: number | undefined): TcpSocket {
    const socket = new TcpSocket(
      this.kernel,
      handle,
      endpoints,
      listener,
      this.segmentSizeTowards(endpoints.remote),
    );
    const key = keyOf(endpoints);
    socket.sibling = this.byFlow.get(key);
    this.byFlow.set(key, socket);
    this.byHandle.set(handle, socket);
    return socket;
  }

  private segmentSizeTowards(remote: Ipv4Address): number {
    const destination = this.kernel.routes.lookup(remote);
    const hop = destination.kind === 'unicast' ? destination.route.hops[0] : undefined;
    const mtu = this.kernel.interfaces.at(hop?.interfaceIndex ?? 1)?.mtu ?? 1500;
    const path = hop === undefined ? mtu : pathMtuOf(this.kernel, hop, remote, mtu);
    return Math.max(64, Math.min(65_495, path - 40));
  }

  private find(
    local: Ipv4Address,
    localPort: number,
    remote: Ipv4Address,
    remotePort: number,
  ): TcpSocket | undefined {
    let socket = this.byFlow.get(mixedKey(local, localPort, remote, remotePort));
    while (socket !== undefined) {
      if (socket.endpoints.localPort === localPort && socket.endpoints.local === local) return socket;
      socket = socket.sibling;
    }
    return undefined;
  }

  /** RFC 9293 §3.10.7.1: the reset fits what the other side believes. */
  private refuse(packet: Ipv4Packet, segment: TcpSegment, reason: TcpResetReason): void {
    const endpoints: TcpEndpoints = {
      local: packet.destination,
      localPort: segment.destinationPort,
      remote: packet.source,
      remotePort: segment.sourcePort,
    };
    const hasAck = (segment.flags & ackBit) !== 0;
    const length = segment.payload.length + ((segment.flags & (synBit | finBit)) !== 0 ? 1 : 0);
    this.recordResetSent(endpoints, reason);
    this.sendSegment(endpoints, {
      kind: 'tcp',
      sourcePort: segment.destinationPort,
      destinationPort: segment.sourcePort,
      sequence: hasAck ? segment.acknowledgement : 0,
      acknowledgement: hasAck ? 0 : (segment.sequence + length) >>> 0,
      flags: hasAck ? rstBit : rstBit | ackBit,
      window: 0,
      options: noBytes,
      payload: noBytes,
    });
  }
}

function keyOf(endpoints: TcpEndpoints): number {
  return mixedKey(endpoints.local, endpoints.localPort, endpoints.remote, endpoints.remotePort);
}

/** A small integer, which maps find fastest; equal keys are told apart in the chain. */
function mixedKey(local: Ipv4Address, localPort: number, remote: Ipv4Address, remotePort: number): number {
  return Math.imul(local, 0x9e3779b1) ^ Math.imul(remote, 0x85ebca6b) ^ ((remotePort << 16) | localPort);
}
