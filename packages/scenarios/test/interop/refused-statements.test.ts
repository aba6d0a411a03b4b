// `network` and `ip ospf area` typed one after the other: what the installed ospfd refuses is what the reader warns of.

import { afterAll, describe, expect, it } from 'vitest';
import { readFrrConfig } from '@ospflab/scenarios';
import { FrrLab, frrMissing } from './frr-lab.ts';

const missing = frrMissing();

const area = ['interface eth0', 'ip ospf area 0'];
const network = ['router ospf', 'network 10.0.0.0/8 area 0'];

describe.skipIf(missing !== undefined)(`ospfd${missing === undefined ? '' : ` (${missing})`}`, () => {
  const routers = { r1: 'hostname r1\n', r2: 'hostname r2\n', r3: 'hostname r3\n' };
  const lab =
    missing === undefined
      ? new FrrLab({ segments: { lan: ['r1:eth0', 'r2:eth0', 'r3:eth0'] }, routers })
      : undefined;
  afterAll(() => lab?.stop());

  it.each([
    ['r1', [area, network], 1],
    ['r2', [network, area], 1],
    ['r3', [area, ['interface eth0', 'no ip ospf area'], network], 0],
  ] as const)('%s refuses as the reader does', (router, typed, refusals) => {
    const refused = typed.filter((lines) => {
      try {
        lab!.configure(router, ...lines);
        return false;
      } catch {
        return true;
      }
    });
    const text = typed.map(([block, line]) => `${block}\n ${line}\n`).join('');
    const { diagnostics } = readFrrConfig([{ file: 'frr.conf', text, daemon: 'integrated' }], 'frr');
    expect(refused).toHaveLength(refusals);
    expect(diagnostics).toHaveLength(refusals);
  });
});
