// Captures of either format, told apart by their first four bytes.

import { readU32 } from './byte-order.ts';
import type { Capture } from './capture.ts';
import { accepted, refused } from './decoded.ts';
import type { Decoded } from './packet.ts';
import { isPcapMagic, readPcap } from './pcap-reader.ts';
import { isPcapngMagic, readPcapng } from './pcapng-reader.ts';

/**
 * Refused only when the bytes are no capture at all. A capture that breaks off or is damaged is accepted with the packets
 * before that place and `problem` set.
 */
export function readCapture(bytes: Uint8Array): Decoded<Capture> {
  if (bytes.length < 4) return refused('too short for a capture', bytes.length);
  const magic = readU32(bytes, 0);
  if (isPcapngMagic(magic)) return accepted(readPcapng(bytes));
  if (isPcapMagic(magic)) return accepted(readPcap(bytes));
  return refused('neither a pcap nor a pcapng file', 0);
}
