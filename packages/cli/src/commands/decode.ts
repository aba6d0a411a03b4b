// `ospflab decode`: a capture, packet by packet; with --check every OSPF packet is encoded again and compared.

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { bfdPort, decodeBfd, describeBfd } from '@ospflab/bfd';
import {
  decodeCaptured,
  describeFrame,
  ipProtocols,
  readCapture,
  type Capture,
  type CapturedPacket,
  type Decoded,
  type EthernetFrame,
} from '@ospflab/net';
import { decodePacket, describeOspf, encodePacket, ospfToJson } from '@ospflab/ospf-core';
import { CommandFailure, exitCodes } from '../exit-code.ts';

interface DecodeFlags {
  readonly json?: boolean;
  readonly check?: boolean;
}

export function addDecodeCommand(program: Command): void {
  program
    .command('decode')
    .description('print the packets of a pcap or pcapng file')
    .argument('<file>', 'capture of tcpdump, tshark or `ospflab run --pcap`')
    .option('--json', 'one JSON object a line')
    .option('--check', 'encode every OSPF packet again and compare bytes and checksums')
    .action((file: string, flags: DecodeFlags) => {
      process.exitCode = decode(open(file), file, flags);
    });
}

function open(file: string): Capture {
  let bytes: Uint8Array;
  try {
    // A plain Uint8Array: `slice` of Node's Buffer would share memory.
    bytes = new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new CommandFailure(`cannot read ${file}: ${(error as Error).message}`);
  }
  const capture = readCapture(bytes);
  if (!capture.ok) {
    throw new CommandFailure(
      `${file}: ${capture.reason} (byte ${capture.offsetBytes}). Give a capture written by tcpdump, tshark or \`ospflab run --pcap\`.`,
    );
  }
  return capture.value;
}

interface CheckCounts {
  ospf: number;
  equal: number;
  malformed: number;
}

function decode(capture: Capture, file: string, flags: DecodeFlags): number {
  const counts: CheckCounts = { ospf: 0, equal: 0, malformed: 0 };
  capture.packets.forEach((packet, position) => {
    const frame = decodeCaptured(capture, packet);
    const line = flags.json === true ? jsonLine(packet, frame, position) : textLine(packet, frame, position);
    const verdict = flags.check === true ? checkPacket(frame, counts) : undefined;
    console.log(verdict === undefined || flags.json === true ? line : `${line}  ${verdict}`);
  });
  if (capture.problem !== undefined) {
    const { reason, offsetBytes } = capture.problem;
    throw new CommandFailure(
      `${file}: ${reason} at byte ${offsetBytes}; ${capture.packets.length} packets before it were read. Record the capture again, or cut it with editcap.`,
    );
  }
  if (flags.check !== true) return exitCodes.allExpectationsHold;
  console.log(
    `${capture.packets.length} packets, ${counts.ospf} of them OSPF: ${counts.equal} encode to the same bytes, ${counts.ospf - counts.equal} differ; ${counts.malformed} packets malformed`,
  );
  return counts.equal === counts.ospf && counts.malformed === 0
    ? exitCodes.allExpectationsHold
    : exitCodes.expectationFailed;
}

function textLine(packet: CapturedPacket, decoded: Decoded<EthernetFrame>, position: number): string {
  const text = decoded.ok ? describeFrame(decoded.value, describeRaw) : malformedText(packet, decoded);
  return `${String(position + 1).padStart(5)} ${timeText(packet)} ${text}`;
}

function malformedText(
  packet: CapturedPacket,
  { reason, offsetBytes }: { reason: string; offsetBytes: number },
): string {
  const cut =
    packet.originalLengthBytes > packet.bytes.length
      ? `, cut to ${packet.bytes.length} of ${packet.originalLengthBytes} bytes by the snapshot length`
      : '';
  return `malformed: ${reason} at byte ${offsetBytes}${cut}`;
}

function describeRaw(protocol: number, bytes: Uint8Array, port?: number): string | undefined {
  if (port === bfdPort) return describeBfdBytes(bytes);
  if (protocol !== ipProtocols.ospf) return undefined;
  const decoded = decodePacket(bytes);
  return decoded.ok
    ? describeOspf(decoded.value)
    : `OSPF malformed: ${decoded.reason} at byte ${decoded.offsetBytes}`;
}

function describeBfdBytes(bytes: Uint8Array): string {
  const decoded = decodeBfd(bytes);
  return decoded.ok
    ? describeBfd(decoded.value)
    : `BFD malformed: ${decoded.reason} at byte ${decoded.offsetBytes}`;
}

function timeText({ seconds, nanoseconds }: CapturedPacket): string {
  return `${seconds}.${String(Math.floor(nanoseconds / 1000)).padStart(6, '0')}`;
}

function jsonLine(packet: CapturedPacket, decoded: Decoded<EthernetFrame>, position: number): string {
  const head = { number: position + 1, seconds: packet.seconds, nanoseconds: packet.nanoseconds };
  if (!decoded.ok)
    return JSON.stringify({ ...head, malformed: decoded.reason, offsetBytes: decoded.offsetBytes });
  const ospf = ospfBytesOf(decoded.value);
  const packetOfOspf = ospf === undefined ? undefined : decodePacket(ospf);
  return JSON.stringify(
    {
      ...head,
      summary: describeFrame(decoded.value, describeRaw),
      frame: decoded.value,
      ...(packetOfOspf?.ok === true ? { ospf: ospfToJson(packetOfOspf.value) } : {}),
    },
    (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value),
  );
}

function ospfBytesOf({ payload }: EthernetFrame): Uint8Array | undefined {
  if (payload.kind !== 'ipv4' || payload.protocol !== ipProtocols.ospf) return undefined;
  return payload.payload.kind === 'raw' ? payload.payload.bytes : undefined;
}

function checkPacket(frame: Decoded<EthernetFrame>, counts: CheckCounts): string | undefined {
  if (!frame.ok) {
    counts.malformed++;
    return undefined;
  }
  const bytes = ospfBytesOf(frame.value);
  if (bytes === undefined) return undefined;
  counts.ospf++;
  const decoded = decodePacket(bytes);
  if (!decoded.ok) return '✗ not decoded';
  const again = encodePacket(decoded.value);
  const differs = again.length !== bytes.length || again.some((byte, index) => byte !== bytes[index]);
  if (differs) return '✗ encodes differently';
  counts.equal++;
  return '✓';
}
