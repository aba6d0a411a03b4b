// `ospflab nexthop` beside the running kernel: every recorded answer for policies 0 and 1.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { ospflab } from '../run-command.ts';

interface Recording {
  readonly flows: readonly object[];
  readonly route_get: readonly {
    readonly policy: number;
    readonly seed: number;
    readonly weights: readonly number[];
    readonly nh: readonly number[];
  }[];
}

const path = fileURLToPath(new URL('../../../ecmp/test/fixtures/linux-6.18.json', import.meta.url));
const recording = JSON.parse(readFileSync(path, 'utf8')) as Recording;
const answered = recording.route_get.filter(({ policy }) => policy <= 1);

describe('nexthop on standard input', () => {
  it.each(answered)('policy $policy, seed $seed', ({ policy, seed, weights, nh }) => {
    const input = recording.flows.map((flow) => `${JSON.stringify(flow)}\n`).join('');
    const words = [
      'nexthop',
      '--policy',
      String(policy),
      '--seed',
      String(seed),
      '--weights',
      weights.join(','),
    ];
    const { exitCode, stdout } = ospflab(words, input);
    expect(exitCode).toBe(0);
    expect(stdout.trim().split('\n').map(Number)).toEqual(nh);
  });
});
