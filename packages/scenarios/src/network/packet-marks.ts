// The marks that a node's firewall puts on packets before they are routed: the last rule that matches counts.

import { ipProtocols, prefixContains, type Ipv4Packet } from '@ospflab/net';
import type { PacketMarkCommand } from '../readers/setup-script/setup-command.ts';
import type { LoadedNode } from '../scenario/scenario.ts';
import { interfaceNameOf } from './interface-plan.ts';

export class PacketMarks {
  readonly #node: LoadedNode;
  readonly #rules: readonly PacketMarkCommand[];

  constructor(node: LoadedNode) {
    this.#node = node;
    this.#rules = node.setup.filter((command) => command.kind === 'packetMark');
  }

  /** 0 when no rule matches. */
  markOf(packet: Ipv4Packet, interfaceIndex: number): number {
    let mark = 0;
    for (const rule of this.#rules) if (this.#matches(rule, packet, interfaceIndex)) mark = rule.mark;
    return mark;
  }

  #matches(rule: PacketMarkCommand, packet: Ipv4Packet, interfaceIndex: number): boolean {
    const { payload } = packet;
    if (rule.interface !== undefined && rule.interface !== interfaceNameOf(this.#node, interfaceIndex)) return false; // prettier-ignore
    if (rule.protocol !== undefined && packet.protocol !== ipProtocols[rule.protocol]) return false;
    if (rule.source !== undefined && !prefixContains(rule.source, packet.source)) return false;
    if (rule.destination !== undefined && !prefixContains(rule.destination, packet.destination)) return false;
    if (rule.ports === undefined) return true;
    if (payload.kind !== 'tcp' && payload.kind !== 'udp') return false;
    const { destinationPort } = payload;
    return rule.ports.some(({ from, to }) => from <= destinationPort && destinationPort <= to);
  }
}
