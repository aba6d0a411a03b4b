// What may go wrong with frames in one direction of one port. Every fault has its own random stream, named after
// segment, port, direction and fault, so that switching one on never shifts the dice of another.

import type { RandomStream } from './random-stream.ts';
import type { Simulation } from './simulation.ts';
import type { Duration } from './time.ts';

/** As the station sees it: `out` is what it sends into the segment, `in` what the segment delivers to it. */
export type Direction = 'in' | 'out';

export interface FaultSettings {
  /** Share of frames that vanish, 0 … 1. */
  readonly lossProbability?: number;
  /** Share of frames that are delivered twice, 0 … 1. */
  readonly duplicationProbability?: number;
  /** Share of frames that are held back, 0 … 1, by a uniform delay in [0, reorderingDelayMax). */
  readonly reorderingProbability?: number;
  readonly reorderingDelayMax?: Duration;
}

export class PortFaults {
  /** Every frame vanishes without a sign; carrier stays up. */
  cut = false;
  /** Whether `copies` and `extraDelay` can answer anything but 1 and 0. */
  disturbs = false;

  private readonly simulation: Simulation;
  private readonly streamPrefix: string;
  private settings: FaultSettings = {};
  private lossStream: RandomStream | undefined;
  private duplicationStream: RandomStream | undefined;
  private reorderingStream: RandomStream | undefined;

  constructor(simulation: Simulation, streamPrefix: string) {
    this.simulation = simulation;
    this.streamPrefix = streamPrefix;
  }

  apply(settings: FaultSettings): void {
    this.settings = settings;
    const duplication = settings.duplicationProbability ?? 0;
    const reordering = settings.reorderingProbability ?? 0;
    this.lossStream = this.streamFor(settings.lossProbability ?? 0, 'loss');
    this.duplicationStream = this.streamFor(duplication, 'duplication');
    this.reorderingStream = this.streamFor(reordering, 'reordering');
    this.disturbs = duplication > 0 || reordering > 0;
  }

  /** Whether the next frame is lost. */
  loses(): boolean {
    return this.lossStream !== undefined && this.lossStream.chance(this.settings.lossProbability ?? 0);
  }

  /** How many copies of the next frame go on: 1 or 2. */
  copies(): number {
    const stream = this.duplicationStream;
    return stream !== undefined && stream.chance(this.settings.duplicationProbability ?? 0) ? 2 : 1;
  }

  /** By how many nanoseconds the next frame is held back. */
  extraDelay(): number {
    const stream = this.reorderingStream;
    if (stream === undefined || !stream.chance(this.settings.reorderingProbability ?? 0)) return 0;
    return Math.floor(stream.next() * (this.settings.reorderingDelayMax ?? 0));
  }

  private streamFor(probability: number, fault: string): RandomStream | undefined {
    return probability > 0 ? this.simulation.stream(`${this.streamPrefix} ${fault}`) : undefined;
  }
}
