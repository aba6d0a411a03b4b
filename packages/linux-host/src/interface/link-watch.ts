// When a kernel's link watch may run: at most once in a while. All namespaces of one kernel share one, so that what happens to the
// links of one machine delays what another hears of its own. Linux: net/core/link_watch.c.

import { after, nanoseconds, startOfTime, type Duration, type Instant } from '@ospflab/sim';

/** For a watch of several machines. */
export interface SharedWatch {
  /** Of the changes here, how many find that the watch ran within the last interval for a link that is not part of the simulation. */
  readonly foreignShare: number;
  /** In [0, 1). */
  readonly random: () => number;
}

export class LinkWatch {
  private readonly interval: Duration;
  private readonly shared: SharedWatch | undefined;
  private ranAt: Instant | undefined;
  private nextAt: Instant = startOfTime;

  constructor(interval: Duration, shared?: SharedWatch) {
    this.interval = interval;
    this.shared = shared;
  }

  /** Before it, the watch does not run for what is not urgent. */
  get nextRunAt(): Instant {
    return this.nextAt;
  }

  /** Whether it runs for a change now. When it is shared, what happens to both ends of a cable in one instant is one run. */
  mayRun(now: Instant): boolean {
    if (now < this.nextAt) return this.shared !== undefined && now === this.ranAt;
    if (this.shared === undefined || this.shared.random() >= this.shared.foreignShare) return true;
    this.nextAt = after(now, nanoseconds(Math.floor(this.shared.random() * this.interval)));
    return now >= this.nextAt;
  }

  ran(now: Instant): void {
    this.ranAt = now;
    this.nextAt = after(now, this.interval);
  }
}
