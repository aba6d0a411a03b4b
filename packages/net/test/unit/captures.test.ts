import { describe, expect, it } from 'vitest';
import {
  bytesOfText,
  PcapngWriter,
  readCapture,
  textOfBytes,
  type Capture,
  type CapturedPacket,
} from '@ospflab/net';

function read(bytes: Uint8Array): Capture {
  const capture = readCapture(bytes);
  if (!capture.ok) throw new Error(capture.reason);
  return capture.value;
}

/** A block with its lengths around a body of whole words, in either byte order. */
function block(type: number, body: readonly number[], littleEndian: boolean): number[] {
  const length = body.length * 4 + 12;
  return [type, length, ...body, length].flatMap((word) => word32(word, littleEndian));
}

function word32(word: number, littleEndian: boolean): number[] {
  const bytes = [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
  return littleEndian ? bytes.reverse() : bytes;
}

const sectionHeader = (littleEndian: boolean): number[] =>
  block(0x0a0d0d0a, [0x1a2b3c4d, littleEndian ? 1 : 0x10000, 0xffffffff, 0xffffffff], littleEndian);

/** Link type 1, no options; the halves of the first word stand in the order of the file. */
const ethernetInterface = (littleEndian: boolean, snapshotLength = 0): number[] =>
  block(1, [littleEndian ? 1 : 0x10000, snapshotLength], littleEndian);

describe('pcapng writer', () => {
  const writer = new PcapngWriter('a test');
  const lan = writer.addInterface('ds-1 eth0');
  const wan = writer.addInterface('router eth1');
  // 2⁵³ − 1 ns is 104 days: the last instant that the simulation can name.
  const instants = [0, 1, 4294967295, 4294967296, 33_412_000_001, Number.MAX_SAFE_INTEGER];
  instants.forEach((instant, index) => {
    writer.addPacket(
      index % 2 === 0 ? lan : wan,
      instant,
      new Uint8Array(index).fill(index),
      index === 3 ? 'inbound' : index === 4 ? 'outbound' : undefined,
    );
  });
  const bytes = writer.toBytes();
  const capture = read(bytes);

  it('what it writes is read back with names, instants and bytes', () => {
    expect(capture.problem).toBeUndefined();
    expect(capture.interfaces).toEqual([
      { name: 'ds-1 eth0', linkType: 1 },
      { name: 'router eth1', linkType: 1 },
    ]);
    expect(capture.packets.map((packet) => packet.seconds * 1e9 + packet.nanoseconds)).toEqual(instants);
    expect(capture.packets.map((packet) => packet.interfaceNumber)).toEqual([0, 1, 0, 1, 0, 1]);
    expect(capture.packets.map((packet) => packet.bytes.length)).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...capture.packets[5]!.bytes]).toEqual([5, 5, 5, 5, 5]);
  });

  it('grows without losing what was written', () => {
    const large = new PcapngWriter();
    const port = large.addInterface('eth0');
    for (let packet = 0; packet < 100; packet++)
      large.addPacket(port, packet, new Uint8Array(1500).fill(packet));
    const packets = read(large.toBytes()).packets;
    expect(packets.length).toBe(100);
    expect(packets.every((packet, index) => packet.bytes.every((byte) => byte === index))).toBe(true);
    expect(large.byteLength).toBe(large.toBytes().length);
  });

  it('refuses an interface that was not added', () => {
    expect(() => {
      writer.addPacket(2, 0, new Uint8Array(1));
    }).toThrow(RangeError);
  });

  it('cut off anywhere, it gives the whole packets before the cut and a problem', () => {
    for (let length = 4; length < bytes.length; length++) {
      const part = read(bytes.subarray(0, length));
      expect(part.packets).toEqual(capture.packets.slice(0, part.packets.length));
      expect(part.packets.length).toBeLessThan(6);
      if (part.problem !== undefined) expect(part.problem.offsetBytes).toBeLessThanOrEqual(length);
    }
    expect(read(bytes.subarray(0, bytes.length - 1)).problem).toMatchObject({ reason: 'truncated block' });
  });
});

describe('pcapng reader', () => {
  it.each([true, false])(
    'reads enhanced, simple and obsolete packet blocks (little-endian: %s)',
    (little) => {
      const bytes = new Uint8Array([
        ...sectionHeader(little),
        ...ethernetInterface(little, 3),
        ...block(6, [0, 0, 1_500_000, 2, 2, 0], little),
        ...block(3, [9, 0], little),
        ...block(0x0bad, [1, 2, 3], little),
        ...block(2, [little ? 0x70000 : 7, 0, 2_000_001, 4, 60, 0], little),
      ]);
      const packets = read(bytes).packets;
      expect(packets.map((packet) => [packet.seconds, packet.nanoseconds, packet.bytes.length])).toEqual([
        [1, 500_000_000, 2],
        [0, 0, 3],
        [2, 1000, 4],
      ]);
      expect(packets.map((packet) => packet.originalLengthBytes)).toEqual([2, 9, 60]);
    },
  );

  it('numbers interfaces anew in each section', () => {
    const section = [...sectionHeader(true), ...ethernetInterface(true), ...block(6, [0, 0, 0, 0, 0], true)];
    const capture = read(new Uint8Array([...section, ...section]));
    expect(capture.packets.map((packet) => packet.interfaceNumber)).toEqual([0, 1]);
  });

  it.each([
    [0x89, 0, 1536, 3, 0],
    [12, 0, 5_000_000, 0, 5000],
    [0, 0, 77, 77, 0],
    [9, 0x17f0a1b2, 0xc3d4e5f6, 1725067000, 0],
  ])('resolution %i', (resolution, high, low) => {
    const option = [0x00010009, resolution, 0];
    const bytes = new Uint8Array([
      ...sectionHeader(true),
      ...block(1, [1, 0, ...option], true),
      ...block(6, [0, high, low, 0, 0], true),
    ]);
    const [packet] = read(bytes).packets;
    const ticks = (BigInt(high) << 32n) | BigInt(low);
    const perSecond = (resolution & 0x80) === 0 ? 10n ** BigInt(resolution) : 2n ** BigInt(resolution & 0x7f);
    expect(BigInt(packet!.seconds)).toBe(ticks / perSecond);
    expect(BigInt(packet!.nanoseconds)).toBe(((ticks % perSecond) * 1_000_000_000n) / perSecond);
  });

  const problems: readonly (readonly [string, number[]])[] = [
    ['packet of an interface that is not described', block(6, [0, 0, 0, 0, 0], true)],
    ['short enhanced packet block', block(6, [0, 0], true)],
    ['short interface description block', block(1, [1], true)],
    ['option longer than its block', block(1, [1, 0, 0x00500002], true)],
    ['timestamp resolution too fine', block(1, [1, 0, 0x00010009, 18], true)],
    ['bad block length', [...word32(6, true), ...word32(13, true), 0, 0, 0, 0]],
    ['truncated block header', [1, 2, 3]],
  ];
  it.each(problems)('stops with a reason: %s', (reason, blockBytes) => {
    const header = sectionHeader(true);
    const { problem } = read(new Uint8Array([...header, ...blockBytes]));
    expect(problem?.reason).toBe(reason);
    expect(problem?.offsetBytes).toBeGreaterThanOrEqual(header.length);
  });
});

describe('pcap reader', () => {
  const cases = [
    [0xa1b2c3d4, false, 1000],
    [0xa1b2c3d4, true, 1000],
    [0xa1b23c4d, false, 1],
    [0xa1b23c4d, true, 1],
  ] as const;
  it.each(cases)('magic %i, little-endian %s', (magic, little, nanosecondsPerUnit) => {
    const header = [magic, 0, 0, 0, 65535, 1].flatMap((word) => word32(word, little));
    const record = [0x6b031e5f, 432134, 4, 60].flatMap((word) => word32(word, little));
    const bytes = new Uint8Array([...header, ...record, 1, 2, 3, 4]);
    const expected: CapturedPacket = {
      interfaceNumber: 0,
      seconds: 0x6b031e5f,
      nanoseconds: 432134 * nanosecondsPerUnit,
      bytes: new Uint8Array([1, 2, 3, 4]),
      originalLengthBytes: 60,
    };
    expect(read(bytes)).toEqual({ format: 'pcap', interfaces: [{ linkType: 1 }], packets: [expected] });
    expect(read(bytes.subarray(0, 43)).problem).toEqual({ reason: 'truncated packet', offsetBytes: 24 });
    expect(read(bytes.subarray(0, 30)).problem).toEqual({
      reason: 'truncated packet header',
      offsetBytes: 24,
    });
    expect(read(bytes.subarray(0, 20)).problem).toEqual({ reason: 'truncated file header', offsetBytes: 20 });
  });

  it('bytes of no capture are refused', () => {
    expect(readCapture(bytesOfText('GET / HTTP/1.0'))).toMatchObject({ ok: false });
    expect(readCapture(new Uint8Array(3))).toMatchObject({ ok: false, offsetBytes: 3 });
  });
});

describe('text', () => {
  it('every byte survives the way to text and back', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(bytesOfText(textOfBytes(all))).toEqual(all);
    expect(textOfBytes(bytesOfText('HTTP/1.1 200 OK\r\n'))).toBe('HTTP/1.1 200 OK\r\n');
    expect(textOfBytes(bytesOfText('a→b'))).toBe('a?b');
  });
});
