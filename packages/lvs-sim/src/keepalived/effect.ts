// Everything keepalived's checker process asks of its surroundings.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { IpvsCommand } from '../ipvs/input.ts';
import type { KeepalivedEvent } from './event.ts';

export type KeepalivedEffect =
  /** Open a TCP connection. At most one per check is open at a time. */
  | {
      readonly kind: 'openConnection';
      readonly check: number;
      readonly address: Ipv4Address;
      readonly port: number;
      readonly bindTo?: Ipv4Address;
      readonly bindPort?: number;
    }
  /** Send on the established connection. */
  | { readonly kind: 'sendBytes'; readonly check: number; readonly bytes: Uint8Array }
  /** Close an established connection in the orderly way (FIN). */
  | { readonly kind: 'closeConnection'; readonly check: number }
  /** Forget an attempt that was not answered; nothing is sent. */
  | { readonly kind: 'abandonConnection'; readonly check: number }
  /** Send a UDP datagram to this place and no other; answers and errors are wanted until `forgetProbe`. */
  | {
      readonly kind: 'sendDatagram';
      readonly check: number;
      readonly address: Ipv4Address;
      readonly port: number;
      readonly bindTo?: Ipv4Address;
      readonly bindPort?: number;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'sendEcho';
      readonly check: number;
      readonly address: Ipv4Address;
      readonly dataBytes: number;
    }
  | { readonly kind: 'forgetProbe'; readonly check: number }
  /** Run a check's program; at most one per check at a time. */
  | { readonly kind: 'runScript'; readonly check: number; readonly command: string }
  /** It took too long: it ends at once and gives no answer. */
  | { readonly kind: 'killScript'; readonly check: number }
  | { readonly kind: 'ipvs'; readonly command: IpvsCommand }
  /** Run a notify command line (quorum_up, quorum_down, notify_up, notify_down). */
  | { readonly kind: 'runCommand'; readonly text: string }
  /** One line as keepalived writes it to its log, without the time. */
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'setTimer'; readonly timer: number; readonly at: Instant }
  | { readonly kind: 'cancelTimer'; readonly timer: number }
  | { readonly kind: 'record'; readonly event: KeepalivedEvent };
