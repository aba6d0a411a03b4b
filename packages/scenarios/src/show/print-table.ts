// Who answers which command: the show tables of the cores, in one list.

import type { Instant } from '@ospflab/sim';
import type { Machine } from '../network/network.ts';

export interface Printer {
  /** As a person would type them. */
  readonly commands: readonly string[];
  readonly knows: (words: readonly string[]) => boolean;
  /** Undefined when the machine runs nothing that answers it. */
  readonly print: (machine: Machine, words: readonly string[], now: Instant) => string | undefined;
}

export const printTable: readonly Printer[] = [];
