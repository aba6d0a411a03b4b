// A comparison as one table: a row a variant, a group of columns a phase. Several seeds give the lowest and the highest value.

import type { Comparison } from './compare-variants.ts';
import type { VariantRun } from './run-variant.ts';

type Cell = {
  readonly title: string;
  readonly values: (run: VariantRun) => number;
  readonly isTime?: boolean;
};

interface Group {
  readonly title: string;
  readonly cells: readonly Cell[];
}

export function renderComparison(comparison: Comparison): string {
  const { scenario, about, seeds, variants, phases } = comparison;
  const groups = [...phases.map(phaseGroup), endGroup];
  const rows = variants.map(({ runs }) =>
    groups.map(({ cells }) => cells.map((cell) => cellText(cell, runs))),
  );
  const widths = groups.map(({ cells }, group) =>
    cells.map(({ title }, cell) => Math.max(title.length, ...rows.map((row) => row[group]![cell]!.length))),
  );
  const nameWidth = Math.max(7, ...variants.map(({ name }) => name.length));
  const groupWidths = widths.map((cells) =>
    cells.reduce((sum, width) => sum + width, 2 * (cells.length - 1)),
  );
  const line = (name: string, cells: readonly (readonly string[])[]): string =>
    [
      name.padEnd(nameWidth),
      ...cells.map((group, at) => group.map((text, cell) => text.padStart(widths[at]![cell]!)).join('  ')),
    ].join('   ');
  const seedText = seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds, ${seeds[0]} to ${seeds.at(-1)}`; // prettier-ignore
  const flows = variants[0]?.runs[0]?.phases[0]?.census.flows ?? 0;
  const lines = [
    `${scenario} · ${seedText} · ${flows} long flows`,
    about,
    '',
    ['variant'.padEnd(nameWidth), ...groups.map(({ title }, at) => title.padStart(groupWidths[at]!))].join(
      '   ',
    ),
    line(
      '',
      groups.map(({ cells }) => cells.map(({ title }) => title)),
    ),
    ...variants.map(({ name }, at) => line(name, rows[at]!)),
    '',
    ...variants.flatMap(({ name, about: what }) =>
      what === '' ? [] : [`${name.padEnd(nameWidth)}   ${what}`],
    ),
    ...variants.flatMap(({ name, runs }) =>
      runs.flatMap(({ boundHit, seed }) =>
        boundHit === undefined ? [] : [`${name}, seed ${seed}: ${boundHit}`],
      ),
    ),
  ];
  return `${lines.map((text) => text.trimEnd()).join('\n')}\n`;
}

function phaseGroup({ name, at }: Comparison['phases'][number]): Group {
  const census = (run: VariantRun) => run.phases.find((phase) => phase.name === name)?.census;
  return {
    title: `${name} at ${at} s`,
    cells: [
      { title: 'reset', values: (run) => census(run)?.reset ?? 0 },
      { title: 'stalled', values: (run) => census(run)?.stalled ?? 0 },
      { title: 'gap', values: (run) => census(run)?.longestGapSeconds ?? 0, isTime: true },
    ],
  };
}

const endGroup: Group = {
  title: 'in the end',
  cells: [
    { title: 'alive', values: (run) => lastAlive(run) - lastStalled(run) },
    { title: 'hung', values: lastStalled },
    { title: 'lost', values: (run) => (run.phases.at(-1)?.census.flows ?? 0) - lastAlive(run) },
  ],
};

function lastAlive(run: VariantRun): number {
  return run.phases.at(-1)?.census.alive ?? 0;
}

function lastStalled(run: VariantRun): number {
  return run.phases.at(-1)?.census.stalled ?? 0;
}

function cellText({ values, isTime }: Cell, runs: readonly VariantRun[]): string {
  const numbers = runs.map(values);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const text = (value: number): string => (isTime === true ? value.toFixed(2) : String(value));
  const unit = isTime === true ? ' s' : '';
  return text(least) === text(most) ? `${text(least)}${unit}` : `${text(least)}–${text(most)}${unit}`;
}
