// Counters of a service or destination and the kernel's rate estimator: an exponential average over steps of 2 s.
// Linux: net/netfilter/ipvs/ip_vs_est.c, 6.1. The steps are caught up when somebody counts or reads, so that idle counters cost nothing.

import { seconds, type Instant } from '@ospflab/sim';

const step = seconds(2);
/** After this many empty steps every average of any size has decayed to 0. */
const decayedSteps = 256;

export interface TrafficTotals {
  readonly connections: number;
  readonly inPackets: number;
  readonly inBytes: number;
}

/** Per second, rounded as the kernel hands them out. */
export interface TrafficRates {
  readonly connections: number;
  readonly inPackets: number;
  readonly inBytes: number;
}

export class TrafficCounters {
  connections = 0;
  inPackets = 0;
  inBytes = 0;
  private connectionsCounted = 0;
  private packetsCounted = 0;
  private bytesCounted = 0;
  /** Averages, scaled by 2¹⁰ (connections, packets) and 2⁵ (bytes). */
  private connectionRate = 0;
  private packetRate = 0;
  private byteRate = 0;
  private nextStep: number;

  constructor(now: Instant) {
    this.nextStep = (Math.floor(now / step) + 1) * step;
  }

  countConnection(now: Instant): void {
    if (now >= this.nextStep) this.catchUp(now);
    this.connections++;
  }

  countPacket(lengthBytes: number, now: Instant): void {
    if (now >= this.nextStep) this.catchUp(now);
    this.inPackets++;
    this.inBytes += lengthBytes;
  }

  totals(): TrafficTotals {
    return { connections: this.connections, inPackets: this.inPackets, inBytes: this.inBytes };
  }

  rates(now: Instant): TrafficRates {
    if (now >= this.nextStep) this.catchUp(now);
    return {
      connections: Math.floor((this.connectionRate + 0x1ff) / 1024),
      inPackets: Math.floor((this.packetRate + 0x1ff) / 1024),
      inBytes: Math.floor((this.byteRate + 0xf) / 32),
    };
  }

  private catchUp(now: Instant): void {
    const steps = Math.floor((now - this.nextStep) / step) + 1;
    this.nextStep += steps * step;
    for (let taken = 0; taken < Math.min(steps, decayedSteps); taken++) {
      this.connectionRate += average((this.connections - this.connectionsCounted) * 512, this.connectionRate);
      this.packetRate += average((this.inPackets - this.packetsCounted) * 512, this.packetRate);
      this.byteRate += average((this.inBytes - this.bytesCounted) * 16, this.byteRate);
      this.connectionsCounted = this.connections;
      this.packetsCounted = this.inPackets;
      this.bytesCounted = this.inBytes;
    }
  }
}

/** A quarter of the distance, rounded down as an arithmetic shift does. */
function average(sample: number, current: number): number {
  return Math.floor((sample - current) / 4);
}
