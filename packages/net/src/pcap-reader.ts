// The classic capture format: a 24-byte file header, then a 16-byte header before each packet.

import type { Capture, CapturedPacket, CaptureProblem } from './capture.ts';

const fileHeaderLengthBytes = 24;
const recordHeaderLengthBytes = 16;

/** The magic number read big-endian: byte order of the file, and how many ns its second time field counts. */
const magics = new Map<number, { readonly littleEndian: boolean; readonly nanosecondsPerUnit: number }>([
  [0xa1b2c3d4, { littleEndian: false, nanosecondsPerUnit: 1000 }],
  [0xd4c3b2a1, { littleEndian: true, nanosecondsPerUnit: 1000 }],
  [0xa1b23c4d, { littleEndian: false, nanosecondsPerUnit: 1 }],
  [0x4d3cb2a1, { littleEndian: true, nanosecondsPerUnit: 1 }],
]);

export function isPcapMagic(magicBigEndian: number): boolean {
  return magics.has(magicBigEndian);
}

/** For bytes that begin with one of the four magic numbers; a shorter or cut file gives what could be read and a problem. */
export function readPcap(bytes: Uint8Array): Capture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.length >= 4 ? magics.get(view.getUint32(0)) : undefined;
  if (magic === undefined || bytes.length < fileHeaderLengthBytes) {
    return {
      format: 'pcap',
      interfaces: [],
      packets: [],
      problem: { reason: 'truncated file header', offsetBytes: bytes.length },
    };
  }
  // The upper bits of the link-type word say how long a frame check sequence is.
  const linkType = view.getUint32(20, magic.littleEndian) & 0x0fffffff;
  const packets: CapturedPacket[] = [];
  const problem = readRecords(bytes, view, magic.littleEndian, magic.nanosecondsPerUnit, packets);
  const interfaces = [{ linkType }];
  return problem === undefined
    ? { format: 'pcap', interfaces, packets }
    : { format: 'pcap', interfaces, packets, problem };
}

function readRecords(
  bytes: Uint8Array,
  view: DataView,
  littleEndian: boolean,
  nanosecondsPerUnit: number,
  packets: CapturedPacket[],
): CaptureProblem | undefined {
  let offset = fileHeaderLengthBytes;
  while (offset < bytes.length) {
    if (bytes.length - offset < recordHeaderLengthBytes) {
      return { reason: 'truncated packet header', offsetBytes: offset };
    }
    const capturedLength = view.getUint32(offset + 8, littleEndian);
    const start = offset + recordHeaderLengthBytes;
    if (capturedLength > bytes.length - start) return { reason: 'truncated packet', offsetBytes: offset };
    packets.push({
      interfaceNumber: 0,
      seconds: view.getUint32(offset, littleEndian),
      nanoseconds: view.getUint32(offset + 4, littleEndian) * nanosecondsPerUnit,
      bytes: bytes.subarray(start, start + capturedLength),
      originalLengthBytes: view.getUint32(offset + 12, littleEndian),
    });
    offset = start + capturedLength;
  }
  return undefined;
}
