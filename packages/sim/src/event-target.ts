// What an event is delivered to. Kinds are small integers of the target's own choosing: a switch on them costs a few
// nanoseconds where a stored closure costs ten times that.

import type { Instant } from './time.ts';

export interface EventTarget {
  handleEvent(kind: number, argument: unknown, now: Instant): void;
}
