// Captures in pcapng (draft-ietf-opsawg-pcapng): one section, one interface description per port with nanosecond
// timestamps, enhanced packet blocks. Little-endian; bytes in, bytes out, no file.

import { bytesOfText } from './ascii.ts';

const sectionHeaderBlock = 0x0a0d0d0a;
const interfaceDescriptionBlock = 1;
const enhancedPacketBlock = 6;
const byteOrderMagic = 0x1a2b3c4d;

const optionUserApplication = 4;
const optionInterfaceName = 2;
const optionTimestampResolution = 9;
const optionPacketFlags = 2;

export const linkTypeEthernet = 1;

export class PcapngWriter {
  private buffer = new Uint8Array(4096);
  private length = 0;
  private interfaces = 0;

  constructor(application = 'ospflab') {
    const name = bytesOfText(application);
    const bodyLength = 16 + optionLength(name.length) + 4;
    this.beginBlock(sectionHeaderBlock, bodyLength);
    this.u32(byteOrderMagic);
    this.u16(1);
    this.u16(0);
    // Section length: not given (all ones), so that the capture may grow.
    this.u32(0xffffffff);
    this.u32(0xffffffff);
    this.option(optionUserApplication, name);
    this.endOptions();
    this.endBlock(bodyLength);
  }

  /** Describes one interface; the returned number, counting from 0, names it in `addPacket`. */
  addInterface(name: string, linkType: number = linkTypeEthernet): number {
    const nameBytes = bytesOfText(name);
    const bodyLength = 8 + optionLength(nameBytes.length) + optionLength(1) + 4;
    this.beginBlock(interfaceDescriptionBlock, bodyLength);
    this.u16(linkType);
    this.u16(0);
    // No limit on the captured length.
    this.u32(0);
    this.option(optionInterfaceName, nameBytes);
    this.option(optionTimestampResolution, nanosecondResolution);
    this.endOptions();
    this.endBlock(bodyLength);
    return this.interfaces++;
  }

  /** One frame at `nanoseconds` since 1970. Throws RangeError for an interface that was not added. */
  addPacket(
    interfaceNumber: number,
    nanoseconds: number,
    bytes: Uint8Array,
    direction?: 'inbound' | 'outbound',
  ): void {
    if (!Number.isInteger(interfaceNumber) || interfaceNumber < 0 || interfaceNumber >= this.interfaces) {
      throw new RangeError(`no interface ${interfaceNumber} in this capture`);
    }
    const optionsLength = direction === undefined ? 0 : optionLength(4) + 4;
    const bodyLength = 20 + padded(bytes.length) + optionsLength;
    this.beginBlock(enhancedPacketBlock, bodyLength);
    this.u32(interfaceNumber);
    this.u32(Math.floor(nanoseconds / 2 ** 32));
    this.u32(nanoseconds % 2 ** 32);
    this.u32(bytes.length);
    this.u32(bytes.length);
    this.padded(bytes);
    if (direction !== undefined) {
      this.option(optionPacketFlags, direction === 'inbound' ? inboundFlags : outboundFlags);
      this.endOptions();
    }
    this.endBlock(bodyLength);
  }

  /** Bytes written so far. */
  get byteLength(): number {
    return this.length;
  }

  /** A copy of the whole capture so far; writing may go on. */
  toBytes(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private beginBlock(type: number, bodyLength: number): void {
    this.reserve(bodyLength + 12);
    this.u32(type);
    this.u32(bodyLength + 12);
  }

  private endBlock(bodyLength: number): void {
    this.u32(bodyLength + 12);
  }

  private option(code: number, value: Uint8Array): void {
    this.u16(code);
    this.u16(value.length);
    this.padded(value);
  }

  private endOptions(): void {
    this.u32(0);
  }

  private padded(bytes: Uint8Array): void {
    this.buffer.set(bytes, this.length);
    this.length += padded(bytes.length);
  }

  private u16(value: number): void {
    this.buffer[this.length++] = value;
    this.buffer[this.length++] = value >>> 8;
  }

  private u32(value: number): void {
    this.u16(value & 0xffff);
    this.u16(value >>> 16);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + bytes));
    larger.set(this.buffer.subarray(0, this.length));
    this.buffer = larger;
  }
}

const nanosecondResolution = new Uint8Array([9]);
const inboundFlags = new Uint8Array([1, 0, 0, 0]);
const outboundFlags = new Uint8Array([2, 0, 0, 0]);

function padded(length: number): number {
  return (length + 3) & ~3;
}

function optionLength(valueLength: number): number {
  return 4 + padded(valueLength);
}
