// The TCP state table of IPVS as direct routing and tunnelling see it: only the client's packets pass the director.
// Linux: net/netfilter/ipvs/ip_vs_proto_tcp.c, 6.1 (rows INPUT_ONLY).

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

const rows = {
  //      NO ES SS SR FW TW CL CW LA LI SA
  syn: ['SR ES ES SR SR SR SR SR SR SR SR'],
  fin: ['CL FW SS TW FW TW CL CW LA LI TW'],
  ack: ['ES ES SS ES FW TW CL CW CL LI ES'],
  rst: ['CL CL CL SR CL CL CL CL LA LI CL'],
} as const;

const columns = ['NO', 'ES', 'SS', 'SR', 'FW', 'TW', 'CL', 'CW', 'LA', 'LI', 'SA'];

/** [packet kind · 11 + state] → next state; packet kinds are syn 0, fin 1, ack 2, rst 3. */
const nextStates = Uint8Array.from(
  [rows.syn, rows.fin, rows.ack, rows.rst].flatMap(([row]) =>
    row.split(' ').map((name) => columns.indexOf(name)),
  ),
);

/**
 * The state after a packet with these TCP flags. RST counts before SYN, SYN before FIN, FIN before ACK;
 * a segment with none of the four closes the entry.
 */
export function nextTcpState(state: number, flags: number): number {
  let packetKind: number;
  if ((flags & 4) !== 0) packetKind = 3;
  else if ((flags & 2) !== 0) packetKind = 0;
  else if ((flags & 1) !== 0) packetKind = 1;
  else if ((flags & 16) !== 0) packetKind = 2;
  else return tcpState.close;
  return nextStates[packetKind * stateCount + state]!;
}

/** ESTABLISHED and the three SYN states count as active connections, all others as inactive. */
export function isActiveTcpState(state: number): boolean {
  return state >= 1 && (state <= 3 || state === tcpState.synAck);
}

/** A fresh copy: `ipvsadm --set` changes two of the values per director. */
export function defaultTcpTimeouts(): Duration[] {
  return [2, 900, 120, 60, 120, 120, 10, 60, 30, 120, 120].map(seconds);
}
