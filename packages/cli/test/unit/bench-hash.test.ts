import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliFixture, ospflab, withFiles } from '../run-command.ts';

describe('ospflab bench-hash', () => {
  it('prints a table and writes JSON, CSV and a page', () => {
    withFiles({}, (folder) => {
      const path = (name: string): string => join(folder, name);
      const words = [
        '--hash',
        'siphash,crc32+rotate3',
        '--selector',
        'hrw,modulo',
        '--members',
        '5',
        '--flows',
        '2000',
      ];
      const outputs = ['--json', path('r.json'), '--csv', path('r.csv'), '--html', path('r.html')];
      const { exitCode, stdout, stderr } = ospflab([
        'bench-hash',
        ...words,
        '--change',
        'remove:2',
        ...outputs,
      ]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.trim().split('\n').length).toBe(5);
      const json = JSON.parse(readFileSync(path('r.json'), 'utf8')) as {
        version: number;
        rows: { counts: number[] }[];
      };
      expect(json.version).toBe(1);
      expect(json.rows.map(({ counts }) => counts.length)).toEqual([5, 5, 5, 5]);
      expect(readFileSync(path('r.csv'), 'utf8').trim().split('\n').length).toBe(5);
      expect(readFileSync(path('r.html'), 'utf8')).toMatch(/^<!doctype html>[^]*<svg[^]*<\/html>\n$/);
    });
  });

  it('measures recorded flows', () => {
    const { stdout } = ospflab(['bench-hash', '--input', cliFixture('frr-silent-cut.pcap'), '--csv', '-']);
    expect(stdout.split('\n')[1]).toMatch(/^linux-l4,hash-threshold,frr-silent-cut.pcap,,1,\d+,/);
  });

  it('says for each policy of Linux whether errors and fragments go with their flow', () => {
    const { exitCode, stdout } = ospflab(
      'bench-hash --consistency --hash linux-l3,linux-l4 --members 4 --flows 2000 --csv -'.split(' '),
    );
    const [, ...lines] = stdout.trim().split('\n');
    const parts = lines.map((line) => line.split(',').slice(3).map(Number));
    expect(exitCode).toBe(0);
    expect(parts[0]).toEqual([1, 1, 1, 0.25]);
    const [errors, withFlow, together] = parts[1]!;
    expect(Math.abs(errors! - 0.25)).toBeLessThan(0.05);
    expect(Math.abs(withFlow! - 0.25)).toBeLessThan(0.05);
    expect(together).toBe(1);
  });

  it('has no answer for hashes that see no packets', () => {
    const { exitCode, stderr } = ospflab(['bench-hash', '--consistency', '--hash', 'crc32']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('crc32 hashes flows, not packets');
  });

  it('ends with what there is to choose from', () => {
    const { exitCode, stderr } = ospflab(['bench-hash', '--hash', 'crc33']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no hash "crc33". There are: linux-l3, linux-l4,');
  });
});

describe('docs/polarisation.md', () => {
  const text = readFileSync(new URL('../../../../docs/polarisation.md', import.meta.url), 'utf8');
  const examples = [...text.matchAll(/^\$ ospflab (.*)\n((?:(?!\$ |```).*\n)*)/gm)];

  it('shows what its first command prints', () => {
    expect(examples.length).toBe(4);
    const [, command, output] = examples[0]!;
    expect(ospflab(command!.split(' ')).stdout).toBe(output);
  });
});
