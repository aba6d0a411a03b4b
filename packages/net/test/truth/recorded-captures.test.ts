import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  decodeFrame,
  describeFrame,
  encodeFrame,
  fletcherChecksum,
  fletcherIsValid,
  ipProtocols,
  readCapture,
  readU16,
  readU32,
  type Capture,
} from '@ospflab/net';

const files = ['frr-silent-cut.pcap', 'failover-silent.pcap', 'failover-sigterm.pcap'] as const;

function captureOf(file: string): Capture {
  const capture = readCapture(new Uint8Array(readFileSync(new URL(`../fixtures/${file}`, import.meta.url))));
  if (!capture.ok) throw new Error(capture.reason);
  return capture.value;
}

/** The OSPF payloads of a capture. */
function ospfPackets(capture: Capture): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const { bytes } of capture.packets) {
    const frame = decodeFrame(bytes);
    if (!frame.ok || frame.value.payload.kind !== 'ipv4') continue;
    const { protocol, payload } = frame.value.payload;
    if (protocol === ipProtocols.ospf && payload.kind === 'raw') found.push(payload.bytes);
  }
  return found;
}

/** The LSAs of a link state update: RFC 2328 §A.3.5, a count and then LSAs that say their own length. */
function lsasOf(update: Uint8Array): Uint8Array[] {
  const lsas: Uint8Array[] = [];
  const count = readU32(update, 24);
  let offset = 28;
  for (let index = 0; index < count; index++) {
    const length = readU16(update, offset + 18);
    lsas.push(update.subarray(offset, offset + length));
    offset += length;
  }
  return lsas;
}

describe.each(files)('%s', (file) => {
  const capture = captureOf(file);

  it('is read to its end', () => {
    expect(capture.problem).toBeUndefined();
    expect(capture.packets.length).toBeGreaterThan(200);
    expect(capture.interfaces).toEqual([{ linkType: 1 }]);
  });

  it('decodes and re-encodes byte for byte', () => {
    for (const { bytes } of capture.packets) {
      const frame = decodeFrame(bytes);
      expect(frame).toMatchObject({ ok: true });
      if (!frame.ok) continue;
      const again = encodeFrame(frame.value);
      expect(again).toEqual(bytes.slice(0, again.length));
      expect(bytes.slice(again.length).every((byte) => byte === 0)).toBe(true);
    }
  });

  it('describes each frame in one line', () => {
    for (const { bytes } of capture.packets) {
      const frame = decodeFrame(bytes);
      if (frame.ok) expect(describeFrame(frame.value)).toMatch(/^[^\n]{10,}$/);
    }
  });

  it('carries LSAs whose recorded checksums are the ones computed here', () => {
    let checked = 0;
    for (const packet of ospfPackets(capture)) {
      if (packet[1] !== 4) continue;
      for (const lsa of lsasOf(packet)) {
        expect(fletcherChecksum(lsa, 2, lsa.length, 16)).toBe(readU16(lsa, 16));
        expect(fletcherIsValid(lsa, 2, lsa.length, 16)).toBe(true);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(15);
  });
});
