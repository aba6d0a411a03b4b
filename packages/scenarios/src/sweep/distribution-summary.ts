// What many values of one figure look like: extremes, median, and the clusters they fall into.

export interface ValueCluster {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export interface DistributionSummary extends ValueCluster {
  /** The modes: values that lie together, in order. One when nothing parts them. */
  readonly modes: readonly ValueCluster[];
}

/** Two neighbouring values part two modes when they are farther apart than this part of the whole range … */
const gapShare = 0.2;
/** … and than this many times the gap that they would have if all were evenly spread. */
const gapFactor = 4;

/** Undefined without values. */
export function summarize(values: readonly number[]): DistributionSummary | undefined {
  const sorted = values.toSorted((left, right) => left - right);
  const whole = clusterOf(sorted);
  if (whole === undefined) return undefined;
  const range = whole.max - whole.min;
  const gapMin = Math.max(gapShare * range, (gapFactor * range) / sorted.length);
  const modes: ValueCluster[] = [];
  let first = 0;
  for (let index = 1; index <= sorted.length; index++) {
    const parted = index === sorted.length || sorted[index]! - sorted[index - 1]! > gapMin;
    if (!parted) continue;
    modes.push(clusterOf(sorted.slice(first, index))!);
    first = index;
  }
  return { ...whole, modes };
}

function clusterOf(sorted: readonly number[]): ValueCluster | undefined {
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  return { count: sorted.length, min, median: medianOf(sorted), max };
}

/** The middle value, or the mean of the two in the middle. */
function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}
