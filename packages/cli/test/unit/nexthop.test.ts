import { describe, expect, it } from 'vitest';
import { cliFixture, ospflab } from '../run-command.ts';

describe('ospflab nexthop', () => {
  it('explains a tunnelled packet under policy 3', () => {
    const packet = ['--kind', 'gre', '--src', '10.0.0.1', '--dst', '198.18.0.1'];
    const inner = ['--inner', '{"src":"1.2.3.4","dst":"5.6.7.8","proto":"tcp","sport":1,"dport":2}'];
    const route = ['--weights', '1,1,2', '--failed', '2', '--route', 'group'];
    const { exitCode, stdout } = ospflab([
      'nexthop',
      ...['--policy', '3', '--fields', '0xfff', '--seed', '7', '--explain'],
      ...[...packet, ...inner, ...route],
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('outer: first address 10.0.0.1, second address 198.18.0.1, protocol 47,');
    expect(stdout).toContain('  32  00 00 00 00 01 02 03 04 05 06 07 08 00 00 00 00\n');
    expect(stdout).toMatch(/whose neighbour has failed: member 3 is the next good one\nnext hop 3\n$/);
  });

  // Recorded from Linux 6.18.
  it('shows a resilient table before and after a member went', () => {
    const { stdout } = ospflab([
      'nexthop',
      ...[
        '--policy',
        '1',
        '--seed',
        '99',
        '--weights',
        '4,2,5,3,1',
        '--route',
        'resilient',
        '--buckets',
        '64',
      ],
      ...['--change', 'remove:5', '--show-buckets'],
    ]);
    const [before, after] = stdout.split('\n');
    expect(before).toMatch(/^buckets: 5 5 5 5 4 4 4 .* 1 1 1$/);
    expect(after).toMatch(/^buckets after remove:5: 4 3 3 1 4 4 4 .* 1 1 1$/);
  });

  it('answers for every packet of a capture', () => {
    const { exitCode, stdout } = ospflab([
      'nexthop',
      ...['--policy', '1', '--seed', '5', '--weights', '1,1,1', '--pcap', cliFixture('frr-silent-cut.pcap')],
    ]);
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(line).toMatch(/^([1-3]|–)$/);
    expect(new Set(lines).size).toBeGreaterThan(2);
  });
});
