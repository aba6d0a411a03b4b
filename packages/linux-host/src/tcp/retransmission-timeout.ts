// How long to wait for an acknowledgement. RFC 6298 with Linux's minimum: the variance part never falls below 200 ms.
// Linux: net/ipv4/tcp_input.c, tcp_rtt_estimator. Its rounding to 4 ms ticks is not modelled.

import { milliseconds, nanoseconds, seconds, type Duration } from '@ospflab/sim';

const initial = seconds(1);
const longest = seconds(120);
const varianceFloor = milliseconds(200);

export class RetransmissionTimeout {
  backoff = 0;
  private smoothed = -1;
  private variation = 0;

  get current(): Duration {
    return nanoseconds(Math.min(longest, this.base * 2 ** this.backoff));
  }

  /** Only for segments that were sent once (Karn). */
  sample(roundTrip: Duration): void {
    if (this.smoothed < 0) {
      this.smoothed = roundTrip;
      this.variation = roundTrip / 2;
      return;
    }
    this.variation = 0.75 * this.variation + 0.25 * Math.abs(this.smoothed - roundTrip);
    this.smoothed = 0.875 * this.smoothed + 0.125 * roundTrip;
  }

  private get base(): number {
    return this.smoothed < 0 ? initial : this.smoothed + Math.max(varianceFloor, 4 * this.variation);
  }
}
