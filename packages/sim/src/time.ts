// Simulated time: integer nanoseconds in a number, exact up to 104 days.

declare const instantBrand: unique symbol;
declare const durationBrand: unique symbol;

/** Nanoseconds since the start of the run. */
export type Instant = number & { readonly [instantBrand]: true };
/** Nanoseconds between two instants. */
export type Duration = number & { readonly [durationBrand]: true };

export const startOfTime = 0 as Instant;
export const endOfTime = Number.MAX_SAFE_INTEGER as Instant;

export function instantFromNanoseconds(value: number): Instant {
  return Math.round(value) as Instant;
}
export function nanoseconds(value: number): Duration {
  return Math.round(value) as Duration;
}
export function microseconds(value: number): Duration {
  return Math.round(value * 1e3) as Duration;
}
export function milliseconds(value: number): Duration {
  return Math.round(value * 1e6) as Duration;
}
export function seconds(value: number): Duration {
  return Math.round(value * 1e9) as Duration;
}
export function toSeconds(value: Instant | Duration): number {
  return value / 1e9;
}
export function after(instant: Instant, duration: Duration): Instant {
  return (instant + duration) as Instant;
}
export function between(earlier: Instant, later: Instant): Duration {
  return (later - earlier) as Duration;
}
