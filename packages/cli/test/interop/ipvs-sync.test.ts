// The synchronisation messages of IPVS in a capture that `run --pcap` writes, as tshark's own dissector reads them.

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ospflab, withFiles } from '../run-command.ts';

const installed = spawnSync('tshark', ['--version']).status === 0;
const fields = ['ip.src', 'ip.dst', 'ip.ttl', 'ipvs.syncid', 'ipvs.conncount', 'ipvs.caddr', 'ipvs.vaddr', 'ipvs.vport', 'ipvs.daddr']; // prettier-ignore

function tshark(file: string, filter: string): string[][] {
  const wanted = fields.flatMap((field) => ['-e', field]);
  const words = ['-r', file, '-o', 'udp.check_checksum:TRUE', '-Y', filter, '-T', 'fields', ...wanted];
  const { stdout, stderr, status } = spawnSync('tshark', words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')]));
}

const title = 'tshark reads connection synchronisation';

describe.runIf(installed)(installed ? title : `${title} (skipped: tshark is not installed)`, () => {
  it('message by message, connection by connection', () => {
    withFiles({}, (folder) => {
      const words = [
        'run',
        'director-failover-strategies',
        '--set',
        'sync=on',
        '--until',
        '29s',
        '--pcap',
        folder,
      ];
      expect(ospflab(words).exitCode).toBe(0);
      const messages = tshark(`${folder}/ds-2.pcapng`, 'ipvs');
      expect(messages.length).toBeGreaterThan(3);
      for (const [source, destination, ttl, syncId, count, clients, virtuals, ports, servers] of messages) {
        expect({ destination, ttl, syncId }).toEqual({ destination: '224.0.0.81', ttl: '1', syncId: '1' });
        expect(source).toMatch(/^192\.168\.28\.10[123]$/);
        expect(clients!.split(',')).toHaveLength(Number(count));
        expect(new Set(virtuals!.split(','))).toEqual(new Set(['192.168.28.211']));
        expect(new Set(ports!.split(','))).toEqual(new Set(['80']));
        for (const server of servers!.split(',')) expect(server).toMatch(/^192\.168\.28\.12[123]$/);
      }
      const told = messages.map(([, , , , count]) => Number(count)).reduce((sum, count) => sum + count, 0);
      expect(told).toBeGreaterThanOrEqual(60);
      expect(tshark(`${folder}/ds-2.pcapng`, 'ipvs && (_ws.malformed || udp.checksum.status == 0)')).toEqual(
        [],
      );
    });
  });
});
