// Rows of several seeds made one line.

import { chiSquarePValue } from '../metrics/distribution.ts';
import type { ComparisonRow } from './compare-hashes.ts';

export interface ComparisonSummary {
  readonly hash: string;
  readonly selector: string;
  readonly traffic: string;
  readonly change: string;
  readonly seeds: number;
  /** Of one seed. */
  readonly flows: number;
  /** Of the sum of χ² over all seeds. */
  readonly pValue: number;
  /** Means over the seeds from here on. */
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly coefficientOfVariation: number;
  readonly coefficientOfVariationFloor: number;
  readonly peakToMean: number;
  readonly jainIndex: number;
  readonly byteCoefficientOfVariation: number;
  readonly byteCoefficientOfVariationFloor: number;
  readonly effectiveFlows: number;
  /** Undefined when nothing changed. */
  readonly moved: number | undefined;
  readonly movedFloor: number | undefined;
  readonly movedClosedForm: number | undefined;
  /** Parts of all flows. */
  readonly needless: number | undefined;
  readonly rescued: number | undefined;
}

/** In the order in which combinations first appear. */
export function summarise(rows: readonly ComparisonRow[]): ComparisonSummary[] {
  const groups = new Map<string, ComparisonRow[]>();
  for (const row of rows) {
    const key = [row.hash, row.selector, row.traffic, row.change].join('|');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map(summaryOf);
}

function summaryOf(rows: readonly ComparisonRow[]): ComparisonSummary {
  const { hash, selector, traffic, change, flows } = rows[0]!;
  const mean = (of: (row: ComparisonRow) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const changeMean = (of: (row: NonNullable<ComparisonRow['disruption']>) => number): number | undefined =>
    rows.some((row) => row.disruption === undefined) ? undefined : mean((row) => of(row.disruption!));
  const chiSquare = mean((row) => row.distribution.chiSquare);
  const degreesOfFreedom = mean((row) => row.distribution.degreesOfFreedom);
  const hasClosedForm = rows.every((row) => row.disruption?.closedForm !== undefined);
  return {
    hash,
    selector,
    traffic,
    change,
    seeds: rows.length,
    flows,
    pValue: chiSquarePValue(chiSquare * rows.length, degreesOfFreedom * rows.length),
    chiSquare,
    degreesOfFreedom,
    coefficientOfVariation: mean((row) => row.distribution.coefficientOfVariation),
    coefficientOfVariationFloor: mean((row) => row.distribution.coefficientOfVariationFloor),
    peakToMean: mean((row) => row.distribution.peakToMean),
    jainIndex: mean((row) => row.distribution.jainIndex),
    byteCoefficientOfVariation: mean((row) => row.byteLoad.coefficientOfVariation),
    byteCoefficientOfVariationFloor: mean((row) => row.byteLoad.coefficientOfVariationFloor),
    effectiveFlows: mean((row) => row.byteLoad.effectiveFlows),
    moved: changeMean((disruption) => disruption.part),
    movedFloor: changeMean((disruption) => disruption.floor),
    movedClosedForm: hasClosedForm ? changeMean((disruption) => disruption.closedForm!) : undefined,
    needless: changeMean((disruption) => disruption.needless / Math.max(1, disruption.flows)),
    rescued: changeMean((disruption) => disruption.rescued / Math.max(1, disruption.flows)),
  };
}
