// `ospflab sweep`, `--set`, `run --record` and `replay` as a user calls them.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ospflab, withFiles } from '../run-command.ts';

const quick = ['--set', 'failAt=20s..25s', '--set', 'until=45s'];

describe('ospflab sweep', () => {
  it('prints each figure with its extremes and every value', () => {
    const { exitCode, stdout } = ospflab(['sweep', 'failover-lan', '--seeds', '3', ...quick]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('failover-lan · 3 seeds, 1 to 3\n');
    expect(stdout).toMatch(
      /fails: withdrawalSeconds\n {2}min 3\.\d+ {2}median 3\.\d+ {2}max [34]\.\d+\n( +\d\.?\d* +\d+.*\n)+ {2}values( +[34]\.\d+){3}\n/,
    );
    expect(stdout).toContain('held in 3 of 3 runs');
  });

  it('prints JSON with the values of every seed', () => {
    const words = ['sweep', 'failover-lan', '--seeds', '2', '--first-seed', '7', '--json', ...quick];
    const { exitCode, stdout } = ospflab([...words, '--set', 'failure=sigterm']);
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ version: 1, seeds: [7, 8], parameters: { failure: 'sigterm' } });
    const withdrawal = report.metrics.find(
      ({ name }: { name: string }) => name === 'fails: withdrawalSeconds',
    );
    expect(withdrawal.values).toHaveLength(2);
    expect(withdrawal.summary.max).toBeLessThan(0.02);
  });

  it('ends with 1 when a check fails in any run, with 2 for wrong settings, with 3 at a bound', () => {
    const cut = ['sweep', 'failover-lan', '--seeds', '2', ...quick];
    expect(ospflab([...cut, '--set', 'until=31s']).exitCode).toBe(1);
    const wrong = ospflab([...cut, '--set', 'failure=silentt']);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain("did you mean 'silent'?");
    expect(ospflab([...cut, '--events-max', '10']).exitCode).toBe(3);
    expect(ospflab(['sweep', 'failover-lan', '--seeds', '0']).exitCode).toBe(2);
  });
});

describe('--set', () => {
  it('changes what show tells', () => {
    const shown = ospflab([
      'show',
      'failover-lan',
      'router',
      'show ip ospf interface',
      '--at',
      '5s',
      '--set',
      'helloMultiplier=4',
    ]);
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain('Hello 250ms');
  });
});

describe('record and replay', () => {
  it('a recorded router replays; a changed recording ends with 1 and names the step', () => {
    withFiles({}, (folder) => {
      const file = join(folder, 'router.ndjson');
      const run = ospflab(['run', 'failover-lan', ...quick, '--record', `router=${file}`]);
      expect(run.exitCode).toBe(0);
      const same = ospflab(['replay', file]);
      expect(same.exitCode).toBe(0);
      expect(same.stdout).toMatch(
        /^router of failover-lan, seed 1: \d+ inputs, the same \d+ effects · digest /,
      );
      writeFileSync(file, readFileSync(file, 'utf8').replace(/sendPacket ..../, 'sendPacket 0000'));
      const different = ospflab(['replay', file]);
      expect(different.exitCode).toBe(1);
      expect(different.stdout).toMatch(/different at step \d+, 0\.\d+ s /);
      writeFileSync(file, 'nothing\n');
      expect(ospflab(['replay', file])).toMatchObject({ exitCode: 2, stdout: '' });
    });
  });

  it('only a node with ospfd can be recorded', () => {
    const { exitCode, stderr } = ospflab(['run', 'dual-active', '--record', 'client=client.ndjson']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('no node of that name runs ospfd; give router, ds-1, ds-2');
  });
});
