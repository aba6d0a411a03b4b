// ARP: who answers for which address, what a request says about its sender, and which own address a request carries.
// Linux: net/ipv4/arp.c (6.x), arp_process, arp_solicit, arp_ignore, arp_filter, arp_fwd_proxy.

import { broadcastMac, ipv4FromNumber, isMulticastIpv4, zeroMac } from '@ospflab/net';
import type { ArpPacket, EthernetFrame, Ipv4Address, Ipv4Packet, MacAddress } from '@ospflab/net';
import { after, milliseconds } from '@ospflab/sim';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import { validateSource } from '../ip/validate-source.ts';
import { selectSource } from '../ip/select-source.ts';
import type { TimerOwner } from '../timer-pool.ts';

const unspecified = ipv4FromNumber(0);
/** Linux: PROXY_QLEN. */
const proxyQueueMax = 64;

interface DelayedReply {
  readonly holder: NetworkInterface;
  readonly request: ArpPacket;
}

export class ArpProtocol implements TimerOwner {
  private readonly kernel: Kernel;
  private readonly delayed = new Map<number, DelayedReply>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  receive(holder: NetworkInterface, frame: EthernetFrame, packet: ArpPacket): void {
    if (this.discarded(holder, packet)) return;
    if (packet.operation === 'request' && this.answered(holder, frame, packet)) return;
    if (packet.senderIp === unspecified) return;
    const gratuitous = isGratuitous(packet) && this.mayBeNeighbor(packet.senderIp);
    const known =
      this.kernel.neighbors.find(holder, packet.senderIp) ??
      (this.acceptsStranger(holder, packet, gratuitous)
        ? this.kernel.neighbors.findOrCreate(holder, packet.senderIp)
        : undefined);
    if (known === undefined) return;
    const settled = after(known.updated, milliseconds(holder.neighborSettings.locktime * 10));
    known.update({
      mac: packet.senderMac,
      reachable: packet.operation === 'reply' && frame.destination === holder.mac,
      override: gratuitous || this.kernel.now > settled,
    });
  }

  /** Broadcast, or unicast when the address is known and only to be confirmed. */
  request(
    holder: NetworkInterface,
    target: Ipv4Address,
    packet: Ipv4Packet | undefined,
    known: MacAddress | undefined,
  ): void {
    this.send(holder, known ?? broadcastMac, {
      kind: 'arp',
      operation: 'request',
      senderMac: holder.mac,
      senderIp: this.announcedSource(holder, target, packet),
      targetMac: known ?? zeroMac,
      targetIp: target,
    });
  }

  /** Says where the interface's addresses are, to whoever has them in its table. Linux: inetdev_send_gratuitous_arp. */
  announce(holder: NetworkInterface): void {
    if (this.kernel.sysctls.max(holder.settings, 'arp_notify') === 0) return;
    const primariesFirst = holder.addresses.toSorted(
      (left, right) => Number(left.secondary) - Number(right.secondary),
    );
    for (const { address } of primariesFirst) {
      this.send(holder, broadcastMac, {
        kind: 'arp',
        operation: 'request',
        senderMac: holder.mac,
        senderIp: address,
        targetMac: zeroMac,
        targetIp: address,
      });
    }
  }

  timerExpired(timer: number): void {
    const held = this.delayed.get(timer);
    if (held === undefined) return;
    this.delayed.delete(timer);
    this.kernel.timers.release(timer);
    this.reply(held.holder, held.request);
  }

  /** True when the request is done with: answered, refused, or handed to the proxy. */
  private answered(holder: NetworkInterface, frame: EthernetFrame, request: ArpPacket): boolean {
    const destination = this.kernel.routes.lookup(request.targetIp);
    if (request.senderIp === unspecified) {
      // Address probe (RFC 5227): answered without learning anything.
      if (destination.kind === 'local' && !this.ignores(holder, request)) this.reply(holder, request);
      return true;
    }
    const valid = validateSource(this.kernel, holder, request.senderIp, false);
    if (valid === 'martian' || valid === 'reversePathFailed') return false;
    if (destination.kind === 'local') {
      if (this.ignores(holder, request) || this.filtered(holder, request)) return true;
      this.learnFromRequest(holder, request);
      this.reply(holder, request);
      return true;
    }
    if (destination.kind !== 'unicast' || holder.settings.forwarding === 0) return false;
    const outgoing = destination.route.hops[0]?.interfaceIndex;
    if (!this.proxies(holder, outgoing, request)) return false;
    this.learnFromRequest(holder, request);
    if (frame.destination === holder.mac || holder.neighborSettings.proxy_delay === 0)
      this.reply(holder, request);
    else this.replyLater(holder, request);
    return true;
  }

  private proxies(holder: NetworkInterface, outgoing: number | undefined, request: ArpPacket): boolean {
    if (outgoing !== holder.index) return this.kernel.sysctls.either(holder.settings, 'proxy_arp');
    const onOneLink = this.kernel.sysctls.either(holder.settings, 'proxy_arp_pvlan');
    return onOneLink && request.senderIp !== request.targetIp;
  }

  private ignores(holder: NetworkInterface, request: ArpPacket): boolean {
    const { targetIp, senderIp } = request;
    switch (this.kernel.sysctls.max(holder.settings, 'arp_ignore')) {
      case 0:
        return false;
      case 1:
        return !holder.hasAddress(targetIp);
      case 2:
        return !holder.hasAddress(targetIp) || !sharesSubnet(holder, targetIp, senderIp);
      case 3:
        return !this.kernel.interfaces.list.some((entry) =>
          entry.addresses.some((held) => held.address === targetIp && held.scope !== 'host'),
        );
      case 8:
        return true;
      default:
        return false;
    }
  }

  /** arp_filter: answer only when the way back to the sender leaves through this interface. */
  private filtered(holder: NetworkInterface, request: ArpPacket): boolean {
    if (!this.kernel.sysctls.either(holder.settings, 'arp_filter')) return false;
    const back = this.kernel.routes.lookup(request.senderIp);
    return back.kind !== 'unicast' || back.route.hops[0]?.interfaceIndex !== holder.index;
  }

  /** Linux: neigh_event_ns: a request tells its sender's address, even against what is held. */
  private learnFromRequest(holder: NetworkInterface, request: ArpPacket): void {
    const neighbor = this.kernel.neighbors.findOrCreate(holder, request.senderIp);
    neighbor.update({ mac: request.senderMac, reachable: false, override: true });
  }

  private announcedSource(
    holder: NetworkInterface,
    target: Ipv4Address,
    packet: Ipv4Packet | undefined,
  ): Ipv4Address {
    const level = this.kernel.sysctls.max(holder.settings, 'arp_announce');
    const source = packet?.source;
    if (source !== undefined && level < 2 && this.kernel.interfaces.holderOf(source) !== undefined) {
      if (level === 0 || holder.isOnLink(target, source)) return source;
    }
    return selectSource(this.kernel, holder, target);
  }

  private replyLater(holder: NetworkInterface, request: ArpPacket): void {
    if (this.delayed.size >= proxyQueueMax) return;
    const timer = this.kernel.timers.allocate(this);
    this.delayed.set(timer, { holder, request });
    const delay = milliseconds(holder.neighborSettings.proxy_delay * 10 * this.kernel.random());
    this.kernel.timers.set(timer, after(this.kernel.now, delay));
  }

  private reply(holder: NetworkInterface, request: ArpPacket): void {
    this.send(holder, request.senderMac, {
      kind: 'arp',
      operation: 'reply',
      senderMac: holder.mac,
      senderIp: request.targetIp,
      targetMac: request.senderMac,
      targetIp: request.senderIp,
    });
  }

  private send(holder: NetworkInterface, destination: MacAddress, payload: ArpPacket): void {
    if (!holder.operational) return;
    this.kernel.sink({
      kind: 'sendFrame',
      interfaceIndex: holder.index,
      frame: { destination, source: holder.mac, payload },
    });
  }

  private discarded(holder: NetworkInterface, { senderIp, targetIp }: ArpPacket): boolean {
    const { sysctls } = this.kernel;
    if (isMulticastIpv4(targetIp)) return true;
    if (targetIp >>> 24 === 127 && !sysctls.either(holder.settings, 'route_localnet')) return true;
    return senderIp === targetIp && sysctls.either(holder.settings, 'drop_gratuitous_arp');
  }

  /** Linux: arp_accept: 1 makes entries for all who speak of themselves unasked, 2 only for those of an own subnet. */
  private acceptsStranger(holder: NetworkInterface, packet: ArpPacket, gratuitous: boolean): boolean {
    const level = this.kernel.sysctls.max(holder.settings, 'arp_accept');
    if (level === 0 || !(gratuitous || packet.operation === 'reply')) return false;
    if (!this.mayBeNeighbor(packet.senderIp)) return false;
    return level !== 2 || holder.isOnLink(packet.senderIp);
  }

  /** Linux: inet_addr_type: RTN_UNICAST. */
  private mayBeNeighbor(address: Ipv4Address): boolean {
    const { kind } = this.kernel.routes.lookup(address);
    return kind === 'unicast' || kind === 'none' || kind === 'refused';
  }
}

/** Of a gratuitous reply both hardware addresses are the sender's. Linux: arp_is_garp. */
function isGratuitous(packet: ArpPacket): boolean {
  if (packet.senderIp !== packet.targetIp) return false;
  return packet.operation === 'request' || packet.targetMac === packet.senderMac;
}

/** Some subnet of the interface holds both, whichever address spans it (a VIP/32 beside the interface's own /24). */
function sharesSubnet(holder: NetworkInterface, target: Ipv4Address, sender: Ipv4Address): boolean {
  return holder.addresses.some(
    (held) =>
      ((held.address ^ target) & held.mask) === 0 &&
      (sender === unspecified || ((held.address ^ sender) & held.mask) === 0),
  );
}
