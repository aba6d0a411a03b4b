// Captures of FRR 8.4.4 on a LAN: every OSPF packet decodes without a fault and encodes to the same bytes.

import { readFileSync, readdirSync } from 'node:fs';
import { decodeFrame, ipProtocols, readCapture } from '@ospflab/net';
import { describe, expect, it } from 'vitest';
import { decodePacket, encodePacket } from '@ospflab/ospf-core';

const folder = new URL('../fixtures/captures/', import.meta.url);

function ospfPackets(file: string): Uint8Array[] {
  const capture = readCapture(new Uint8Array(readFileSync(new URL(file, folder))));
  if (!capture.ok) throw new Error(capture.reason);
  const found: Uint8Array[] = [];
  for (const { bytes } of capture.value.packets) {
    const frame = decodeFrame(bytes);
    if (!frame.ok || frame.value.payload.kind !== 'ipv4') continue;
    const { protocol, payload } = frame.value.payload;
    if (protocol === ipProtocols.ospf && payload.kind === 'raw') found.push(payload.bytes);
  }
  return found;
}

describe('every OSPF packet of the capture', () => {
  for (const file of readdirSync(folder).sort()) {
    it(`${file} re-encodes byte for byte`, () => {
      const packets = ospfPackets(file);
      expect(packets.length).toBeGreaterThan(100);
      const kinds = new Set<string>();
      for (const bytes of packets) {
        const decoded = decodePacket(bytes);
        if (!decoded.ok) throw new Error(`${decoded.reason} at ${decoded.offsetBytes}`);
        expect(encodePacket(decoded.value)).toEqual(new Uint8Array(bytes));
        const { body } = decoded.value;
        kinds.add(body.kind);
        if (body.kind === 'linkStateUpdate') {
          for (const { lsa } of body.lsas) expect(lsa.fault).toBeUndefined();
        }
      }
      expect(kinds.size).toBe(5);
    });
  }
});
