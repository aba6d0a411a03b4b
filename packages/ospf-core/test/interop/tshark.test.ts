// Signed packets as tshark reads them: no complaint, and key id, digest length and sequence number where it looks for them.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  encodeFrame,
  ethernetFrame,
  ipProtocols,
  macFromNumber,
  multicastMac,
  PcapngWriter,
} from '@ospflab/net';
import { encodePacket, type OspfKey, type OspfKeyAlgorithm } from '@ospflab/ospf-core';
import type { SentPacket } from '../network.ts';
import { addressB, makePair } from '../pair.ts';

const installed = spawnSync('tshark', ['--version']).status === 0;
const secret = new TextEncoder().encode('s3cret');

function sentByB(key: OspfKey): readonly SentPacket[] {
  const pair = makePair({ both: { authentication: { kind: 'cryptographic', keys: [key] } } });
  pair.network.keepSent = true;
  pair.network.start(pair.a);
  pair.network.start(pair.b, 0.5);
  pair.network.runUntil(15);
  return pair.network.sent.filter(({ node }) => node === 'b');
}

function capture(sent: readonly SentPacket[]): Uint8Array {
  const writer = new PcapngWriter();
  const port = writer.addInterface('eth0');
  for (const { at, destination, packet } of sent) {
    const frame = ethernetFrame(multicastMac(destination), macFromNumber(0x020000000002), {
      kind: 'ipv4',
      source: addressB,
      destination,
      protocol: ipProtocols.ospf,
      ttl: 1,
      typeOfService: 0xc0,
      identification: 0,
      dontFragment: false,
      moreFragments: false,
      fragmentOffsetBytes: 0,
      payload: { kind: 'raw', bytes: encodePacket(packet) },
    });
    writer.addPacket(port, at, encodeFrame(frame));
  }
  return writer.toBytes();
}

function tshark(bytes: Uint8Array, words: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ospflab-'));
  try {
    const file = join(folder, 'signed.pcapng');
    writeFileSync(file, bytes);
    const { stdout, stderr, status } = spawnSync('tshark', ['-r', file, ...words], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const algorithms: readonly (readonly [OspfKeyAlgorithm, number])[] = [
  ['md5', 16],
  ['hmacSha1', 20],
  ['hmacSha256', 32],
  ['hmacSha384', 48],
  ['hmacSha512', 64],
];

const title = 'tshark reads signed packets';

describe.runIf(installed)(installed ? title : `${title} (skipped: tshark is not installed)`, () => {
  it.each(algorithms)('%s: all five packet types, without a complaint', (algorithm, digestBytes) => {
    const sent = sentByB({ keyId: 9, algorithm, secret });
    const bytes = capture(sent);
    expect(tshark(bytes, ['-Y', '_ws.malformed || _ws.expert.severity >= warning'])).toEqual([]);
    const fields = ['ospf.auth.type', 'ospf.auth.crypt.key_id', 'ospf.auth.crypt.data_length', 'ospf.msg'];
    const rows = tshark(bytes, ['-T', 'fields', ...fields.flatMap((name) => ['-e', name])]);
    expect(rows.length).toBe(sent.length);
    expect(new Set(rows)).toEqual(new Set([1, 2, 3, 4, 5].map((type) => `2\t9\t${digestBytes}\t${type}`)));
    const sequences = tshark(bytes, ['-T', 'fields', '-e', 'ospf.auth.crypt.seq_nbr']);
    const expected = sent.map(({ packet: { authentication } }) =>
      authentication.kind === 'cryptographic' ? String(authentication.sequence) : '',
    );
    expect(sequences).toEqual(expected);
  });
});
