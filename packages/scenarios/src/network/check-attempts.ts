// The attempts of keepalived's checks on their host: sockets, echo requests and programs, at most one of each per check.

import type { ConnectFailure, KeepalivedEffect, KeepalivedInput } from '@ospflab/lvs-sim';
import type { HostEffect, SocketEffect } from '@ospflab/linux-host';
import type { Ipv4Address } from '@ospflab/net';
import { TimerTable, after } from '@ospflab/sim';
import type { Scripts } from './scripts.ts';
import type { SimulatedNode, SocketOwner } from './simulated-node.ts';

type CheckEffect = Extract<KeepalivedEffect, { readonly check: number }>;
type CheckInput = Extract<KeepalivedInput, { readonly check: number }>;

interface OpenSocket {
  readonly socket: number;
  readonly protocol: 'tcp' | 'udp';
  /** The TCP connection stands. */
  established: boolean;
}

/** Echo requests carry it with the number of the check, out of the way of programs that count from 1. */
const echoIdentifierBase = 0x8000;

export class CheckAttempts implements SocketOwner {
  readonly #node: SimulatedNode;
  readonly #scripts: Scripts;
  readonly #tell: (input: CheckInput) => void;
  readonly #checkOfSocket = new Map<number, number>();
  readonly #sockets = new Map<number, OpenSocket>();
  /** Echo requests that wait, by check: the sequence number. */
  readonly #echoes = new Map<number, number>();
  /** Whose probe went last to an address: it is the one that a missing route is about. */
  readonly #lastProbe = new Map<Ipv4Address, number>();
  readonly #scriptTimers: TimerTable;
  readonly #exits = new Map<number, number>();
  #sequence = 0;

  constructor(node: SimulatedNode, scripts: Scripts, tell: (input: CheckInput) => void) {
    this.#node = node;
    this.#scripts = scripts;
    this.#tell = tell;
    this.#scriptTimers = new TimerTable(node.simulation, (check) => {
      const status = this.#exits.get(check);
      this.#exits.delete(check);
      if (status !== undefined) this.#tell({ kind: 'scriptExited', check, status });
    });
  }

  perform(effect: CheckEffect): void {
    switch (effect.kind) {
      case 'openConnection':
        this.#connect(effect);
        return;
      case 'sendBytes': {
        const open = this.#sockets.get(effect.check);
        if (open === undefined) return;
        this.#node.toHost({ kind: 'tcpSend', socket: open.socket, bytes: effect.bytes });
        return;
      }
      case 'closeConnection':
      case 'abandonConnection':
      case 'forgetProbe':
        this.#end(effect.check, effect.kind === 'closeConnection');
        return;
      case 'sendDatagram':
        this.#sendDatagram(effect);
        return;
      case 'sendEcho':
        this.#sendEcho(effect);
        return;
      case 'runScript': {
        const { simulation, name } = this.#node;
        const { status, takes } = this.#scripts.answer(name, effect.command, simulation.now);
        this.#exits.set(effect.check, status);
        this.#scriptTimers.set(effect.check, after(simulation.now, takes));
        return;
      }
      case 'killScript':
        this.#exits.delete(effect.check);
        this.#scriptTimers.cancel(effect.check);
    }
  }

  /** The process ends. */
  endAll(): void {
    for (const check of [...this.#sockets.keys()]) this.#end(check, false);
    this.forget();
  }

  /** The machine under it is gone. */
  forget(): void {
    this.#checkOfSocket.clear();
    this.#sockets.clear();
    this.#echoes.clear();
    this.#lastProbe.clear();
    this.#scriptTimers.clear();
    this.#exits.clear();
  }

  /** Echo replies, and datagrams that could not leave. */
  hostEffect(effect: HostEffect): void {
    if (effect.kind === 'sendFailed') {
      const check = this.#lastProbe.get(effect.destination);
      if (check !== undefined && effect.reason === 'noRoute') {
        this.#tell({ kind: 'probeFailed', check, reason: 'noRoute' });
      }
    } else if (effect.kind === 'icmpReceived') {
      const { payload } = effect.packet;
      if (payload.kind !== 'icmpEcho' || payload.operation !== 'reply') return;
      const check = payload.identifier - echoIdentifierBase;
      if (this.#echoes.get(check) === payload.sequence) this.#tell({ kind: 'echoReplied', check });
    }
  }

  socketEffect(effect: SocketEffect): void {
    if (!('socket' in effect)) return;
    const check = this.#checkOfSocket.get(effect.socket);
    const open = check === undefined ? undefined : this.#sockets.get(check);
    if (check === undefined || open === undefined) return;
    switch (effect.kind) {
      case 'tcpConnected':
        open.established = true;
        this.#tell({ kind: 'connectSucceeded', check });
        return;
      case 'tcpReceived':
        this.#tell({ kind: 'bytesReceived', check, bytes: effect.bytes });
        return;
      case 'tcpClosed':
        this.#tell({ kind: 'connectionClosed', check, how: 'closed' });
        return;
      case 'tcpReset':
      case 'tcpFailed':
        this.#release(check, open);
        if (open.established) this.#tell({ kind: 'connectionClosed', check, how: 'reset' });
        else this.#tell({ kind: 'connectFailed', check, reason: failureOf(effect) });
        return;
      case 'udpReceived':
        this.#tell({ kind: 'datagramReceived', check, bytes: effect.bytes });
        return;
      case 'udpFailed': {
        const reason = effect.reason === 'portUnreachable' ? 'refused' : 'unreachable';
        this.#tell({ kind: 'probeFailed', check, reason });
        return;
      }
      default:
        return;
    }
  }

  #connect(effect: Extract<CheckEffect, { kind: 'openConnection' }>): void {
    this.#node.toHost({
      kind: 'tcpConnect',
      socket: this.#newSocket(effect.check, 'tcp'),
      destination: effect.address,
      port: effect.port,
      ...(effect.bindTo === undefined ? {} : { source: effect.bindTo }),
      ...(effect.bindPort === undefined ? {} : { sourcePort: effect.bindPort }),
    });
  }

  #sendDatagram(effect: Extract<CheckEffect, { kind: 'sendDatagram' }>): void {
    const { check, address: destination, port, bytes, bindTo: source, bindPort } = effect;
    const socket = this.#newSocket(check, 'udp');
    this.#lastProbe.set(destination, check);
    if (bindPort !== undefined) {
      const address = source === undefined ? {} : { address: source };
      this.#node.toHost({ kind: 'udpBind', socket, port: bindPort, ...address });
    }
    const from = source === undefined ? {} : { source };
    this.#node.toHost({ kind: 'udpSend', socket, destination, port, bytes, ...from });
  }

  #sendEcho(effect: Extract<CheckEffect, { kind: 'sendEcho' }>): void {
    const { check, address: destination, dataBytes } = effect;
    const sequence = (this.#sequence = (this.#sequence + 1) & 0xffff);
    this.#echoes.set(check, sequence);
    this.#lastProbe.set(destination, check);
    const identifier = echoIdentifierBase + check;
    this.#node.toHost({ kind: 'pingSend', identifier, sequence, destination, dataBytes });
  }

  #newSocket(check: number, protocol: OpenSocket['protocol']): number {
    const socket = this.#node.newSocket(this);
    this.#checkOfSocket.set(socket, check);
    this.#sockets.set(check, { socket, protocol, established: false });
    return socket;
  }

  #end(check: number, orderly: boolean): void {
    this.#echoes.delete(check);
    const open = this.#sockets.get(check);
    if (open === undefined) return;
    const { socket, protocol } = open;
    if (protocol === 'udp') this.#node.toHost({ kind: 'udpClose', socket });
    else this.#node.toHost({ kind: orderly ? 'tcpClose' : 'tcpAbort', socket });
    this.#release(check, open);
  }

  #release(check: number, { socket }: OpenSocket): void {
    this.#checkOfSocket.delete(socket);
    this.#sockets.delete(check);
    this.#node.forgetSocket(socket);
  }
}

function failureOf(effect: Extract<SocketEffect, { kind: 'tcpFailed' | 'tcpReset' }>): ConnectFailure {
  if (effect.kind === 'tcpReset') return 'reset';
  const { reason } = effect;
  return reason === 'portInUse' || reason === 'tooManySockets' ? 'unreachable' : reason;
}
