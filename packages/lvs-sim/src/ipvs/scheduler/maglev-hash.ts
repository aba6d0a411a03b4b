// mh: a Maglev table of 4093 slots, so that losing a destination moves few of the other clients.
// Linux: net/netfilter/ipvs/ip_vs_mh.c, 6.1. It is built from the last non-zero weights: setting weight 0 keeps the slots.

import type { Ipv4Address } from '@ospflab/net';
import type { Destination } from '../destination.ts';
import { greatestCommonDivisor } from './greatest-common-divisor.ts';
import type { SchedulerNumbers, SchedulerRow } from './scheduler.ts';
import { siphash13 } from './siphash13.ts';
import { TableScheduler } from './table-scheduler.ts';

const tableSize = 4093;
/** Weights are shifted down until the largest fits into this many bits. */
const weightBits = 6;
const offsetKey = 2654435761;
const skipKey = 2654446892;

class MaglevHash extends TableScheduler {
  schedule(client: Ipv4Address, clientPort: number): Destination | undefined {
    const value = this.keyOf(client, clientPort);
    const home = siphash13(value, offsetKey) % tableSize;
    const destination = this.table[home];
    if (destination === undefined || destination.usable) return destination;
    return this.pool.flags.includes('mh-fallback') ? this.fallback(value, home) : undefined;
  }

  numbers(client: Ipv4Address, clientPort: number): SchedulerNumbers {
    return { slot: siphash13(this.keyOf(client, clientPort), offsetKey) % tableSize };
  }

  private keyOf(client: Ipv4Address, clientPort: number): number {
    return (client + (this.pool.flags.includes('mh-port') ? clientPort : 0)) | 0;
  }

  private fallback(value: number, home: number): Destination | undefined {
    for (let offset = 0; offset < tableSize; offset++) {
      const slot = siphash13((value + ((offset + home) % tableSize)) | 0, offsetKey) % tableSize;
      const destination = this.table[slot];
      if (destination?.usable === true) return destination;
    }
    return undefined;
  }

  protected override filled(): Destination[] {
    return maglevTable(this.pool.destinations);
  }
}

/** Every destination in turn claims the next free slot of its own permutation, as many at a time as its reduced weight. */
function maglevTable(destinations: readonly Destination[]): Destination[] {
  const weights = destinations.map(({ lastWeight }) => lastWeight);
  const divisor = greatestCommonDivisor(weights);
  if (divisor === 0) return [];
  const shift = Math.max(0, 32 - Math.clz32(Math.floor(Math.max(...weights) / divisor)) - weightBits);
  const turns = weights.map((weight) => Math.floor(weight / divisor) >> shift || (weight === 0 ? 0 : 1));
  const places = destinations.map((each) => siphash13((each.address + each.port) | 0, offsetKey) % tableSize);
  const skips = destinations.map(
    (each) => (siphash13((each.address + each.port) | 0, skipKey) % (tableSize - 1)) + 1,
  );
  const slots = new Array<Destination | undefined>(tableSize).fill(undefined);
  let filled = 0;
  // Some destination has a turn, and skips are coprime to the table size, so every round fills at least one slot.
  while (filled < tableSize) {
    for (let position = 0; position < destinations.length; position++) {
      for (let turn = 0; turn < turns[position]! && filled < tableSize; turn++) {
        let place = places[position]!;
        while (slots[place] !== undefined) place = (place + skips[position]!) % tableSize;
        places[position] = place;
        slots[place] = destinations[position];
        filled++;
      }
    }
  }
  return slots as Destination[];
}

export const maglevHash: SchedulerRow = { create: (pool) => new MaglevHash(pool) };
