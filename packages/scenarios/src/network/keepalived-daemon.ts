// keepalived's checker process on a node. The IPVS that it steers is the kernel's and outlives it.

import { Keepalived, type KeepalivedConfig, type KeepalivedEffect } from '@ospflab/lvs-sim';
import type { HostEffect } from '@ospflab/linux-host';
import { TimerTable, type Instant } from '@ospflab/sim';
import type { BfdPortHolder } from './bfd-process.ts';
import { CheckAttempts } from './check-attempts.ts';
import type { IpvsKernel } from './ipvs-kernel.ts';
import { KeepalivedBfd } from './keepalived-bfd.ts';
import { kernelInterfacesOf } from './kernel-interfaces.ts';
import { runCommandLine } from './run-command-line.ts';
import type { Scripts } from './scripts.ts';
import type { HostListener, SimulatedNode } from './simulated-node.ts';

interface LogLine {
  readonly at: Instant;
  readonly text: string;
}

export class KeepalivedDaemon implements HostListener {
  readonly #node: SimulatedNode;
  readonly #ipvs: IpvsKernel;
  readonly #config: KeepalivedConfig;
  readonly #timers: TimerTable;
  readonly #attempts: CheckAttempts;
  readonly #bfd: KeepalivedBfd;
  readonly #log: LogLine[] = [];
  #keepalived: Keepalived | undefined;

  constructor(
    node: SimulatedNode,
    ipvs: IpvsKernel,
    config: KeepalivedConfig,
    scripts: Scripts,
    bfdPort: BfdPortHolder,
  ) {
    this.#node = node;
    this.#ipvs = ipvs;
    this.#config = config;
    const { simulation } = node;
    this.#timers = new TimerTable(simulation, (timer, now) =>
      this.#keepalived?.handle({ kind: 'timerExpired', timer }, now),
    );
    this.#attempts = new CheckAttempts(node, scripts, (input) =>
      this.#keepalived?.handle(input, simulation.now),
    );
    this.#bfd = new KeepalivedBfd(node, bfdPort, config.bfdInstances ?? [], {
      sessionChanged: (instance, up) =>
        this.#keepalived?.handle({ kind: 'bfdSessionChanged', instance, up }, simulation.now),
      log: (text) => void this.#log.push({ at: simulation.now, text }),
    });
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
    if (!this.#bfd.start()) this.stop(true, true);
  }

  /** `childDied`: keepalived ends because one of its processes could not go on. */
  stop(graceful: boolean, childDied = false): void {
    this.#keepalived?.handle({ kind: 'stopped', graceful, childDied }, this.#node.simulation.now);
    this.#attempts.endAll();
    this.#bfd.stop();
    this.forget();
  }

  /** The machine under it is gone. */
  forget(): void {
    this.#timers.clear();
    this.#attempts.forget();
    this.#bfd.forget();
    this.#keepalived = undefined;
  }

  hostEffect(effect: HostEffect): void {
    this.#attempts.hostEffect(effect);
    if (effect.kind !== 'addressChanged') return;
    const { now } = this.#node.simulation;
    const { present } = effect;
    const { address } = effect.address;
    this.#keepalived?.handle({ kind: 'vipPresenceChanged', address, present }, now);
  }

  #effect(effect: KeepalivedEffect): void {
    const { simulation } = this.#node;
    switch (effect.kind) {
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
      default:
        this.#attempts.perform(effect);
    }
  }
}
