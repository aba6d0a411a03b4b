// From control packets to bytes, RFC 5880 §4.1.

import { writeU32 } from '@ospflab/net';
import type { Duration } from '@ospflab/sim';
import { bfdPacketBytes, type BfdPacket } from './bfd-packet.ts';
import { diagnostics, sessionStates } from './session-state.ts';

const version = 1;
const nanosecondsPerMicrosecond = 1000;

/** Without authentication section, whatever `authenticated` says. */
export function encodeBfd(packet: BfdPacket): Uint8Array {
  const bytes = new Uint8Array(bfdPacketBytes);
  bytes[0] = (version << 5) | (packet.diagnostic === undefined ? 0 : diagnostics.indexOf(packet.diagnostic));
  bytes[1] =
    (sessionStates.indexOf(packet.state) << 6) |
    (packet.poll ? 0x20 : 0) |
    (packet.final ? 0x10 : 0) |
    (packet.controlPlaneIndependent ? 0x08 : 0) |
    (packet.demand ? 0x02 : 0);
  bytes[2] = packet.detectMultiplier;
  bytes[3] = bfdPacketBytes;
  writeU32(bytes, 4, packet.myDiscriminator);
  writeU32(bytes, 8, packet.yourDiscriminator);
  writeU32(bytes, 12, microseconds(packet.desiredMinTx));
  writeU32(bytes, 16, microseconds(packet.requiredMinRx));
  writeU32(bytes, 20, microseconds(packet.requiredMinEchoRx));
  return bytes;
}

function microseconds(duration: Duration): number {
  return Math.round(duration / nanosecondsPerMicrosecond);
}
