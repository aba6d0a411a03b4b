// Packets of the test network as a capture, and tshark's word on it.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  encodeFrame,
  ethernetFrame,
  ipProtocols,
  macFromNumber,
  multicastMac,
  PcapngWriter,
} from '@ospflab/net';
import { encodePacket } from '@ospflab/ospf-core';
import type { SentPacket } from '../network.ts';
import { addressB } from '../pair.ts';

export const tsharkInstalled = spawnSync('tshark', ['--version']).status === 0;

/** Whoever sent them, they come from one address. */
export function capture(sent: readonly SentPacket[]): Uint8Array {
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

export function tshark(bytes: Uint8Array, words: readonly string[]): string[] {
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
