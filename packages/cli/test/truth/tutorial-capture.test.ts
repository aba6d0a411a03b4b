// The capture of the tutorial's LAN: every OSPF packet decodes, and encodes to the same bytes again.

import { expect, it } from 'vitest';
import { cliFixture, ospflab } from '../run-command.ts';

it('decode --check finds no difference', () => {
  const { exitCode, stdout } = ospflab(['decode', cliFixture('frr-silent-cut.pcap'), '--check']);
  expect(exitCode).toBe(0);
  const [, ospf, equal] =
    /(\d+) of them OSPF: (\d+) encode to the same bytes, 0 differ; 0 packets malformed/.exec(stdout) ?? [];
  expect(Number(ospf)).toBeGreaterThan(200);
  expect(equal).toBe(ospf);
});

it('decode --json gives one object a line, OSPF spelled out', () => {
  const { stdout } = ospflab(['decode', cliFixture('frr-silent-cut.pcap'), '--json']);
  const objects = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { ospf?: { routerId: string } });
  expect(objects.some(({ ospf }) => ospf?.routerId === '192.168.28.210')).toBe(true);
});
