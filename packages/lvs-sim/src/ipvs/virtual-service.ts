// What an administrator says about a virtual service and its destinations: the vocabulary of ipvsadm and of keepalived.

import type { Ipv4Address } from '@ospflab/net';

export type IpvsProtocol = 'tcp' | 'udp';

/** Names a virtual service. Port 0 catches every port and is only useful with persistence. */
export interface VirtualServiceKey {
  readonly protocol: IpvsProtocol;
  readonly address: Ipv4Address;
  readonly port: number;
  /**
   * `ipvsadm -f`, at least 1: the service takes whatever the firewall marked so, before all services by address.
   * Its protocol is then 'tcp', its address 0.0.0.0, its port 0; none of them matters.
   */
  readonly firewallMark?: number | undefined;
}

export function sameService(one: VirtualServiceKey, other: VirtualServiceKey): boolean {
  return (
    (one.firewallMark ?? 0) === (other.firewallMark ?? 0) &&
    one.address === other.address &&
    one.port === other.port &&
    one.protocol === other.protocol
  );
}

export type SchedulerName =
  'rr' | 'wrr' | 'lc' | 'wlc' | 'sed' | 'nq' | 'fo' | 'ovf' | 'sh' | 'dh' | 'mh' | 'lblc' | 'lblcr' | 'twos';

export type SchedulerFlag = 'sh-port' | 'sh-fallback' | 'mh-port' | 'mh-fallback';

export interface Persistence {
  readonly timeoutSeconds: number;
  /** Clients that share this part of their address share a real server; 255.255.255.255 means each client for itself. */
  readonly netmask: Ipv4Address;
}

export interface VirtualServiceSettings {
  readonly scheduler: SchedulerName;
  readonly schedulerFlags: readonly SchedulerFlag[];
  readonly persistence?: Persistence | undefined;
  /** `--ops`: every UDP datagram is scheduled for itself and leaves no entry. */
  readonly onePacket?: boolean | undefined;
}

export type ForwardingMethod = 'directRouting' | 'masquerading' | 'tunneling';

/** Names a destination (a real server) within its service. */
export interface DestinationKey {
  readonly address: Ipv4Address;
  /** Only masquerading can change the port: give the service's otherwise. 0, in services by firewall mark: the port asked for. */
  readonly port: number;
}

export interface DestinationSettings {
  readonly weight: number;
  readonly forwarding: ForwardingMethod;
  /** No new connection above this many, active and inactive together; 0 means no limit. */
  readonly upperThreshold: number;
  /** An overloaded destination is used again below this many; 0 means three quarters of the upper one. */
  readonly lowerThreshold: number;
}
