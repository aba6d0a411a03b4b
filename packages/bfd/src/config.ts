// What a session is set up with.

import { milliseconds, type Duration } from '@ospflab/sim';

export interface BfdSettings {
  /** Packets in a row that may be missed. */
  readonly detectMultiplier: number;
  /** The shortest interval at which packets are wanted. */
  readonly receiveInterval: Duration;
  /** The shortest interval at which packets are sent. */
  readonly transmitInterval: Duration;
  /** RFC 5880 §6.1: waits for the other side to begin. */
  readonly passive: boolean;
  /** Held in AdminDown, RFC 5880 §6.8.16. */
  readonly shutdown: boolean;
  /** Between packets until the session is up, where that is more than `transmitInterval`. Absent: a second, RFC 5880 §6.8.3. */
  readonly idleInterval?: Duration;
  /** What comes with less is dropped. Absent: 255, RFC 5881 §5. */
  readonly minimumTtl?: number;
}

/** FRR 8.4: bfdd/bfd.h, BFD_DEFDETECTMULT, BFD_DEFREQUIREDMINRX, BFD_DEFDESIREDMINTX. */
export const defaultBfdSettings: BfdSettings = {
  detectMultiplier: 3,
  receiveInterval: milliseconds(300),
  transmitInterval: milliseconds(300),
  passive: false,
  shutdown: false,
};
