// The comparison as text: columns for a terminal, or CSV.

import type { ComparisonSummary } from './summarise.ts';

/** Aligned columns with a line of names; the change columns only when something changed. */
export function comparisonTable(summaries: readonly ComparisonSummary[]): string {
  const changes = summaries.some(({ moved }) => moved !== undefined);
  const heads = [
    'hash',
    'selector',
    'traffic',
    'χ² p',
    'CoV',
    'floor',
    'peak/mean',
    'Jain',
    'bytes CoV',
    'floor',
  ];
  if (changes) heads.push('change', 'moved', 'theory', 'least', 'needless', 'rescued');
  const lines = summaries.map((row) => {
    const cells = [
      row.hash,
      row.selector,
      row.traffic,
      probability(row.pValue),
      percent(row.coefficientOfVariation),
      percent(row.coefficientOfVariationFloor),
      row.peakToMean.toFixed(3),
      row.jainIndex.toFixed(4),
      percent(row.byteCoefficientOfVariation),
      percent(row.byteCoefficientOfVariationFloor),
    ];
    if (changes) {
      cells.push(row.change, percent(row.moved), percent(row.movedClosedForm), percent(row.movedFloor));
      cells.push(percent(row.needless), percent(row.rescued));
    }
    return cells;
  });
  return alignColumns([heads, ...lines], new Set([0, 1, 2, 10]));
}

/** Columns as wide as their widest cell; those of `left` begin at the left, the others end at the right. */
export function alignColumns(rows: readonly (readonly string[])[], left: ReadonlySet<number>): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          left.has(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One line a combination, a first line with the names of the fields, all digits. */
export function comparisonCsv(summaries: readonly ComparisonSummary[]): string {
  const first = summaries[0];
  if (first === undefined) return '';
  const names = Object.keys(first) as (keyof ComparisonSummary)[];
  const lines = summaries.map((row) => names.map((name) => csvCell(row[name])).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

function csvCell(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function percent(part: number | undefined): string {
  return part === undefined ? '–' : `${(100 * part).toFixed(2)} %`;
}

/** Small ones as a power of ten: a p-value of 10⁻³⁰⁰ is not 0.000. */
export function probability(value: number): string {
  return value >= 0.001 ? value.toFixed(3) : value === 0 ? '0' : value.toExponential(0);
}
