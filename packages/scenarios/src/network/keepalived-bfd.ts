// keepalived's BFD process on a node: a session per bfd_instance. keepalived 2.2.7: keepalived/bfd/bfd_daemon.c, bfd_scheduler.c.

import { keepalivedBfd, type BfdSettings, type Diagnostic } from '@ospflab/bfd';
import type { BfdInstanceConfig } from '@ospflab/lvs-sim';
import type { Ipv4Address } from '@ospflab/net';
import { milliseconds, nanoseconds, seconds, type Duration } from '@ospflab/sim';
import { BfdProcess, type BfdNews, type BfdPortHolder } from './bfd-process.ts';
import type { SimulatedNode } from './simulated-node.ts';

// keepalived 2.2.7: keepalived/include/bfd.h.
const defaultInterval = milliseconds(10);
const defaultIdleInterval = seconds(1);
const defaultMultiplier = 5;
const defaultTtl = 255;
const anyHops = 255;

const diagnosticNames: Readonly<Record<Diagnostic, string>> = {
  none: 'No Diagnostic',
  detectionTimeExpired: 'Control Detection Time Expired',
  echoFailed: 'Echo Function Failed',
  neighborSignaledDown: 'Neighbor Signaled Session Down',
  forwardingPlaneReset: 'Forwarding Plane Reset',
  pathDown: 'Path Down',
  concatenatedPathDown: 'Concatenated Path Down',
  administrativelyDown: 'Administratively Down',
  reverseConcatenatedPathDown: 'Reverse Concatenated Path Down',
};

/** What the checkers hear, and what is logged. */
export interface KeepalivedBfdListener {
  readonly sessionChanged: (instance: string, up: boolean) => void;
  readonly log: (text: string) => void;
}

export class KeepalivedBfd {
  readonly #instances: readonly BfdInstanceConfig[];
  readonly #byNeighbor: ReadonlyMap<Ipv4Address, BfdInstanceConfig>;
  readonly #process: BfdProcess;
  readonly #listener: KeepalivedBfdListener;
  readonly #detectionTimes = new Map<Ipv4Address, Duration>();

  constructor(
    node: SimulatedNode,
    port: BfdPortHolder,
    instances: readonly BfdInstanceConfig[],
    listener: KeepalivedBfdListener,
  ) {
    this.#instances = instances;
    this.#byNeighbor = new Map(instances.map((instance) => [instance.neighbor, instance]));
    this.#listener = listener;
    const traits = {
      name: 'keepalived_bfd',
      implementation: keepalivedBfd,
      typeOfService: 0,
      ttl: (peer: Ipv4Address) => this.#byNeighbor.get(peer)?.ttl ?? defaultTtl,
    };
    this.#process = new BfdProcess(node, port, traits, (news) => this.#heard(news));
  }

  /** False when it cannot: without the port the process ends, and keepalived with it. */
  start(): boolean {
    if (this.#instances.length === 0) return true;
    if (!this.#process.start()) {
      this.#listener.log('bind() error 98 (Address already in use)');
      this.#listener.log('Unable to open listening socket');
      return false;
    }
    for (const instance of this.#instances) {
      const { name, neighbor: peer, source: local } = instance;
      this.#listener.sessionChanged(name, false);
      const settings = settingsOf(instance);
      this.#process.handle({ kind: 'sessionRequested', interfaceIndex: 0, peer, local, settings });
    }
    return true;
  }

  /** It says good-bye to nobody: the neighbours find out. */
  stop(): void {
    this.#process.kill();
    this.#detectionTimes.clear();
  }

  /** The machine under it is gone. */
  forget(): void {
    this.#process.forget();
    this.#detectionTimes.clear();
  }

  #heard(news: BfdNews): void {
    const name = this.#byNeighbor.get(news.peer)?.name;
    if (name === undefined) return;
    const { log, sessionChanged } = this.#listener;
    if (news.kind === 'detectionTimeChanged') {
      this.#detectionTimes.set(news.peer, news.to);
      log(
        `       Detection time is ${wholeMicroseconds(news.to)} us (was ${wholeMicroseconds(news.from)} us)`,
      );
      return;
    }
    const { from, to, peer, peerAdministrative } = news;
    if (to === 'up') {
      log(`(${name}) Entering Up state`);
      sessionChanged(name, true);
    } else if (from === 'up') {
      this.#logFall(name, peer);
      // RFC 5882 §3.2: it says nothing of the path.
      if (!peerAdministrative) sessionChanged(name, false);
    }
  }

  #logFall(name: string, peer: Ipv4Address): void {
    const session = this.#process.speaker?.sessions().find((one) => one.peer === peer);
    if (session === undefined) return;
    const { diagnostic, remoteDiagnostic } = session;
    const { log } = this.#listener;
    if (diagnostic === 'detectionTimeExpired') {
      const waited = Math.floor((this.#detectionTimes.get(peer) ?? nanoseconds(0)) / 1e6);
      log(`(${name}) Expired after ${waited} ms (0 usec overdue)`);
    }
    const local = diagnosticNames[diagnostic];
    const remote = remoteDiagnostic === undefined ? 'Unknown' : diagnosticNames[remoteDiagnostic];
    log(`(${name}) Entering Down state (Local diagnostic - ${local}, Remote diagnostic - ${remote})`);
  }
}

function settingsOf(instance: BfdInstanceConfig): BfdSettings {
  const { ttl = defaultTtl, maxHops = 0, minRx, minTx, idleTx, multiplier, passive } = instance;
  return {
    detectMultiplier: multiplier ?? defaultMultiplier,
    receiveInterval: minRx ?? defaultInterval,
    transmitInterval: minTx ?? defaultInterval,
    idleInterval: idleTx ?? defaultIdleInterval,
    passive: passive ?? false,
    shutdown: false,
    minimumTtl: maxHops === anyHops ? 0 : ttl - maxHops,
  };
}

function wholeMicroseconds(duration: Duration): number {
  return Math.round(duration / 1000);
}
