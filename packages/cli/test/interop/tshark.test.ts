// A capture that `run --pcap` writes, read by tshark: no malformed packet, no bad checksum.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ospflab, withFiles } from '../run-command.ts';

const installed = spawnSync('tshark', ['--version']).status === 0;
const complaints =
  '_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0 || _ws.expert.severity == error';
const checking = ['ip.check_checksum', 'tcp.check_checksum', 'udp.check_checksum'].flatMap((name) => [
  '-o',
  `${name}:TRUE`,
]);

function tshark(file: string, filter: string): string[] {
  const { stdout, stderr, status } = spawnSync('tshark', ['-r', file, ...checking, '-Y', filter], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').filter((line) => line !== '');
}

const title = 'tshark reads the captures of dual-active';

describe.runIf(installed)(installed ? title : `${title} (skipped: tshark is not installed)`, () => {
  it('without a complaint', () => {
    withFiles({}, (folder) => {
      const run = ospflab(['run', 'dual-active', '--until', '33s', '--pcap', folder]);
      expect(run.exitCode).toBe(0);
      const files = readdirSync(folder).sort();
      expect(files).toEqual(
        ['client', 'ds-1', 'ds-2', 'router', 'rs-1', 'rs-2'].map((name) => `${name}.pcapng`),
      );
      for (const file of files) expect(tshark(`${folder}/${file}`, complaints).slice(0, 3), file).toEqual([]);
      for (const seen of [
        'ospf.msg.hello',
        'ospf.msg == 2',
        'ospf.msg == 4',
        'ospf.msg == 5',
        'arp',
        'tcp.flags.syn == 1',
      ]) {
        expect(tshark(`${folder}/router.pcapng`, seen).length, seen).toBeGreaterThan(0);
      }
    });
  });
});
