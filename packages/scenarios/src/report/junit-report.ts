// The checks of a run as JUnit XML, for continuous integration.

import type { CheckResult, Report } from './report.ts';

export function junitOf(report: Report): string {
  const count = (verdict: CheckResult['verdict']) =>
    report.checks.filter((check) => check.verdict === verdict).length;
  const cases = report.checks.map(({ text, verdict, found, file, line }) => {
    const open = `    <testcase classname="${escape(report.scenario)}" name="${escape(text)}" file="${escape(file)}" line="${line}"`;
    if (verdict === 'passed') return `${open}/>`;
    const element = verdict === 'failed' ? 'failure' : 'skipped';
    return `${open}>\n      <${element} message="${escape(`found: ${found}`)}"/>\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="${escape(`${report.scenario} seed ${report.seed}`)}" tests="${report.checks.length}" failures="${count('failed')}" skipped="${count('notReached')}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
