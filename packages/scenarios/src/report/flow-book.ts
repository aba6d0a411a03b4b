// Every client connection of the run: which director and which real server took it, and what became of it.

import { fiveTupleOf, type EthernetFrame, type Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';

/** A client's end of a connection as one number: address × 65536 + port. */
export type FlowKey = number;

export function flowKeyOf(address: Ipv4Address, port: number): FlowKey {
  return address * 65536 + port;
}

export interface Placement {
  readonly director: string;
  readonly realServer: Ipv4Address;
}

export class FlowBook {
  readonly #placements = new Map<FlowKey, Placement>();
  /** Flows that lost a packet to a cut or a dead port, with the instant of the first such loss. */
  readonly #hurt = new Map<FlowKey, Instant>();

  /** A later connection with the same address and port replaces the earlier one. */
  place(flow: FlowKey, placement: Placement): void {
    this.#placements.set(flow, placement);
  }

  placementOf(flow: FlowKey): Placement | undefined {
    return this.#placements.get(flow);
  }

  /** Notes a dropped frame; the result tells whether it belonged to traffic with the given service. */
  noteDrop(frame: EthernetFrame, service: Ipv4Address, at: Instant): boolean {
    const packet = frame.payload;
    if (packet.kind !== 'ipv4' || (packet.source !== service && packet.destination !== service)) return false;
    const { sourcePort, destinationPort } = fiveTupleOf(packet);
    const flow =
      packet.destination === service
        ? flowKeyOf(packet.source, sourcePort)
        : flowKeyOf(packet.destination, destinationPort);
    if (!this.#hurt.has(flow)) this.#hurt.set(flow, at);
    return true;
  }

  wasHurtAfter(flow: FlowKey, since: Instant): boolean {
    const at = this.#hurt.get(flow);
    return at !== undefined && at >= since;
  }

  forgetHurt(): void {
    this.#hurt.clear();
  }
}
