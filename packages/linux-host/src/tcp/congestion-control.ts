// How much may be on its way unacknowledged. RFC 5681 §3.1 and §3.2 (slow start, congestion avoidance, fast retransmit), RFC 6582 (recovery).

import { isBefore } from './sequence-number.ts';

const initialWindowSegments = 10;
const duplicatesUntilLoss = 3;

export class CongestionControl {
  /** Bytes. */
  window = 0;
  private segmentSize = 0;
  private slowStartThreshold = Infinity;
  private duplicates = 0;
  /** The sequence that ends the recovery from a loss; undefined outside of one. */
  private recoverUntil: number | undefined;

  /** The segment size of the connection is known, anew or for the first time. */
  start(segmentSize: number): void {
    this.segmentSize = segmentSize;
    this.window = initialWindowSegments * segmentSize;
  }

  /** The path carries smaller segments than was thought. */
  shrinkSegments(segmentSize: number): void {
    this.segmentSize = segmentSize;
  }

  /** `newly` bytes, up to `unacknowledged`. True when this shows the next hole: the first segment is to be sent again. */
  acknowledged(newly: number, unacknowledged: number): boolean {
    this.duplicates = 0;
    if (this.recoverUntil !== undefined) {
      if (isBefore(unacknowledged, this.recoverUntil)) return true;
      this.recoverUntil = undefined;
      this.window = this.slowStartThreshold;
      return false;
    }
    this.window +=
      this.window < this.slowStartThreshold
        ? Math.min(newly, this.segmentSize)
        : Math.max(1, Math.floor((this.segmentSize * this.segmentSize) / this.window));
    return false;
  }

  /** True when the third duplicate in a row tells of a loss: the first segment is to be sent again at once. */
  duplicateAcknowledged(inFlight: number, highestSent: number): boolean {
    this.duplicates++;
    if (this.duplicates !== duplicatesUntilLoss || this.recoverUntil !== undefined) return false;
    this.halveThreshold(inFlight);
    this.window = this.slowStartThreshold;
    this.recoverUntil = highestSent;
    return true;
  }

  /** `again`: not the first time since something was acknowledged. */
  timedOut(inFlight: number, again: boolean): void {
    if (!again) this.halveThreshold(inFlight);
    this.window = this.segmentSize;
    this.duplicates = 0;
    this.recoverUntil = undefined;
  }

  private halveThreshold(inFlight: number): void {
    this.slowStartThreshold = Math.max(Math.floor(inFlight / 2), 2 * this.segmentSize);
  }
}
