// ICMP (RFC 792; next-hop MTU: RFC 1191 §4). Eight bytes of header, the second word depending on the type.

import { readU16, readU32, writeU16, writeU32 } from './byte-order.ts';
import { copyBytes, viewOfBytes } from './byte-range.ts';
import type { DecodeOptions } from './decode-options.ts';
import { accepted, refused } from './decoded.ts';
import { internetChecksum } from './internet-checksum.ts';
import { ipv4FromNumber } from './ipv4-address.ts';
import type { Decoded, IcmpMessage } from './packet.ts';

export const icmpTypes = {
  echoReply: 0,
  destinationUnreachable: 3,
  sourceQuench: 4,
  redirect: 5,
  echoRequest: 8,
  timeExceeded: 11,
  parameterProblem: 12,
} as const;

export const icmpHeaderLengthBytes = 8;
const fragmentationNeeded = 4;

export function icmpTypeOf(message: IcmpMessage): number {
  switch (message.kind) {
    case 'icmpEcho':
      return message.operation === 'request' ? icmpTypes.echoRequest : icmpTypes.echoReply;
    case 'icmpDestinationUnreachable':
      return icmpTypes.destinationUnreachable;
    case 'icmpTimeExceeded':
      return icmpTypes.timeExceeded;
    case 'icmpRedirect':
      return icmpTypes.redirect;
    case 'icmpOther':
      return message.type;
  }
}

/** The types that report about another packet and quote it: never answered with a further error (RFC 1122 §3.2.2). */
export function isIcmpErrorType(type: number): boolean {
  switch (type) {
    case icmpTypes.destinationUnreachable:
    case icmpTypes.sourceQuench:
    case icmpTypes.redirect:
    case icmpTypes.timeExceeded:
    case icmpTypes.parameterProblem:
      return true;
    default:
      return false;
  }
}

export function icmpLength(message: IcmpMessage): number {
  switch (message.kind) {
    case 'icmpEcho':
      return icmpHeaderLengthBytes + message.payload.length;
    case 'icmpOther':
      return 4 + message.bytes.length;
    default:
      return icmpHeaderLengthBytes + message.original.length;
  }
}

export function writeIcmp(message: IcmpMessage, out: Uint8Array, offset: number): void {
  out[offset] = icmpTypeOf(message);
  out[offset + 1] = message.kind === 'icmpEcho' ? 0 : message.code;
  writeU16(out, offset + 2, 0);
  writeIcmpBody(message, out, offset);
  writeU16(out, offset + 2, internetChecksum(out, offset, offset + icmpLength(message)));
}

function writeIcmpBody(message: IcmpMessage, out: Uint8Array, offset: number): void {
  switch (message.kind) {
    case 'icmpEcho':
      writeU16(out, offset + 4, message.identifier);
      writeU16(out, offset + 6, message.sequence);
      copyBytes(message.payload, out, offset + icmpHeaderLengthBytes);
      return;
    case 'icmpDestinationUnreachable':
      writeU32(out, offset + 4, (message.reservedWord ?? 0) + message.nextHopMtu);
      copyBytes(message.original, out, offset + icmpHeaderLengthBytes);
      return;
    case 'icmpTimeExceeded':
      writeU32(out, offset + 4, message.reservedWord ?? 0);
      copyBytes(message.original, out, offset + icmpHeaderLengthBytes);
      return;
    case 'icmpRedirect':
      writeU32(out, offset + 4, message.gateway);
      copyBytes(message.original, out, offset + icmpHeaderLengthBytes);
      return;
    case 'icmpOther':
      copyBytes(message.bytes, out, offset + 4);
  }
}

export function encodeIcmp(message: IcmpMessage): Uint8Array {
  const out = new Uint8Array(icmpLength(message));
  writeIcmp(message, out, 0);
  return out;
}

/** Reads bytes[offset, end). Echo with a code, and types without a kind of their own, give `icmpOther`. */
export function decodeIcmp(
  bytes: Uint8Array,
  offset = 0,
  end = bytes.length,
  options: DecodeOptions = {},
): Decoded<IcmpMessage> {
  if (end - offset < icmpHeaderLengthBytes) return refused('truncated ICMP header', end);
  if (options.checksums !== 'ignore' && internetChecksum(bytes, offset, end) !== 0) {
    return refused('bad ICMP checksum', offset + 2);
  }
  return accepted(icmpMessageAt(bytes, offset, end));
}

function icmpMessageAt(bytes: Uint8Array, offset: number, end: number): IcmpMessage {
  const type = bytes[offset]!;
  const code = bytes[offset + 1]!;
  const word = readU32(bytes, offset + 4);
  const rest = viewOfBytes(bytes, offset + icmpHeaderLengthBytes, end);
  switch (type) {
    case icmpTypes.echoReply:
    case icmpTypes.echoRequest:
      if (code !== 0) break;
      return {
        kind: 'icmpEcho',
        operation: type === icmpTypes.echoRequest ? 'request' : 'reply',
        identifier: readU16(bytes, offset + 4),
        sequence: readU16(bytes, offset + 6),
        payload: rest,
      };
    case icmpTypes.destinationUnreachable: {
      const nextHopMtu = code === fragmentationNeeded ? word & 0xffff : 0;
      const reservedWord = word - nextHopMtu;
      return reservedWord === 0
        ? { kind: 'icmpDestinationUnreachable', code, nextHopMtu, original: rest }
        : { kind: 'icmpDestinationUnreachable', code, nextHopMtu, reservedWord, original: rest };
    }
    case icmpTypes.timeExceeded:
      return word === 0
        ? { kind: 'icmpTimeExceeded', code, original: rest }
        : { kind: 'icmpTimeExceeded', code, reservedWord: word, original: rest };
    case icmpTypes.redirect:
      return { kind: 'icmpRedirect', code, gateway: ipv4FromNumber(word), original: rest };
  }
  return { kind: 'icmpOther', type, code, bytes: viewOfBytes(bytes, offset + 4, end) };
}
