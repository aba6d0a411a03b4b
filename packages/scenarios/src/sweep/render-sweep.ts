// A sweep as text: a block for every figure with its extremes, its modes as a histogram, and every value.

import type { SweepReport, SweptMetric } from './sweep-report.ts';

const binsMax = 20;
const barWidth = 40;
const valuesPerLine = 10;

export function renderSweep(report: SweepReport): string {
  const { scenario, seeds, parameters, metrics, checks, boundsHit } = report;
  const settings = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const isZero = ({ summary }: SweptMetric) => summary?.min === 0 && summary.max === 0;
  const happened = metrics.filter((metric) => metric.summary !== null && !isZero(metric));
  const zero = metrics.filter(isZero).map(({ name }) => name);
  const never = metrics.filter(({ summary }) => summary === null).map(({ name }) => name);
  const lines = [
    `${scenario} · ${seeds.length} seeds, ${seeds[0]} to ${seeds.at(-1)}`,
    ...(settings.length === 0 ? [] : [settings.join(' ')]),
    '',
    ...happened.flatMap((metric) => [...metricLines(metric), '']),
    ...(zero.length === 0 ? [] : [`Always 0: ${zero.join(', ')}`]),
    ...(never.length === 0 ? [] : [`Never happened: ${never.join(', ')}`, '']),
    ...checks.map(
      ({ text, passed, failed, failedSeeds }) =>
        `${failed === 0 ? '✓' : '✗'} ${text}: held in ${passed} of ${seeds.length} runs${
          failed === 0 ? '' : `, not with the seeds ${failedSeeds.slice(0, 20).join(' ')}`
        }`,
    ),
    ...boundsHit.map(({ seed, bound }) => `seed ${seed}: ${bound}`),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function metricLines({ name, values, summary }: SweptMetric): string[] {
  if (summary === null) return [];
  const missing = values.length - summary.count;
  const head = `${name}${missing === 0 ? '' : ` (did not happen in ${missing} runs)`}`;
  if (summary.min === summary.max) return [head, `  always ${figureText(summary.min)}`];
  const modes =
    summary.modes.length === 1
      ? []
      : summary.modes.map(
          (mode, index) =>
            `  mode ${index + 1}: ${mode.count} values, ${figureText(mode.min)} to ${figureText(mode.max)}, median ${figureText(mode.median)}`,
        );
  return [
    head,
    `  min ${figureText(summary.min)}  median ${figureText(summary.median)}  max ${figureText(summary.max)}`,
    ...modes,
    ...histogram(values.filter((value) => value !== null)),
    ...valueLines(values),
  ];
}

function histogram(values: readonly number[]): string[] {
  const min = Math.min(...values);
  const width = binWidth(Math.max(...values) - min);
  const start = Math.floor(min / width) * width;
  const counts: number[] = [];
  for (const value of values) {
    const bin = Math.floor((value - start) / width + 1e-9);
    while (counts.length <= bin) counts.push(0);
    counts[bin]!++;
  }
  const highest = Math.max(...counts);
  return counts.map((count, bin) => {
    const bar = '█'.repeat(Math.ceil((count / highest) * barWidth));
    return `  ${figureText(start + bin * width).padStart(10)}  ${String(count).padStart(5)} ${bar}`.trimEnd();
  });
}

/** 1, 2 or 5 times a power of ten, such that at most `binsMax` bins cover the range. */
function binWidth(range: number): number {
  const exact = range / (binsMax - 1);
  const power = 10 ** Math.floor(Math.log10(exact));
  return power * ([1, 2, 5, 10].find((step) => step * power >= exact) ?? 10);
}

function valueLines(values: readonly (number | null)[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < values.length; index += valuesPerLine) {
    const some = values.slice(index, index + valuesPerLine);
    const label = index === 0 ? '  values' : '        ';
    lines.push(
      `${label} ${some.map((value) => (value === null ? '–' : figureText(value)).padStart(9)).join(' ')}`,
    );
  }
  return lines;
}

function figureText(value: number): string {
  return String(Number(value.toFixed(value >= 100 ? 3 : 6)));
}
