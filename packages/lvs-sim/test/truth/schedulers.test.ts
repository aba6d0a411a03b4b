// Every packet of the recorded kernel scripts: real server, state and counters of all servers after it.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatIpv4Address } from '@ospflab/net';
import { readReplayScripts, replay, type ReplayStep } from '@ospflab/lvs-sim';

const json = JSON.parse(
  readFileSync(new URL('../fixtures/ipvs/schedulers.json', import.meta.url), 'utf8'),
) as { scheduler: string; flags: string; weights: number[] }[];

function unreplayable(): number {
  throw new Error('a recorded scheduler drew lots');
}

function explain(step: ReplayStep, index: number): string {
  const text = (answer: ReplayStep['answer'] | undefined): string =>
    answer === undefined
      ? 'nothing'
      : `${answer.realServer === undefined ? 'none' : formatIpv4Address(answer.realServer)} ${answer.state} ${JSON.stringify(answer.counts)}`;
  return `step ${index + 1} ${step.operation.operation}: recorded ${text(step.operation.recorded)}, got ${text(step.answer)}`;
}

const scripts = readReplayScripts(json);
if (!scripts.ok) throw new Error(scripts.reason);
const replayed = replay(scripts.value, unreplayable);

describe('Linux 6.1 gives the same answer at every step', () => {
  test.each(json.map((recorded, index) => ({ ...recorded, index })))(
    '$scheduler $flags with weights $weights',
    ({ index }) => {
      const steps = replayed[index]!;
      expect(steps.filter(({ operation }) => operation.recorded !== undefined)).toHaveLength(70);
      const differing = steps.findIndex(({ agrees }) => !agrees);
      expect(differing === -1 ? '' : explain(steps[differing]!, differing)).toBe('');
    },
  );
});
