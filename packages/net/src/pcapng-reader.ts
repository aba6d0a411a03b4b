// pcapng (draft-ietf-opsawg-pcapng): blocks with their length before and behind, several sections and interfaces.
// Read: section header, interface description, enhanced, simple and obsolete packet blocks. Other blocks are passed over.

import { textOfBytes } from './ascii.ts';
import type { Capture, CapturedPacket, CaptureInterface, CaptureProblem } from './capture.ts';

const blockTypes = {
  sectionHeader: 0x0a0d0d0a,
  interfaceDescription: 1,
  obsoletePacket: 2,
  simplePacket: 3,
  enhancedPacket: 6,
} as const;
const byteOrderMagic = 0x1a2b3c4d;

const optionInterfaceName = 2;
const optionTimestampResolution = 9;
const optionTimestampOffset = 14;

/** Beyond 2⁴⁵ units a second the division below would leave the exact integers. */
const unitsPerSecondMax = 2 ** 45;

interface InterfaceClock {
  readonly unitsPerSecond: number;
  readonly offsetSeconds: number;
  /** 0 is no limit. */
  readonly snapshotLengthBytes: number;
}

export function isPcapngMagic(magicBigEndian: number): boolean {
  return magicBigEndian === blockTypes.sectionHeader;
}

/** For bytes that begin with a section header block; a damaged file gives what could be read and a problem. */
export function readPcapng(bytes: Uint8Array): Capture {
  const reading = new PcapngReading(bytes);
  const problem = reading.run();
  const { interfaces, packets } = reading;
  return problem === undefined
    ? { format: 'pcapng', interfaces, packets }
    : { format: 'pcapng', interfaces, packets, problem };
}

class PcapngReading {
  readonly interfaces: CaptureInterface[] = [];
  readonly packets: CapturedPacket[] = [];
  private readonly clocks: InterfaceClock[] = [];
  /** Interfaces are numbered from 0 in each section. */
  private firstInterfaceOfSection = 0;
  private littleEndian = true;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): CaptureProblem | undefined {
    let offset = 0;
    while (offset < this.bytes.length) {
      if (this.bytes.length - offset < 12) return { reason: 'truncated block header', offsetBytes: offset };
      if (this.view.getUint32(offset) === blockTypes.sectionHeader && !this.beginSection(offset)) {
        return { reason: 'bad byte-order magic', offsetBytes: offset + 8 };
      }
      const length = this.u32(offset + 4);
      if (length < 12 || length % 4 !== 0) return { reason: 'bad block length', offsetBytes: offset + 4 };
      if (length > this.bytes.length - offset) return { reason: 'truncated block', offsetBytes: offset };
      const end = offset + length;
      if (this.u32(end - 4) !== length) {
        return { reason: 'block lengths before and behind differ', offsetBytes: end - 4 };
      }
      const reason = this.readBlock(this.u32(offset), offset + 8, end - 4);
      if (reason !== undefined) return { reason, offsetBytes: offset };
      offset = end;
    }
    return undefined;
  }

  /** The byte order holds from here on; its magic number is the first word of the body. */
  private beginSection(offset: number): boolean {
    if (this.view.getUint32(offset + 8, true) === byteOrderMagic) this.littleEndian = true;
    else if (this.view.getUint32(offset + 8) === byteOrderMagic) this.littleEndian = false;
    else return false;
    this.firstInterfaceOfSection = this.interfaces.length;
    return true;
  }

  /** The reason why the block is malformed, if it is. */
  private readBlock(type: number, start: number, end: number): string | undefined {
    switch (type) {
      case blockTypes.sectionHeader:
        return end - start < 16 ? 'short section header block' : undefined;
      case blockTypes.interfaceDescription:
        return this.readInterface(start, end);
      case blockTypes.enhancedPacket:
        if (end - start < 20) return 'short enhanced packet block';
        return this.readTimedPacket(start, end, this.u32(start));
      case blockTypes.obsoletePacket:
        if (end - start < 20) return 'short packet block';
        return this.readTimedPacket(start, end, this.u16(start));
      case blockTypes.simplePacket:
        return this.readSimplePacket(start, end);
      default:
        return undefined;
    }
  }

  private readInterface(start: number, end: number): string | undefined {
    if (end - start < 8) return 'short interface description block';
    let name: string | undefined;
    let unitsPerSecond = 1e6;
    let offsetSeconds = 0;
    let offset = start + 8;
    while (end - offset >= 4) {
      const code = this.u16(offset);
      const length = this.u16(offset + 2);
      const value = offset + 4;
      if (code === 0) break;
      if (length > end - value) return 'option longer than its block';
      if (code === optionInterfaceName) name = textOfBytes(this.bytes, value, value + length);
      else if (code === optionTimestampResolution && length === 1) {
        unitsPerSecond = unitsPerSecondOf(this.bytes[value]!);
      } else if (code === optionTimestampOffset && length === 8) offsetSeconds = this.i64(value);
      offset = value + ((length + 3) & ~3);
    }
    if (unitsPerSecond > unitsPerSecondMax) return 'timestamp resolution too fine';
    const linkType = this.u16(start);
    this.interfaces.push(name === undefined ? { linkType } : { name, linkType });
    this.clocks.push({ unitsPerSecond, offsetSeconds, snapshotLengthBytes: this.u32(start + 4) });
    return undefined;
  }

  /** Enhanced and obsolete blocks differ only in the first word: interface, or interface and drops. */
  private readTimedPacket(start: number, end: number, interfaceOfSection: number): string | undefined {
    const interfaceNumber = this.firstInterfaceOfSection + interfaceOfSection;
    const clock = this.clocks[interfaceNumber];
    if (clock === undefined) return 'packet of an interface that is not described';
    const capturedLength = this.u32(start + 12);
    if (capturedLength > end - start - 20) return 'packet longer than its block';
    const units = this.dividedBy(this.u32(start + 4), this.u32(start + 8), clock.unitsPerSecond);
    this.packets.push({
      interfaceNumber,
      seconds: units.quotient + clock.offsetSeconds,
      nanoseconds: nanosecondsOf(units.remainder, clock.unitsPerSecond),
      bytes: this.bytes.subarray(start + 20, start + 20 + capturedLength),
      originalLengthBytes: this.u32(start + 16),
    });
    return undefined;
  }

  private readSimplePacket(start: number, end: number): string | undefined {
    const clock = this.clocks[this.firstInterfaceOfSection];
    if (clock === undefined) return 'packet of an interface that is not described';
    if (end - start < 4) return 'short simple packet block';
    const originalLengthBytes = this.u32(start);
    const limit = clock.snapshotLengthBytes === 0 ? originalLengthBytes : clock.snapshotLengthBytes;
    const capturedLength = Math.min(originalLengthBytes, limit);
    if (capturedLength > end - start - 4) return 'packet longer than its block';
    this.packets.push({
      interfaceNumber: this.firstInterfaceOfSection,
      seconds: 0,
      nanoseconds: 0,
      bytes: this.bytes.subarray(start + 4, start + 4 + capturedLength),
      originalLengthBytes,
    });
    return undefined;
  }

  /** A 64-bit dividend by long division in steps of a byte: every intermediate value is an exact integer. */
  private dividedBy(high: number, low: number, divisor: number): { quotient: number; remainder: number } {
    let quotient = 0;
    let remainder = 0;
    for (let step = 7; step >= 0; step--) {
      const word = step >= 4 ? high : low;
      const value = remainder * 256 + ((word >>> ((step % 4) * 8)) & 255);
      const digit = Math.floor(value / divisor);
      quotient = quotient * 256 + digit;
      remainder = value - digit * divisor;
    }
    return { quotient, remainder };
  }

  private u16(offset: number): number {
    return this.view.getUint16(offset, this.littleEndian);
  }

  private u32(offset: number): number {
    return this.view.getUint32(offset, this.littleEndian);
  }

  private i64(offset: number): number {
    const low = this.u32(offset + (this.littleEndian ? 0 : 4));
    const high = this.view.getInt32(offset + (this.littleEndian ? 4 : 0), this.littleEndian);
    return high * 2 ** 32 + low;
  }
}

/** The top bit chooses the base: negative powers of 2 when set, of 10 when not. */
function unitsPerSecondOf(resolution: number): number {
  return (resolution & 0x80) === 0 ? 10 ** resolution : 2 ** (resolution & 0x7f);
}

function nanosecondsOf(units: number, unitsPerSecond: number): number {
  const perUnit = 1e9 / unitsPerSecond;
  if (Number.isInteger(perUnit)) return units * perUnit;
  return Math.min(999_999_999, Math.floor((units / unitsPerSecond) * 1e9));
}
