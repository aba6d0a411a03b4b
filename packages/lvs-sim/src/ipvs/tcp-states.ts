// The TCP state tables of IPVS. With direct routing and tunnelling only the client's packets pass the director, with masquerading
// those of the server too. Linux: net/netfilter/ipvs/ip_vs_proto_tcp.c, 6.1 (INPUT_ONLY; INPUT and OUTPUT).

import { seconds, type Duration } from '@ospflab/sim';

/** In the kernel's order; the index is what the connection table stores. */
export const tcpStateNames = [
  'NONE',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'SYNACK',
] as const;

export type TcpStateName = (typeof tcpStateNames)[number];

export const tcpState = {
  none: 0,
  established: 1,
  synSent: 2,
  synReceived: 3,
  finWait: 4,
  timeWait: 5,
  close: 6,
  closeWait: 7,
  lastAck: 8,
  listen: 9,
  synAck: 10,
} as const;

const stateCount = tcpStateNames.length;

/** Who sent the packet, and whether the director sees the other one's packets as well. */
export const tcpDirection = { clientSeenAlone: 0, client: 1, server: 2 } as const;

/** By direction; rows are syn, fin, ack, rst. */
const tables = [
  // NO ES SS SR FW TW CL CW LA LI SA
  [
    'SR ES ES SR SR SR SR SR SR SR SR',
    'CL FW SS TW FW TW CL CW LA LI TW',
    'ES ES SS ES FW TW CL CW CL LI ES',
    'CL CL CL SR CL CL CL CL LA LI CL',
  ],
  [
    'SR ES ES SR SR SR SR SR SR SR SR',
    'CL CW SS TW TW TW CL CW LA LI TW',
    'ES ES SS ES FW TW CL CW CL LI ES',
    'CL CL CL SR CL CL CL CL LA LI SR',
  ],
  [
    'SS ES SS SR SS SS SS SS SS LI SR',
    'TW FW SS TW FW TW CL TW LA LI TW',
    'ES ES SS ES FW TW CL CW LA ES ES',
    'CL CL SS CL CL TW CL CL CL CL CL',
  ],
];

const columns = ['NO', 'ES', 'SS', 'SR', 'FW', 'TW', 'CL', 'CW', 'LA', 'LI', 'SA'];

/** [(direction · 4 + packet kind) · 11 + state] → next state. */
const nextStates = Uint8Array.from(
  tables.flat().flatMap((row) => row.split(' ').map((name) => columns.indexOf(name))),
);

/**
 * The state after a packet with these TCP flags. RST counts before SYN, SYN before FIN, FIN before ACK;
 * a segment with none of the four closes the entry.
 */
export function nextTcpState(state: number, flags: number, direction: number): number {
  let packetKind: number;
  if ((flags & 4) !== 0) packetKind = 3;
  else if ((flags & 2) !== 0) packetKind = 0;
  else if ((flags & 1) !== 0) packetKind = 1;
  else if ((flags & 16) !== 0) packetKind = 2;
  else return tcpState.close;
  return nextStates[(direction * 4 + packetKind) * stateCount + state]!;
}

/** ESTABLISHED and the three SYN states count as active connections, all others as inactive. */
export function isActiveTcpState(state: number): boolean {
  return state >= 1 && (state <= 3 || state === tcpState.synAck);
}

/** A fresh copy: `ipvsadm --set` changes two of the values per director. */
export function defaultTcpTimeouts(): Duration[] {
  return [2, 900, 120, 60, 120, 120, 10, 60, 30, 120, 120].map(seconds);
}
