// How the BFD of one program differs from another's, as data. Compared with packets of FRR 8.4 and keepalived 2.2.7.

import { milliseconds, nanoseconds, type Duration } from '@ospflab/sim';

/** Per cent. */
interface Jitter {
  readonly least: number;
  readonly most: number;
}

export interface BfdImplementation {
  /** RFC 5880 §6.8.7: a random part that is taken off the interval between packets. */
  readonly jitter: Jitter;
  /** The same with a multiplier of 1. */
  readonly jitterSingle: Jitter;
  /** A new state is told with a packet of its own; otherwise with the next one that is due. */
  readonly tellsChangesAtOnce: boolean;
  /** Until the session is up, packets are not wanted faster than the idle interval either. */
  readonly idlesReception: boolean;
  /** Offered in every packet, although nothing is echoed. */
  readonly echoReceiveInterval: Duration;
  /** Sessions take the ports one by one or by lot. */
  readonly sourcePorts: 'inOrder' | 'drawn';
}

/** FRR 8.4: bfdd/bfd.h, BFD_DEF_REQ_MIN_ECHO_RX; bfdd/bfd.c. */
export const frrBfd: BfdImplementation = {
  jitter: { least: 0, most: 25 },
  jitterSingle: { least: 10, most: 25 },
  tellsChangesAtOnce: true,
  idlesReception: true,
  echoReceiveInterval: milliseconds(50),
  sourcePorts: 'inOrder',
};

/** keepalived 2.2.7: keepalived/bfd/bfd_scheduler.c, bfd.c. */
export const keepalivedBfd: BfdImplementation = {
  jitter: { least: 10, most: 25 },
  jitterSingle: { least: 10, most: 25 },
  tellsChangesAtOnce: false,
  idlesReception: false,
  echoReceiveInterval: nanoseconds(0),
  sourcePorts: 'drawn',
};
