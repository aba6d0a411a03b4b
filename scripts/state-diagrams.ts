// State machines as Mermaid diagrams and tables, from the rows that the router runs.

interface Row {
  readonly from: readonly string[];
  readonly event: string;
  readonly to: string;
  readonly when?: { readonly says: string };
  readonly decide?: { readonly says: string; readonly among: readonly string[] };
  readonly action?: { readonly says: string };
}

/** A `StateMachine` of packages/ospf-core, as far as it can be drawn. */
export interface DrawnMachine {
  readonly states: readonly string[];
  readonly rows: readonly Row[];
}

/** A row from more states than this is drawn in the table alone: its arrows would hide the others. */
const arrowsPerRowMax = 3;

export interface DrawnChapter {
  readonly heading: string;
  readonly machine: DrawnMachine;
}

/** The page, in Markdown. */
export function renderStateDiagrams(chapters: readonly DrawnChapter[]): string {
  return [
    '# State machines',
    '',
    'Written by `npm run docs` from the tables in `packages/ospf-core/src`, which the router runs. Do not edit.',
    '',
    ...chapters.flatMap(({ heading, machine }) => [`## ${heading}`, '', ...machineLines(machine)]),
  ].join('\n');
}

function machineLines({ states, rows }: DrawnMachine): string[] {
  const drawn = rows.filter(({ from }) => from.length <= arrowsPerRowMax);
  const table = rows.map(
    (row) =>
      `| ${groupText(row.from, states)} | ${row.event} | ${row.when?.says ?? ''} | ${row.action?.says ?? row.decide?.says ?? ''} | ${targetsOf(row).join(' or ')} |`,
  );
  return [
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${states[0] ?? ''}`,
    ...arrows(drawn),
    '```',
    '',
    `Rows from more than ${arrowsPerRowMax} states stand in the table alone. The first row that fits counts.`,
    '',
    '| state | event | when | action | next state |',
    '| --- | --- | --- | --- | --- |',
    ...table,
    '',
  ];
}

/** One arrow for every pair of states, with all that leads from one to the other. */
function arrows(rows: readonly Row[]): string[] {
  const labels = new Map<string, string[]>();
  for (const row of rows) {
    for (const from of row.from) {
      for (const target of targetsOf(row)) {
        const to = target === 'same' ? from : target;
        const key = `${from} --> ${to}`;
        const when = row.when === undefined ? '' : ` [${row.when.says}]`;
        labels.set(key, [...(labels.get(key) ?? []), `${row.event}${when}`]);
      }
    }
  }
  return [...labels].map(([arrow, texts]) => `  ${arrow}: ${texts.join(', ')}`);
}

function targetsOf({ to, decide }: Row): readonly string[] {
  return decide === undefined ? [to] : decide.among;
}

/** `exchange or greater` for a run of states up to the last, as the RFC says it. */
function groupText(from: readonly string[], states: readonly string[]): string {
  const first = states.indexOf(from[0] ?? '');
  const isRun = from.length > 2 && from.every((state, index) => states[first + index] === state);
  if (from.length === states.length) return 'any';
  if (isRun && first + from.length === states.length) return `${from[0] ?? ''} or greater`;
  const missing = states.filter((state) => !from.includes(state));
  return missing.length === 1 ? `any but ${missing[0] ?? ''}` : from.join(', ');
}
