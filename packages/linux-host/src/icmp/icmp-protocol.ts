// ICMP: echo, errors about packets and errors about our own. Linux: net/ipv4/icmp.c.

import { icmpTypes, ipProtocols, quotedFiveTuple, quoteOf, isMulticastIpv4 } from '@ospflab/net';
import type { IcmpMessage, Ipv4Address, Ipv4Packet } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import { ipOutput } from '../ip/ip-output.ts';
import type { Kernel } from '../kernel.ts';
import { learnPathMtu } from './path-mtu.ts';

export class IcmpProtocol {
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** `arrivedOn` is 0 when the packet in question is the host's own. */
  destinationUnreachable(about: Ipv4Packet, code: number, nextHopMtu: number, arrivedOn: number): void {
    if (!this.mayComplain(about, arrivedOn)) return;
    if (!this.kernel.errorLimits.allows(icmpTypes.destinationUnreachable, code, about.source)) return;
    const original = quoteOf(about);
    this.sendError(about, { kind: 'icmpDestinationUnreachable', code, nextHopMtu, original }, arrivedOn);
  }

  timeExceeded(about: Ipv4Packet, code: number, arrivedOn: number): void {
    if (!this.mayComplain(about, arrivedOn)) return;
    if (!this.kernel.errorLimits.allows(icmpTypes.timeExceeded, code, about.source)) return;
    this.sendError(about, { kind: 'icmpTimeExceeded', code, original: quoteOf(about) }, arrivedOn);
  }

  redirect(about: Ipv4Packet, gateway: Ipv4Address, arrivedOn: number): void {
    if (!this.mayComplain(about, arrivedOn)) return;
    if (!this.kernel.errorLimits.allows(icmpTypes.redirect, 1, about.source)) return;
    this.sendError(about, { kind: 'icmpRedirect', code: 1, gateway, original: quoteOf(about) }, arrivedOn);
  }

  receive(holder: NetworkInterface, packet: Ipv4Packet, message: IcmpMessage, unicast: boolean): void {
    if (message.kind === 'icmpEcho' && message.operation === 'request') {
      if (unicast && this.kernel.sysctls.global.icmp_echo_ignore_all === 0) this.answerEcho(packet, message);
      return;
    }
    if (!unicast) return;
    if (message.kind === 'icmpRedirect') {
      this.kernel.redirects.receive(holder, packet, message);
    } else if (message.kind === 'icmpDestinationUnreachable') {
      this.tellSocket(message.original, message.code, message.nextHopMtu);
    }
    this.kernel.sink({ kind: 'icmpReceived', interfaceIndex: holder.index, packet });
  }

  private answerEcho(packet: Ipv4Packet, request: IcmpMessage & { kind: 'icmpEcho' }): void {
    ipOutput(this.kernel, {
      source: packet.destination,
      destination: packet.source,
      protocol: ipProtocols.icmp,
      payload: {
        kind: 'icmpEcho',
        operation: 'reply',
        identifier: request.identifier,
        sequence: request.sequence,
        payload: request.payload,
      },
      ttl: this.kernel.sysctls.global.ip_default_ttl,
      typeOfService: packet.typeOfService,
      dontFragment: false,
      interfaceIndex: undefined,
    });
  }

  /** RFC 1122 §3.2.2: never about an error, a later fragment, a group or broadcast, or an unusable source. */
  private mayComplain(about: Ipv4Packet, arrivedOn: number): boolean {
    if (about.fragmentOffsetBytes > 0 || isMulticastIpv4(about.destination)) return false;
    if (about.source === 0 || isMulticastIpv4(about.source)) return false;
    if (this.kernel.interfaces.isBroadcast(about.destination)) return false;
    if (arrivedOn !== 0 && this.kernel.interfaces.holderOf(about.source) !== undefined) return false;
    switch (about.payload.kind) {
      case 'icmpDestinationUnreachable':
      case 'icmpTimeExceeded':
      case 'icmpRedirect':
        return false;
      case 'raw':
        return about.protocol !== ipProtocols.icmp;
      default:
        return true;
    }
  }

  /** No way for that packet. The kernel has one more limit for these. */
  routeError(about: Ipv4Packet, code: number, arrivedOn: number): void {
    if (!this.mayComplain(about, arrivedOn) || !this.kernel.errorLimits.allowsRouteError(about.source))
      return;
    this.destinationUnreachable(about, code, 0, arrivedOn);
  }

  /** From the address the packet was sent to when that is ours, else from the one that faces the sender. */
  private sendError(about: Ipv4Packet, payload: IcmpMessage, arrivedOn: number): void {
    ipOutput(this.kernel, {
      source: this.sourceOfError(about, arrivedOn),
      destination: about.source,
      protocol: ipProtocols.icmp,
      payload,
      ttl: this.kernel.sysctls.global.ip_default_ttl,
      typeOfService: 0xc0,
      dontFragment: false,
      interfaceIndex: undefined,
      about,
    });
  }

  private sourceOfError(about: Ipv4Packet, arrivedOn: number): Ipv4Address | undefined {
    if (this.kernel.interfaces.holderOf(about.destination) !== undefined) return about.destination;
    if (this.kernel.sysctls.global.icmp_errors_use_inbound_ifaddr === 0) return undefined;
    return this.kernel.interfaces.at(arrivedOn)?.addresses[0]?.address;
  }

  private tellSocket(original: Uint8Array, code: number, nextHopMtu: number): void {
    const flow = quotedFiveTuple(original);
    if (flow === undefined) return;
    if (flow.protocol === ipProtocols.tcp) this.kernel.tcp.icmpError(flow, original, code, nextHopMtu);
    else if (flow.protocol === ipProtocols.udp) this.kernel.udp.icmpError(flow, code, nextHopMtu);
    else if (flow.protocol === ipProtocols.icmp && code === 4) learnPathMtu(this.kernel, flow, nextHopMtu);
  }
}
