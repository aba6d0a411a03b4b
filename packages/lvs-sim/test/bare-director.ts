// An IPVS director with one service for tests, its clock, its timer and what it reported.

import { formatIpv4Address, ipv4, type Ipv4Packet } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import {
  Ipvs,
  type DestinationSettings,
  type IpvsEffect,
  type IpvsInput,
  type IpvsSysctls,
  type IpvsVerdict,
  type VirtualServiceKey,
  type VirtualServiceSettings,
} from '@ospflab/lvs-sim';
import { virtualAddress } from './packets.ts';

export class BareDirector {
  readonly ipvs: Ipvs;
  readonly service: VirtualServiceKey;
  readonly effects: IpvsEffect[] = [];
  now = 0 as Instant;
  private readonly timers = new Map<number, Instant>();

  constructor(
    settings: Partial<VirtualServiceSettings> = {},
    service: Partial<VirtualServiceKey> = {},
    sysctls: Partial<IpvsSysctls> = {},
    random = (): number => 0.5,
  ) {
    this.service = { protocol: 'tcp', address: virtualAddress, port: 80, ...service };
    this.ipvs = new Ipvs({ sysctls }, random, (effect) => {
      this.effects.push(effect);
      if (effect.kind === 'setTimer') this.timers.set(effect.timer, effect.at);
    });
    this.handle({
      kind: 'serviceAdded',
      service: this.service,
      settings: { scheduler: 'rr', schedulerFlags: [], ...settings },
    });
  }

  /** Time passes; the timers fire as often as they are due. */
  advance(secondsCount: number): void {
    const end = (this.now + seconds(secondsCount)) as Instant;
    for (let next = this.earliest(); next !== undefined && next[1] <= end; next = this.earliest()) {
      const [timer, at] = next;
      this.now = at;
      this.timers.delete(timer);
      this.handle({ kind: 'timerExpired', timer });
    }
    this.now = end;
  }

  private earliest(): [timer: number, at: Instant] | undefined {
    return [...this.timers].sort(([, left], [, right]) => left - right)[0];
  }

  handle(input: IpvsInput): void {
    this.ipvs.handle(input, this.now);
  }

  add(address: string, settings: Partial<DestinationSettings> = {}): void {
    this.handle({ kind: 'destinationAdded', ...this.destination(address, settings) });
  }

  edit(address: string, settings: Partial<DestinationSettings>): void {
    this.handle({ kind: 'destinationEdited', ...this.destination(address, settings) });
  }

  remove(address: string): void {
    const { service, destination } = this.destination(address, {});
    this.handle({ kind: 'destinationDeleted', service, destination });
  }

  receive(packet: Ipv4Packet): IpvsVerdict {
    return this.ipvs.localIn(packet, this.now);
  }

  /** Where the packet goes: an address, or what else became of it. */
  send(packet: Ipv4Packet): string {
    const verdict = this.receive(packet);
    switch (verdict.kind) {
      case 'forward':
        return formatIpv4Address(verdict.nextHop);
      case 'tunnel':
        return `tunnel ${formatIpv4Address(verdict.realServer)}`;
      case 'accept':
      case 'acceptChanged':
        return verdict.kind;
      default:
        return `${verdict.kind} ${verdict.reason}`;
    }
  }

  /** `state real server` by client port. */
  entries(): string[] {
    return this.ipvs
      .connectionEntries(this.now)
      .map(({ clientPort, state, realServer }) => `${clientPort} ${state} ${formatIpv4Address(realServer)}`);
  }

  /** [active, inactive] of a destination. */
  counts(address: string): [number, number] | undefined {
    const found = this.ipvs
      .virtualServices(this.now)
      .flatMap(({ destinations }) => destinations)
      .find(({ key }) => key.address === ipv4(address));
    return found && [found.activeConnections, found.inactiveConnections];
  }

  private destination(address: string, settings: Partial<DestinationSettings>) {
    return {
      service: this.service,
      destination: { address: ipv4(address), port: this.service.port },
      settings: {
        weight: 1,
        forwarding: 'directRouting',
        upperThreshold: 0,
        lowerThreshold: 0,
        ...settings,
      } as DestinationSettings,
    };
  }
}
