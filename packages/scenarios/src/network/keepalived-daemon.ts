// keepalived's checker process on a node. The IPVS that it steers is the kernel's and outlives it.

import {
  Keepalived,
  type ConnectFailure,
  type KeepalivedConfig,
  type KeepalivedEffect,
} from '@ospflab/lvs-sim';
import type { HostEffect, SocketEffect } from '@ospflab/linux-host';
import { TimerTable, type Instant } from '@ospflab/sim';
import type { IpvsKernel } from './ipvs-kernel.ts';
import { kernelInterfacesOf } from './kernel-interfaces.ts';
import { runCommandLine } from './run-command-line.ts';
import type { HostListener, SimulatedNode, SocketOwner } from './simulated-node.ts';

interface LogLine {
  readonly at: Instant;
  readonly text: string;
}

export class KeepalivedDaemon implements HostListener, SocketOwner {
  readonly #node: SimulatedNode;
  readonly #ipvs: IpvsKernel;
  readonly #config: KeepalivedConfig;
  readonly #timers: TimerTable;
  readonly #checkOfSocket = new Map<number, number>();
  readonly #socketOfCheck = new Map<number, number>();
  /** Checks whose connection stands. */
  readonly #established = new Set<number>();
  readonly #log: LogLine[] = [];
  #keepalived: Keepalived | undefined;

  constructor(node: SimulatedNode, ipvs: IpvsKernel, config: KeepalivedConfig) {
    this.#node = node;
    this.#ipvs = ipvs;
    this.#config = config;
    const { simulation } = node;
    this.#timers = new TimerTable(simulation, (timer, now) =>
      this.#keepalived?.handle({ kind: 'timerExpired', timer }, now),
    );
    node.addListener(this);
  }

  /** What keepalived wrote to its log, oldest first. */
  get log(): readonly LogLine[] {
    return this.#log;
  }

  start(): void {
    if (this.#keepalived !== undefined || !this.#node.running) return;
    const random = this.#node.simulation.stream(`${this.#node.name} keepalived`);
    const { now } = this.#node.simulation;
    const keepalived = new Keepalived(this.#config, random.next, (effect) => this.#effect(effect));
    this.#keepalived = keepalived;
    for (const { addresses } of kernelInterfacesOf(this.#node.host)) {
      for (const { address } of addresses) {
        keepalived.handle({ kind: 'vipPresenceChanged', address, present: true }, now);
      }
    }
    keepalived.handle({ kind: 'started' }, now);
  }

  stop(graceful: boolean): void {
    this.#keepalived?.handle({ kind: 'stopped', graceful }, this.#node.simulation.now);
    for (const socket of [...this.#checkOfSocket.keys()]) this.#abandon(socket);
    this.forget();
  }

  /** The machine under it is gone. */
  forget(): void {
    this.#timers.clear();
    this.#checkOfSocket.clear();
    this.#socketOfCheck.clear();
    this.#established.clear();
    this.#keepalived = undefined;
  }

  hostEffect(effect: HostEffect): void {
    if (effect.kind !== 'addressChanged') return;
    const { now } = this.#node.simulation;
    const { present } = effect;
    const { address } = effect.address;
    this.#keepalived?.handle({ kind: 'vipPresenceChanged', address, present }, now);
  }

  socketEffect(effect: SocketEffect): void {
    if (!('socket' in effect)) return;
    const check = this.#checkOfSocket.get(effect.socket);
    if (check === undefined) return;
    const { now } = this.#node.simulation;
    const keepalived = this.#keepalived;
    switch (effect.kind) {
      case 'tcpConnected':
        this.#established.add(check);
        keepalived?.handle({ kind: 'connectSucceeded', check }, now);
        return;
      case 'tcpReceived':
        keepalived?.handle({ kind: 'bytesReceived', check, bytes: effect.bytes }, now);
        return;
      case 'tcpClosed':
        keepalived?.handle({ kind: 'connectionClosed', check, how: 'closed' }, now);
        return;
      case 'tcpReset':
      case 'tcpFailed': {
        const stood = this.#established.has(check);
        this.#release(effect.socket, check);
        if (stood) keepalived?.handle({ kind: 'connectionClosed', check, how: 'reset' }, now);
        else keepalived?.handle({ kind: 'connectFailed', check, reason: failureOf(effect) }, now);
        return;
      }
      default:
        return;
    }
  }

  #effect(effect: KeepalivedEffect): void {
    const { simulation } = this.#node;
    switch (effect.kind) {
      case 'openConnection':
        this.#open(effect);
        return;
      case 'sendBytes': {
        const socket = this.#socketOfCheck.get(effect.check);
        if (socket !== undefined) this.#node.toHost({ kind: 'tcpSend', socket, bytes: effect.bytes });
        return;
      }
      case 'closeConnection':
      case 'abandonConnection': {
        const socket = this.#socketOfCheck.get(effect.check);
        if (socket === undefined) return;
        if (effect.kind === 'abandonConnection') this.#abandon(socket);
        else this.#node.toHost({ kind: 'tcpClose', socket });
        this.#release(socket, effect.check);
        return;
      }
      case 'ipvs':
        this.#ipvs.command(effect.command);
        return;
      case 'runCommand':
        runCommandLine(this.#node, effect.text);
        return;
      case 'log':
        this.#log.push({ at: simulation.now, text: effect.text });
        return;
      case 'setTimer':
        this.#timers.set(effect.timer, effect.at);
        return;
      case 'cancelTimer':
        this.#timers.cancel(effect.timer);
        return;
      case 'record':
        simulation.trace.record(this.#node.name, effect.event);
        return;
    }
  }

  #open(effect: Extract<KeepalivedEffect, { kind: 'openConnection' }>): void {
    const socket = this.#node.newSocket(this);
    this.#checkOfSocket.set(socket, effect.check);
    this.#socketOfCheck.set(effect.check, socket);
    this.#node.toHost({
      kind: 'tcpConnect',
      socket,
      destination: effect.address,
      port: effect.port,
      ...(effect.bindTo === undefined ? {} : { source: effect.bindTo }),
      ...(effect.bindPort === undefined ? {} : { sourcePort: effect.bindPort }),
    });
  }

  #abandon(socket: number): void {
    this.#node.toHost({ kind: 'tcpAbort', socket });
    this.#node.forgetSocket(socket);
  }

  #release(socket: number, check: number): void {
    this.#checkOfSocket.delete(socket);
    if (this.#socketOfCheck.get(check) === socket) {
      this.#socketOfCheck.delete(check);
      this.#established.delete(check);
    }
    this.#node.forgetSocket(socket);
  }
}

function failureOf(effect: Extract<SocketEffect, { kind: 'tcpFailed' | 'tcpReset' }>): ConnectFailure {
  if (effect.kind === 'tcpReset') return 'reset';
  const { reason } = effect;
  return reason === 'portInUse' || reason === 'tooManySockets' ? 'unreachable' : reason;
}
