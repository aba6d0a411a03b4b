// The kernel that this machine runs, asked again what the fixtures have recorded of Linux 6.18: a newer one that answers otherwise shows here.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { forwardingVersion } from '@ospflab/ecmp';
import { describe, expect, it } from 'vitest';

const inNamespace = (command: readonly string[]) =>
  spawnSync('unshare', ['-n', ...command], { encoding: 'utf8', maxBuffer: 1 << 26 });

const canAsk =
  forwardingVersion(release())?.prefersSource === true &&
  spawnSync('python3', ['-c', '']).status === 0 &&
  inNamespace(['ip', 'link', 'add', 'in0', 'type', 'veth', 'peer', 'name', 'in1']).status === 0;

const sections = ['rp_filter', 'strangers', 'arp_filter', 'proxy'] as const;

describe.skipIf(!canAsk)(`Linux ${release()}`, () => {
  it('believes and answers as recorded', () => {
    const recorded = JSON.parse(
      readFileSync(new URL('../fixtures/host-6.18.json', import.meta.url), 'utf8'),
    ) as Record<(typeof sections)[number], { rows: unknown }>;
    const asked = inNamespace(['python3', new URL('ask-host.py', import.meta.url).pathname]);
    expect(asked.stderr).toBe('');
    const answers = JSON.parse(asked.stdout) as Record<string, unknown>;
    for (const section of sections) expect(answers[section], section).toEqual(recorded[section].rows);
  });
});
