// docs/generated says what the code says now.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedDocs, root, stateMachines, taggedSources } from '../../../../scripts/generated-docs.ts';
import { renderRfcCoverage, unaccountedSections } from '../../../../scripts/rfc-coverage.ts';
import { rfcSections } from '../../../../scripts/rfc-sections.ts';
import { renderStateDiagrams } from '../../../../scripts/state-diagrams.ts';

describe('docs/generated', () => {
  it('is up to date (else: npm run docs)', async () => {
    for (const [path, text] of await generatedDocs()) {
      expect(existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : `no ${path}`).toBe(text);
    }
  });

  it('accounts for every section of RFC 2328 from 8 to 16, and for code and tests of the smaller RFCs', () => {
    expect(unaccountedSections(taggedSources())).toEqual([]);
    const chapters = new Set(rfcSections.map(([section]) => section.split('.')[0]));
    expect([...chapters]).toEqual(['8', '9', '10', '11', '12', '13', '14', '15', '16']);
  });
});

describe('the page of RFC 2328', () => {
  const page = renderRfcCoverage([
    {
      path: 'packages/a/src/flood.ts',
      text: '// RFC 2328 §13.3 (1b): why\n// RFC 2328 §13.1 and §14.1, too',
    },
    { path: 'packages/a/test/flood.test.ts', text: "it('RFC 2328 §13.3 (1a) …')" },
  ]);
  const row = (section: string) => page.split('\n').find((line) => line.startsWith(`| ${section} |`));

  it('finds code and tests of a section, several in one comment too', () => {
    expect(row('13.3')).toContain(
      '[flood.ts](../../packages/a/src/flood.ts) | [flood.test.ts](../../packages/a/test/flood.test.ts)',
    );
    expect(row('13.1')).toContain('[flood.ts]');
    expect(row('14.1')).toContain('[flood.ts]');
    expect(row('13.2')).toContain('not accounted for');
  });

  it('names clauses that have code and no test', () => {
    expect(page).toMatch(/no test carries\n\n- §13\.3 \(1b\)\n\n## RFC 1765/);
  });
});

describe('the tables of smaller RFCs', () => {
  const code = { path: 'packages/a/src/sign.ts', text: '// RFC 7474 §3, §5: why' };
  const test = { path: 'packages/a/test/sign.test.ts', text: "it('RFC 7474 §3: …')" };
  const missing = (...files: readonly (typeof code)[]) =>
    unaccountedSections(files).filter((section) => /^RFC 7474 §[345]$/.test(section));

  it('find code and tests by the number of the RFC', () => {
    expect(renderRfcCoverage([code, test])).toMatch(/\| 3 \| .*\[sign\.ts\].*\| .*\[sign\.test\.ts\].* \|/);
  });

  it('need both for every section', () => {
    expect(missing(code)).toEqual(['RFC 7474 §3', 'RFC 7474 §4', 'RFC 7474 §5']);
    expect(missing(code, test)).toEqual(['RFC 7474 §4', 'RFC 7474 §5']);
  });
});

describe('the diagrams', () => {
  it('have the arrows of the tables', async () => {
    const page = renderStateDiagrams(await stateMachines());
    expect(page).toContain('  exStart --> exchange: negotiationDone');
    expect(page).toContain('  waiting --> backup: backupSeen, waitTimer');
    expect(page).toMatch(/\| init or greater \| helloReceived \|/);
    expect(page).toContain('  quiet --> shortWait: change');
    expect(page).toContain('  shortWait --> longWait: learnTimer');
  });
});
