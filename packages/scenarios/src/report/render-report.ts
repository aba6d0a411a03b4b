// The report as a terminal shows it: short, causal, the figure people came for in the right column. No colour here.

import type { Trouble } from '../diagnosis/trouble.ts';
import { formatSeconds } from './format-seconds.ts';
import type {
  ActionReport,
  CheckResult,
  Consequence,
  DropRow,
  LongTrafficReport,
  Report,
  ShareRow,
  StartReport,
  TrafficReport,
} from './report.ts';

export interface RenderOptions {
  /** Wall time in seconds, which only the caller can know. */
  readonly wallSeconds?: number;
}

const textColumns = 76;
const dropRowsMax = 12;
const startRowsMax = 16;
const troublesMax = 12;
const endsMax = 5;

export function renderReport(report: Report, options: RenderOptions = {}): string {
  const sections = [
    headline(report, options),
    startLines(report.start),
    ...report.actions.map(actionLines),
    shareTable('Directors', report.directors, report.directorSpreadP),
    shareTable('Real servers', report.realServers, undefined),
    report.traffic.map(trafficLine),
    dropTable(report.drops),
    troubleLines(report.troubles),
    report.checks.length === 0 ? [] : ['Checks', ...report.checks.map(checkLine)],
    closing(report),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function headline(report: Report, { wallSeconds }: RenderOptions): string[] {
  const profiles = report.ospfProfiles.length === 0 ? '' : ` · ${report.ospfProfiles.join(', ')} profile`;
  const wall = wallSeconds === undefined ? '' : ` in ${wallSeconds.toFixed(1)} s`;
  return [
    `${report.scenario} · seed ${report.seed}${profiles} · ${report.simulatedSeconds} s simulated${wall}`,
    ...(report.about === '' ? [] : [report.about]),
  ];
}

function startLines(start: StartReport): string[] {
  const lines = [timeLine(0, 'cold start')];
  const rows = [
    ...start.adjacencies.map(({ node, neighbor, fullAt }) => ({
      at: fullAt,
      text: `${node}: ${neighbor} is Full`,
    })),
    ...start.routes.map(({ node, prefix, nextHops, at }) => ({
      at,
      text: `${node}: FIB ${prefix} via ${nextHops.join(' ')}`,
    })),
    ...start.remarks.map(({ at, node, text }) => ({ at, text: `${node}: ${text}` })),
  ].sort((left, right) => left.at - right.at);
  for (const { at, text } of rows.slice(0, startRowsMax)) lines.push(consequenceLine(at, text, undefined));
  const last = rows.at(-1);
  if (rows.length > startRowsMax && last !== undefined) {
    lines.push(
      consequenceLine(last.at, `… ${rows.length - startRowsMax} more, the last at this instant`, undefined),
    );
  }
  return lines;
}

function actionLines(action: ActionReport): string[] {
  return [
    timeLine(action.at, `${symbolOf(action.kind)} ${action.name}`),
    ...[...action.consequences]
      .sort((left, right) => left.at - right.at)
      .map(({ at, node, text, figure }: Consequence) => consequenceLine(at, `${node}: ${text}`, figure)),
  ];
}

/** Failures and repairs are told apart at a glance. */
function symbolOf(kind: string): string {
  return ['heal', 'linkUp', 'portUp', 'start', 'boot', 'startService', 'addAddress'].includes(kind)
    ? '✚'
    : '✂';
}

function timeLine(at: number, text: string): string {
  return `${at.toFixed(3).padStart(9)} s  ${text}`;
}

function consequenceLine(at: number, text: string, figure: string | undefined): string {
  const line = `${at.toFixed(3).padStart(17)} s  ${text}`;
  return figure === undefined ? line : `${line.padEnd(textColumns)}  ${figure}`;
}

function shareTable(title: string, rows: readonly ShareRow[], p: number | undefined): string[] {
  if (rows.length === 0) return [];
  const header = `${title.padEnd(16)}${'connections'.padStart(12)}${'share'.padStart(10)}${'expected'.padStart(10)}`;
  const test = p === undefined ? '' : `   χ² p = ${p.toFixed(2)}`;
  return [
    `${header}${test}`,
    ...rows.map(
      ({ node, connections, share, expected }) =>
        `  ${node.padEnd(14)}${String(connections).padStart(12)}${percent(share)}${percent(expected)}`,
    ),
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`.padStart(10);
}

function trafficLine(traffic: TrafficReport): string {
  switch (traffic.kind) {
    case 'short':
      return `${traffic.name}: ${parts([
        [traffic.sent, 'requests sent', true],
        [traffic.served, 'served', true],
        [traffic.lost, 'lost', true],
        [traffic.reset, 'reset', true],
        [traffic.refused, 'refused', false],
        [traffic.unreachable, 'unreachable', false],
        [traffic.pending, 'still open at the end', false],
      ])}`;
    case 'long':
      return longLine(traffic);
    case 'ping':
      return `${traffic.name}: ${parts([
        [traffic.sent, 'pings sent', true],
        [traffic.answered, 'answered', true],
        [traffic.lost, 'lost', true],
      ])}`;
  }
}

function longLine(traffic: LongTrafficReport): string {
  const counts = (of: Omit<LongTrafficReport['byDirector'][number], 'director'>) =>
    parts([
      [of.survived, 'survived', true],
      [of.reset, 'reset', true],
      [of.hung, 'hung', true],
      [of.otherwise, 'ended otherwise', false],
    ]);
  const directors = traffic.byDirector.map((row) => `${row.director}: ${counts(row)}`).join(' · ');
  return `${traffic.name}: ${traffic.flows} long flows: ${counts(traffic)} (${directors}); longest gap of a survivor ${formatSeconds(traffic.longestGapSeconds)}`;
}

function parts(counts: readonly (readonly [number, string, boolean])[]): string {
  return counts
    .filter(([count, , always]) => always || count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

function dropTable(drops: readonly DropRow[]): string[] {
  if (drops.length === 0) return [];
  const rows = drops.slice(0, dropRowsMax);
  const more = drops.length - rows.length;
  return [
    'Packets dropped',
    ...rows.map(
      ({ where, reason, packets }) => `  ${where.padEnd(14)}${String(packets).padStart(12)}  ${reason}`,
    ),
    ...(more > 0 ? [`  … and ${more} more rows in the JSON report`] : []),
  ];
}

function troubleLines(troubles: readonly Trouble[]): string[] {
  if (troubles.length === 0) return [];
  const more = troubles.length - troublesMax;
  return [
    'Trouble',
    ...troubles.slice(0, troublesMax).flatMap(({ segment, ends, text, remedy }) => {
      const where = segment === undefined ? '' : `${segment}: `;
      return [`  ${where}${endsText(ends)}: ${text}`, `      ${remedy}`];
    }),
    ...(more > 0 ? [`  … and ${more} more in the JSON report`] : []),
  ];
}

function endsText([first = '', ...others]: readonly string[]): string {
  const more = others.length + 1 - endsMax;
  const shown = more > 0 ? [...others.slice(0, endsMax - 1), `${more} more`] : others;
  return shown.length === 0 ? first : `${first} – ${shown.join(', ')}`;
}

const verdictSymbols = { passed: '✓', failed: '✗', notReached: '–' } as const;

function checkLine({ verdict, text, found }: CheckResult): string {
  return `  ${verdictSymbols[verdict]} ${text}${verdict === 'passed' ? '' : ` — found: ${found}`}`;
}

function closing(report: Report): string[] {
  const count = (verdict: CheckResult['verdict']) =>
    report.checks.filter((check) => check.verdict === verdict).length;
  const failed = count('failed');
  const judged = failed + count('passed');
  const verdict =
    judged === 0
      ? 'no checks made'
      : failed === 0
        ? `all ${judged} checks hold`
        : `${failed} of ${judged} checks fail`;
  return [
    ...(report.boundHit === undefined ? [] : [report.boundHit]),
    `${verdict} · ${report.events} events · digest ${report.digest}`,
  ];
}
