// Everything an IPVS director asks of its surroundings; verdicts about packets are `IpvsVerdict`.

import type { Instant } from '@ospflab/sim';
import type { IpvsEvent } from './event.ts';
import type { IpvsInput } from './input.ts';

export type CommandRefusal =
  | 'serviceExists'
  | 'noSuchService'
  | 'destinationExists'
  | 'noSuchDestination'
  | 'forwardingMethodNotSimulated'
  | 'weightNegative'
  | 'thresholdsCrossed'
  | 'valueOutOfRange'
  | 'unknownSysctl';

export type IpvsEffect =
  | { readonly kind: 'setTimer'; readonly timer: number; readonly at: Instant }
  | { readonly kind: 'cancelTimer'; readonly timer: number }
  /** The command changed nothing; ipvsadm would have failed. */
  | { readonly kind: 'commandRefused'; readonly command: IpvsInput['kind']; readonly reason: CommandRefusal }
  | { readonly kind: 'record'; readonly event: IpvsEvent };
