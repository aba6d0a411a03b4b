// What an event is delivered to. Kinds are small integers of the target's own choosing: a switch on them costs a few
// nanoseconds where a stored closure costs ten times that.

import type { Instant } from './time.ts';

declare const targetIdBrand: unique symbol;

/** Names a target that a simulation knows; the queue holds these, so that it consists of numbers. */
export type TargetId = number & { readonly [targetIdBrand]: true };

export interface EventTarget {
  handleEvent(kind: number, argument: unknown, now: Instant): void;
}
