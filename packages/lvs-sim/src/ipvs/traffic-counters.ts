// Counters of a service or destination and the kernel's rate estimator: an exponential average over steps of 2 s.
// Linux: net/netfilter/ipvs/ip_vs_est.c, 6.1. The steps are caught up when somebody counts or reads, so that idle counters cost nothing.

import { seconds, type Instant } from '@ospflab/sim';

const step = seconds(2);
/** After this many empty steps every average of any size has decayed to 0. */
const decayedSteps = 256;

/** Packets in are the clients', packets out the answers of masqueraded servers: all others pass the director by. */
export interface TrafficTotals {
  readonly connections: number;
  readonly inPackets: number;
  readonly outPackets: number;
  readonly inBytes: number;
  readonly outBytes: number;
}

/** Per second, rounded as the kernel hands them out. */
export type TrafficRates = TrafficTotals;

export class TrafficCounters {
  connections = 0;
  inPackets = 0;
  outPackets = 0;
  inBytes = 0;
  outBytes = 0;
  private readonly connectionRate = new RateEstimate(512);
  private readonly inPacketRate = new RateEstimate(512);
  private readonly outPacketRate = new RateEstimate(512);
  private readonly inByteRate = new RateEstimate(16);
  private readonly outByteRate = new RateEstimate(16);
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

  countAnswer(lengthBytes: number, now: Instant): void {
    if (now >= this.nextStep) this.catchUp(now);
    this.outPackets++;
    this.outBytes += lengthBytes;
  }

  totals(): TrafficTotals {
    const { connections, inPackets, outPackets, inBytes, outBytes } = this;
    return { connections, inPackets, outPackets, inBytes, outBytes };
  }

  rates(now: Instant): TrafficRates {
    if (now >= this.nextStep) this.catchUp(now);
    return {
      connections: this.connectionRate.perSecond,
      inPackets: this.inPacketRate.perSecond,
      outPackets: this.outPacketRate.perSecond,
      inBytes: this.inByteRate.perSecond,
      outBytes: this.outByteRate.perSecond,
    };
  }

  private catchUp(now: Instant): void {
    const steps = Math.floor((now - this.nextStep) / step) + 1;
    this.nextStep += steps * step;
    for (let taken = 0; taken < Math.min(steps, decayedSteps); taken++) {
      this.connectionRate.step(this.connections);
      this.inPacketRate.step(this.inPackets);
      this.outPacketRate.step(this.outPackets);
      this.inByteRate.step(this.inBytes);
      this.outByteRate.step(this.outBytes);
    }
  }
}

/** Fixed-point: what two seconds brought counts `scale` each, so the average stands for per second in units of 2 · `scale`. */
class RateEstimate {
  private readonly scale: number;
  private counted = 0;
  private average = 0;

  constructor(scale: number) {
    this.scale = scale;
  }

  get perSecond(): number {
    return Math.floor((this.average + this.scale - 1) / (2 * this.scale));
  }

  /** The average moves a quarter of the way, rounded down as an arithmetic shift does. */
  step(count: number): void {
    this.average += Math.floor(((count - this.counted) * this.scale - this.average) / 4);
    this.counted = count;
  }
}
