// `ospflab ipvs replay` as a user calls it: agreement, the first difference, bad scripts.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ospflab, withFiles, type CommandResult } from '../run-command.ts';

const recorded = fileURLToPath(
  new URL('../../../lvs-sim/test/fixtures/ipvs/schedulers.json', import.meta.url),
);

const script = {
  scheduler: 'wrr',
  flags: '',
  vip: '10.9.9.9',
  vport: 80,
  rs: ['10.9.1.1', '10.9.1.2'],
  weights: [1, 2],
  ops: [
    { op: 'syn', src: '172.20.0.1', sport: 1001 },
    { op: 'syn', src: '172.20.0.1', sport: 1002 },
    { op: 'ack', src: '172.20.0.1', sport: 1001 },
  ] as object[],
};

function replayText(text: string, ...flags: string[]): CommandResult {
  return withFiles({ 'script.json': text }, (folder) =>
    ospflab(['ipvs', 'replay', `${folder}/script.json`, ...flags]),
  );
}

describe('ospflab ipvs replay', () => {
  it('agrees with every recorded step of Linux 6.1', () => {
    const { exitCode, stdout } = ospflab(['ipvs', 'replay', recorded]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('68 scripts, 4760 steps: all 4760 recorded answers agree\n');
    expect(stdout).toContain('=   1  syn  172.20.0.9:8751       10.9.1.2        SYN_RECV    0/0  1/0\n');
  });

  it('shows decision, state and counters of a script without answers', () => {
    const { exitCode, stdout } = replayText(JSON.stringify(script));
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'script 1: wrr 10.9.9.9:80 → 10.9.1.1 w1, 10.9.1.2 w2 · nothing recorded to compare with',
      '    1  syn  172.20.0.1:1001       10.9.1.2        SYN_RECV    0/0  1/0',
      '    2  syn  172.20.0.1:1002       10.9.1.1        SYN_RECV    1/0  1/0',
      '    3  ack  172.20.0.1:1001       10.9.1.2        ESTABLISHED 1/0  1/0',
    ]);
  });

  it('ends with 1 at a difference and shows what the scheduler went by', () => {
    const scripts = JSON.parse(readFileSync(recorded, 'utf8')) as {
      scheduler: string;
      ops: { rs: string }[];
    }[];
    const wrr = scripts.find(({ scheduler }) => scheduler === 'wrr')!;
    wrr.ops[3]!.rs = '10.9.1.7';
    const { exitCode, stdout } = replayText(JSON.stringify([wrr]), '--quiet');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('1 of 70 recorded answers differ');
    expect(stdout).toMatch(/✗ {3}4 {2}ack .*\n +recorded +10\.9\.1\.7 /);
    expect(stdout).toMatch(/first difference at step 4\. .*; besides: cl -?\d, cw 1, mw 1, di 1\n/);
    expect(stdout).toMatch(/0 10\.9\.1\.2 +1 +\d +\d +\d+\n/);
  });

  it('prints JSON', () => {
    const { exitCode, stdout } = replayText(JSON.stringify(script), '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      steps: 3,
      recorded: 0,
      scripts: [
        {
          firstDifference: null,
          ops: [{ op: 'syn', rs: '10.9.1.2', state: 'SYN_RECV', agrees: true }, {}, { state: 'ESTABLISHED' }],
        },
      ],
    });
  });

  it.each([
    ['{"scheduler": "rr",\n "flags" 1}', /script\.json:2:10: this is no JSON/],
    [JSON.stringify({ ...script, scheduler: 'best' }), /script 1: scheduler best is not simulated/],
    [JSON.stringify({ ...script, weights: [1] }), /script 1: rs and weights differ in length/],
    [JSON.stringify([script, { ...script, ops: [{ op: 'psh' }] }]), /script 2, step 1: op must be/],
    [
      JSON.stringify({ ...script, ops: [{ ...script.ops[0], rs: '10.9.1.2' }] }),
      /script 1, step 1: a recorded answer needs counts/,
    ],
    [
      JSON.stringify({ ...script, ops: [{ ...script.ops[0], counts: [[0, 0]] }] }),
      /script 1, step 1, counts: expected 2 pairs/,
    ],
  ])('names the place in a bad script', (text, message) => {
    const { exitCode, stdout, stderr } = replayText(text);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('a file that is not there', () => {
    expect(ospflab(['ipvs', 'replay', 'nowhere.json'])).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
