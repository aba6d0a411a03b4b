// The IPVS in a node's kernel: its hooks, timers, settings and the sockets of its synchronisation daemons. Whoever administers it
// (keepalived, ipvsadm) may come and go; only a reboot empties it.

import {
  Ipvs,
  isIpvsSysctl,
  type IpvsCommand,
  type IpvsEffect,
  type SyncDaemon,
  type SyncRole,
} from '@ospflab/lvs-sim';
import type { HostEffect, SocketEffect } from '@ospflab/linux-host';
import { ipProtocols, type Ipv4Packet } from '@ospflab/net';
import { TimerTable, type Instant } from '@ospflab/sim';
import { interfaceIndexOf } from './interface-plan.ts';
import { kernelInterfacesOf } from './kernel-interfaces.ts';
import { PacketMarks } from './packet-marks.ts';
import type { HostListener, SimulatedNode, SocketOwner } from './simulated-node.ts';

/** What a daemon sends from and listens on. */
interface SyncSocket {
  readonly daemon: SyncDaemon;
  readonly interfaceIndex: number;
  readonly socket: number;
  readonly sourcePort: number;
}

/** Linux: net.ipv4.ip_local_port_range */
const ephemeralPorts = { lowest: 32768, count: 28232 };

export class IpvsKernel implements HostListener, SocketOwner {
  readonly #node: SimulatedNode;
  readonly #timers: TimerTable;
  readonly #sockets = new Map<SyncRole, SyncSocket>();
  #director: Ipvs;

  constructor(node: SimulatedNode) {
    this.#node = node;
    this.#timers = new TimerTable(node.simulation, (timer, now) =>
      this.#director.handle({ kind: 'timerExpired', timer }, now),
    );
    this.#director = this.#newDirector();
    const marks = new PacketMarks(node.loaded);
    node.ipvs = this;
    node.setIpvsHooks({
      localIn: (packet, interfaceIndex, now) =>
        this.#director.localIn(packet, now, marks.markOf(packet, interfaceIndex)),
      leaving: (packet: Ipv4Packet, now: Instant) => this.#director.answer(packet, now),
    });
    node.addListener(this);
  }

  get director(): Ipvs {
    return this.#director;
  }

  /** The machine booted: an empty kernel that knows its addresses and settings. */
  boot(): void {
    this.forget();
    this.#director = this.#newDirector();
    const { now } = this.#node.simulation;
    for (const { addresses } of kernelInterfacesOf(this.#node.host)) {
      for (const { address } of addresses) this.#director.handle({ kind: 'localAddressAdded', address }, now);
    }
    for (const command of this.#node.loaded.setup) {
      if (command.kind === 'sysctlSet') this.setSysctl(command.key, command.value);
      if (command.kind === 'ipvs') this.command(command.command);
    }
  }

  /** The machine is gone, its sockets with it. */
  forget(): void {
    this.#timers.clear();
    this.#sockets.clear();
  }

  command(command: IpvsCommand): void {
    this.#director.handle(command, this.#node.simulation.now);
  }

  /** Keys of other parts of the kernel are left alone. */
  setSysctl(key: string, value: string): void {
    if (isIpvsSysctl(key))
      this.#director.handle({ kind: 'sysctlSet', key, value }, this.#node.simulation.now);
  }

  hostEffect(effect: HostEffect): void {
    if (effect.kind !== 'addressChanged') return;
    const kind = effect.present ? 'localAddressAdded' : 'localAddressRemoved';
    this.#director.handle({ kind, address: effect.address.address }, this.#node.simulation.now);
  }

  socketEffect(effect: SocketEffect): void {
    if (effect.kind === 'udpReceived')
      this.#director.handle({ kind: 'syncReceived', bytes: effect.bytes }, this.#node.simulation.now);
  }

  #newDirector(): Ipvs {
    const { simulation, name } = this.#node;
    return new Ipvs({}, simulation.stream(`${name} ipvs`).next, (effect) => this.#effect(effect));
  }

  #effect(effect: IpvsEffect): void {
    switch (effect.kind) {
      case 'setTimer':
        this.#timers.set(effect.timer, effect.at);
        return;
      case 'cancelTimer':
        this.#timers.cancel(effect.timer);
        return;
      case 'openSync':
        this.#open(effect.daemon);
        return;
      case 'closeSync':
        this.#close(effect.role);
        return;
      case 'sendSync':
        this.#send(effect.bytes);
        return;
      case 'record':
        this.#node.simulation.trace.record(this.#node.name, effect.event);
        return;
      case 'commandRefused':
        // Recorded by the core as `ipvsCommandRefused`.
        return;
    }
  }

  /** An interface that is not there leaves the daemon without a socket: it runs and is alone. */
  #open(daemon: SyncDaemon): void {
    const node = this.#node;
    const interfaceIndex = interfaceIndexOf(node.loaded, daemon.interface);
    if (interfaceIndex === undefined) return;
    const { group, port, role } = daemon;
    const stream = node.simulation.stream(`${node.name} ipvs sync ${role}`);
    const sourcePort = ephemeralPorts.lowest + stream.integer(ephemeralPorts.count);
    const socket = node.newSocket(this);
    this.#sockets.set(role, { daemon, interfaceIndex, socket, sourcePort });
    if (role === 'master') return;
    node.toHost({ kind: 'udpBind', socket, port, address: group });
    node.toHost({ kind: 'groupJoined', interfaceIndex, group });
  }

  #close(role: SyncRole): void {
    const open = this.#sockets.get(role);
    if (open === undefined) return;
    this.#sockets.delete(role);
    this.#node.forgetSocket(open.socket);
    if (role === 'master') return;
    const { interfaceIndex, socket, daemon } = open;
    this.#node.toHost({ kind: 'groupLeft', interfaceIndex, group: daemon.group });
    this.#node.toHost({ kind: 'udpClose', socket });
  }

  #send(bytes: Uint8Array): void {
    const open = this.#sockets.get('master');
    if (open === undefined) return;
    const { daemon, interfaceIndex, sourcePort } = open;
    this.#node.toHost({
      kind: 'sendRaw',
      protocol: ipProtocols.udp,
      destination: daemon.group,
      interfaceIndex,
      ttl: daemon.ttl,
      typeOfService: 0,
      payload: { kind: 'udp', sourcePort, destinationPort: daemon.port, payload: bytes },
    });
  }
}
