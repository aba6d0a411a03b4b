// From bytes to control packets: the checks of RFC 5880 §6.8.6 that need no session.

import { readU32, type Decoded } from '@ospflab/net';
import type { Duration } from '@ospflab/sim';
import { bfdPacketBytes, type BfdPacket } from './bfd-packet.ts';
import { diagnostics, sessionStates } from './session-state.ts';

const version = 1;
const shortestAuthenticated = 26;
const nanosecondsPerMicrosecond = 1000;

/** Offsets of reasons count from the first byte. */
export function decodeBfd(bytes: Uint8Array): Decoded<BfdPacket> {
  const refused = (reason: string, offsetBytes: number): Decoded<never> => ({
    ok: false,
    reason,
    offsetBytes,
  });
  if (bytes.length < bfdPacketBytes)
    return refused(`${bytes.length} bytes, a control packet has 24`, bytes.length);
  if (bytes[0]! >> 5 !== version) return refused(`BFD version ${bytes[0]! >> 5}, not 1`, 0);
  const flags = bytes[1]!;
  const authenticated = (flags & 0x04) !== 0;
  const length = bytes[3]!;
  const shortest = authenticated ? shortestAuthenticated : bfdPacketBytes;
  if (length < shortest) return refused(`length field ${length} is less than ${shortest}`, 3);
  if (length > bytes.length)
    return refused(`length field ${length} exceeds the ${bytes.length} bytes at hand`, 3);
  if (bytes[2] === 0) return refused('detection multiplier 0', 2);
  if ((flags & 0x01) !== 0) return refused('multipoint bit set', 1);
  const packet: BfdPacket = {
    state: sessionStates[flags >> 6]!,
    diagnostic: diagnostics[bytes[0]! & 0x1f],
    poll: (flags & 0x20) !== 0,
    final: (flags & 0x10) !== 0,
    controlPlaneIndependent: (flags & 0x08) !== 0,
    authenticated,
    demand: (flags & 0x02) !== 0,
    detectMultiplier: bytes[2]!,
    myDiscriminator: readU32(bytes, 4),
    yourDiscriminator: readU32(bytes, 8),
    desiredMinTx: durationAt(bytes, 12),
    requiredMinRx: durationAt(bytes, 16),
    requiredMinEchoRx: durationAt(bytes, 20),
  };
  if (packet.myDiscriminator === 0) return refused('my discriminator is 0', 4);
  const early = packet.state === 'down' || packet.state === 'adminDown';
  if (packet.yourDiscriminator === 0 && !early)
    return refused(`your discriminator is 0 in state ${packet.state}`, 8);
  return { ok: true, value: packet };
}

function durationAt(bytes: Uint8Array, offset: number): Duration {
  return (readU32(bytes, offset) * nanosecondsPerMicrosecond) as Duration;
}
