// The checks of a run as JUnit XML, for continuous integration.

import type { Report } from './report.ts';

export function junitOf(report: Report): string {
  const failures = report.checks.filter(({ passed }) => !passed).length;
  const cases = report.checks.map(({ text, passed, found, file, line }) => {
    const open = `    <testcase classname="${escape(report.scenario)}" name="${escape(text)}" file="${escape(file)}" line="${line}"`;
    return passed
      ? `${open}/>`
      : `${open}>\n      <failure message="${escape(`found: ${found}`)}"/>\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="${escape(`${report.scenario} seed ${report.seed}`)}" tests="${report.checks.length}" failures="${failures}">`,
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
