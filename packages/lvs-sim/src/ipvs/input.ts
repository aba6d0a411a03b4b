// Everything that can happen to an IPVS director apart from packets, which enter through `Ipvs.localIn`.

import type { Ipv4Address } from '@ospflab/net';
import type { SyncDaemonSettings, SyncRole } from './sync/sync-daemon.ts';
import type {
  DestinationKey,
  DestinationSettings,
  VirtualServiceKey,
  VirtualServiceSettings,
} from './virtual-service.ts';

/** Commands about services and destinations. */
export type PoolCommand =
  | {
      readonly kind: 'serviceAdded';
      readonly service: VirtualServiceKey;
      readonly settings: VirtualServiceSettings;
    }
  | {
      readonly kind: 'serviceEdited';
      readonly service: VirtualServiceKey;
      readonly settings: VirtualServiceSettings;
    }
  | { readonly kind: 'serviceDeleted'; readonly service: VirtualServiceKey }
  | {
      readonly kind: 'destinationAdded';
      readonly service: VirtualServiceKey;
      readonly destination: DestinationKey;
      readonly settings: DestinationSettings;
    }
  | {
      readonly kind: 'destinationEdited';
      readonly service: VirtualServiceKey;
      readonly destination: DestinationKey;
      readonly settings: DestinationSettings;
    }
  | {
      readonly kind: 'destinationDeleted';
      readonly service: VirtualServiceKey;
      readonly destination: DestinationKey;
    }
  /** `ipvsadm -C`: all services go; connections stay until they expire. */
  | { readonly kind: 'flushed' };

/** What ipvsadm or keepalived asks of the kernel. */
export type IpvsCommand =
  | PoolCommand
  /** `ipvsadm --set tcp tcpfin udp`, in seconds; 0 leaves a value as it is. */
  | {
      readonly kind: 'timeoutsSet';
      readonly tcpSeconds: number;
      readonly tcpFinSeconds: number;
      readonly udpSeconds: number;
    }
  | { readonly kind: 'syncDaemonStarted'; readonly daemon: SyncDaemonSettings }
  | { readonly kind: 'syncDaemonStopped'; readonly role: SyncRole };

export type IpvsInput =
  | IpvsCommand
  /** As for sysctl(8): key `net.ipv4.vs.sync_threshold`, value `3 50`. */
  | { readonly kind: 'sysctlSet'; readonly key: string; readonly value: string }
  /** A message from the group of the backup daemon. */
  | { readonly kind: 'syncReceived'; readonly bytes: Uint8Array }
  /** The host's own addresses: a destination that is one of them is served by the director itself. 127.0.0.0/8 is always local. */
  | { readonly kind: 'localAddressAdded'; readonly address: Ipv4Address }
  | { readonly kind: 'localAddressRemoved'; readonly address: Ipv4Address }
  | { readonly kind: 'timerExpired'; readonly timer: number };
