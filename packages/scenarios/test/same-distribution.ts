// Whether a few recorded values and many simulated ones can come from the same distribution, said without assuming its shape.

import { summarize } from '@ospflab/scenarios';

/** Values farther apart than this belong to different modes: phases of hellos spread a mode over one second. */
const modeGapSeconds = 1;
/** A mode with fewer of the values is rare. */
const rareShare = 0.05;
/** What happens by chance less often than this does not happen … */
const chanceMin = 0.001;
/** … which is farther from the mean than as many standard errors. */
const standardErrorsMax = 3.29;
/** Of 95 %, for medians. */
const standardErrorsOfMedian = 1.96;

export interface Mode {
  readonly share: number;
  /** In ascending order. */
  readonly values: readonly number[];
}

/** In ascending order; rare ones are left out unless they are asked for. */
export function modesOf(values: readonly number[], shareMin = rareShare): Mode[] {
  const modes: number[][] = [];
  for (const value of values.toSorted((left, right) => left - right)) {
    const last = modes.at(-1)?.at(-1);
    if (last === undefined || value - last > modeGapSeconds) modes.push([value]);
    else modes.at(-1)!.push(value);
  }
  return modes
    .map((mode) => ({ share: mode.length / values.length, values: mode }))
    .filter(({ share }) => share >= shareMin);
}

/** How far apart the shares of a mode in two samples may be. */
export function shareTolerance(one: Mode, other: Mode): number {
  const counts = [one, other].map(({ share, values }) => Math.round(values.length / share));
  const [left, right] = [counts[0]!, counts[1]!];
  const pooled = (one.values.length + other.values.length) / (left + right);
  return Math.max(rareShare, standardErrorsMax * Math.sqrt(pooled * (1 - pooled) * (1 / left + 1 / right)));
}

/** From the value below to the value above which the median lies with 95 % confidence, whatever the distribution: their ranks are binomial. */
export function medianInterval(values: readonly number[]): { low: number; high: number } {
  const sorted = values.toSorted((left, right) => left - right);
  const rank = Math.floor((sorted.length - standardErrorsOfMedian * Math.sqrt(sorted.length)) / 2);
  const low = Math.max(0, rank - 1);
  return { low: sorted[low]!, high: sorted[sorted.length - 1 - low]! };
}

/**
 * How many of `recorded` values may lie beyond the outermost of `simulated` ones at one end. When all come from the same distribution, each
 * order of them is as likely as any other: `count` recorded ones come first with the probability of drawing them in a row.
 */
export function beyondMax(recorded: number, simulated: number): number {
  let chance = 1;
  for (let count = 0; count < recorded; count++) {
    chance *= (recorded - count) / (recorded + simulated - count);
    if (chance < chanceMin) return count;
  }
  return recorded;
}

/** The values below and those above all of a mode, by more than `resolution`. */
export function beyond(values: readonly number[], mode: Mode, resolution: number): [number[], number[]] {
  const { min, max } = summarize(mode.values)!;
  return [
    values.filter((value) => value < min - resolution),
    values.filter((value) => value > max + resolution),
  ];
}

/** The mode that a value belongs to; undefined when it is too far from all. */
export function modeOf(value: number, modes: readonly Mode[]): Mode | undefined {
  const near = modes.map((mode) => {
    const { min, max } = summarize(mode.values)!;
    return { mode, distance: Math.max(min - value, value - max, 0) };
  });
  return near
    .filter(({ distance }) => distance <= modeGapSeconds)
    .sort((left, right) => left.distance - right.distance)[0]?.mode;
}
