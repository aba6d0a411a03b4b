// The comparison as one HTML page with inline SVG and no script: bucket histogram, hash CDF against uniform, disruption
// against theory.

import { hashBins, type ComparisonRow } from './compare-hashes.ts';
import { probability } from './comparison-table.ts';
import { summarise, type ComparisonSummary } from './summarise.ts';

/** Beyond this many combinations only the table is given for the rest. */
const chartsMax = 120;
const width = 260;
const height = 120;

export function comparisonPage(rows: readonly ComparisonRow[], title: string): string {
  const summaries = summarise(rows);
  const firsts = firstRows(rows).slice(0, chartsMax);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escape(title)}</title>
<style>
body{font:14px/1.4 system-ui,sans-serif;margin:2em;color:#222;background:#fff}
table{border-collapse:collapse}td,th{padding:.2em .7em;text-align:right;border-bottom:1px solid #ddd}
td:nth-child(-n+4),th:nth-child(-n+4){text-align:left}.bad{color:#b00020;font-weight:600}
.card{display:inline-block;margin:0 1.5em 1.5em 0;vertical-align:top}h2{margin-top:2em}h3{font-size:14px;margin:.3em 0}
svg{background:#fafafa;border:1px solid #ddd}
</style>
<h1>${escape(title)}</h1>
<p>${rows.length} measurements. A p-value below 0.001 (red) says that chance does not explain the unevenness; CoV is shown beside the floor that independent random choices reach.</p>
${tableOf(summaries)}
<h2>Disruption against theory</h2>
${disruptionChart(summaries)}
<h2>Load of each member, and hash values against uniform</h2>
${firsts.map(cardOf).join('\n')}
</html>
`;
}

function firstRows(rows: readonly ComparisonRow[]): ComparisonRow[] {
  const seen = new Map<string, ComparisonRow>();
  for (const row of rows) {
    const key = `${row.hash}|${row.selector}|${row.traffic}`;
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
}

function tableOf(summaries: readonly ComparisonSummary[]): string {
  const heads = ['hash', 'selector', 'traffic', 'change', 'χ² p', 'CoV %', 'floor %', 'peak/mean', 'Jain'];
  heads.push('bytes CoV %', 'floor %', 'moved %', 'theory %', 'least %', 'needless %', 'rescued %');
  const percent = (part: number | undefined): string => (part === undefined ? '–' : (100 * part).toFixed(2));
  const lines = summaries.map((row) => {
    const bad = row.pValue < 0.001 ? ' class="bad"' : '';
    const names = [row.hash, row.selector, row.traffic, row.change].map((text) => `<td>${escape(text)}</td>`);
    const figures = [
      percent(row.coefficientOfVariation),
      percent(row.coefficientOfVariationFloor),
      row.peakToMean.toFixed(3),
      row.jainIndex.toFixed(4),
      percent(row.byteCoefficientOfVariation),
      percent(row.byteCoefficientOfVariationFloor),
      percent(row.moved),
      percent(row.movedClosedForm),
      percent(row.movedFloor),
      percent(row.needless),
      percent(row.rescued),
    ].map((text) => `<td>${text}</td>`);
    return `<tr>${names.join('')}<td${bad}>${probability(row.pValue)}</td>${figures.join('')}</tr>`;
  });
  return `<table><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr>\n${lines.join('\n')}</table>`;
}

function cardOf(row: ComparisonRow): string {
  return `<div class="card"><h3>${escape(`${row.hash} · ${row.selector} · ${row.traffic}`)}</h3>
${histogram(row)}
${cumulative(row)}</div>`;
}

/** Bars of the load relative to what each member should have; the line is 1. */
function histogram(row: ComparisonRow): string {
  const relative = row.counts.map((count, member) => {
    const expected = (row.distribution.expectedShares[member] ?? 0) * row.distribution.total;
    return expected === 0 ? 0 : count / expected;
  });
  const top = Math.max(1.5, ...relative);
  const step = width / relative.length;
  const bars = relative.map((value, member) => {
    const tall = (value / top) * height;
    const hint = `<title>member ${member + 1}: ${row.counts[member]} flows</title>`;
    return `<rect x="${px(member * step)}" y="${px(height - tall)}" width="${px(Math.max(0.5, step - 1))}" height="${px(tall)}" fill="#4472a8">${hint}</rect>`;
  });
  const one = px(height - height / top);
  return svg(
    'load of each member',
    `${bars.join('')}<line x1="0" x2="${width}" y1="${one}" y2="${one}" stroke="#b00020" stroke-dasharray="4"/>`,
  );
}

/** How many hashes lie below each value, against the diagonal. */
function cumulative(row: ComparisonRow): string {
  let below = 0;
  const points = row.hashHistogram.map((count, bin) => {
    below += count;
    return `${px(((bin + 1) / hashBins) * width)},${px(height - (below / Math.max(1, row.flows)) * height)}`;
  });
  return svg(
    'cumulative hash values against uniform',
    `<line x1="0" y1="${height}" x2="${width}" y2="0" stroke="#b00020" stroke-dasharray="4"/><polyline points="0,${height} ${points.join(' ')}" fill="none" stroke="#4472a8" stroke-width="2"/>`,
  );
}

/** A dot for each combination: measured upwards, theory to the right. On the diagonal they agree. */
function disruptionChart(summaries: readonly ComparisonSummary[]): string {
  const known = summaries.filter(({ movedClosedForm }) => movedClosedForm !== undefined);
  if (known.length === 0) return '<p>No change with a closed form was measured.</p>';
  const dots = known.map((row) => {
    const x = px(row.movedClosedForm! * width);
    const y = px(height - row.moved! * height);
    const name = escape(`${row.hash} ${row.selector} ${row.change}`);
    const figures = `${(100 * row.moved!).toFixed(2)} % moved, theory ${(100 * row.movedClosedForm!).toFixed(2)} %`;
    return `<circle cx="${x}" cy="${y}" r="3" fill="#4472a8" fill-opacity=".6"><title>${name}: ${figures}</title></circle>`;
  });
  const diagonal = `<line x1="0" y1="${height}" x2="${width}" y2="0" stroke="#b00020" stroke-dasharray="4"/>`;
  return svg('moved flows, measured against theory', diagonal + dots.join(''));
}

function svg(label: string, content: string): string {
  return `<svg role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
}

function px(value: number): string {
  return value.toFixed(1);
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
