// What an IPVS director reports to the trace: flat facts, in the past tense.

import type { Ipv4Address } from '@ospflab/net';
import type { CommandRefusal } from './effect.ts';
import type { SyncRole } from './sync/sync-daemon.ts';
import type { IpvsProtocol } from './virtual-service.ts';

export type IpvsEvent =
  | {
      readonly kind: 'connectionScheduled';
      readonly protocol: IpvsProtocol;
      readonly client: Ipv4Address;
      readonly clientPort: number;
      readonly virtualAddress: Ipv4Address;
      readonly virtualPort: number;
      readonly realServer: Ipv4Address;
      readonly realPort: number;
    }
  /** A service matched but no real server could be chosen; the client is told "port unreachable". */
  | {
      readonly kind: 'noDestination';
      readonly protocol: IpvsProtocol;
      readonly client: Ipv4Address;
      readonly clientPort: number;
      readonly virtualAddress: Ipv4Address;
      readonly virtualPort: number;
    }
  | {
      readonly kind: 'serviceAdded' | 'serviceEdited' | 'serviceRemoved';
      readonly protocol: IpvsProtocol;
      readonly virtualAddress: Ipv4Address;
      readonly virtualPort: number;
      /** Of a service by mark only. */
      readonly firewallMark?: number;
    }
  | {
      readonly kind: 'destinationAdded' | 'destinationEdited' | 'destinationRemoved';
      readonly protocol: IpvsProtocol;
      readonly virtualAddress: Ipv4Address;
      readonly virtualPort: number;
      readonly realServer: Ipv4Address;
      readonly realPort: number;
      readonly weight: number;
      readonly firewallMark?: number;
    }
  | { readonly kind: 'syncDaemonStarted' | 'syncDaemonStopped'; readonly role: SyncRole }
  | { readonly kind: 'syncMessageSent'; readonly connections: number }
  | { readonly kind: 'syncMessageTaken'; readonly connections: number }
  | { readonly kind: 'syncMessageRefused'; readonly reason: string; readonly offsetBytes: number }
  | { readonly kind: 'ipvsCommandRefused'; readonly command: string; readonly reason: CommandRefusal };
