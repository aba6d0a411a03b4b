// One virtual server: which real servers are in the kernel's pool, quorum, and the sorry server.
// keepalived 2.2.7: keepalived/check/ipwrapper.c and ipvswrapper.c; the order of commands and log lines is the program's.

import { ipv4FromNumber } from '@ospflab/net';
import type { IpvsCommand } from '../ipvs/input.ts';
import type { DestinationKey, VirtualServiceKey, VirtualServiceSettings } from '../ipvs/virtual-service.ts';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { RealServerConfig, VirtualServerConfig } from './keepalived-config.ts';
import { RealServerState } from './real-server-state.ts';
import { serviceText } from './service-text.ts';

const allBits = ipv4FromNumber(0xffffffff);
const noAddress = ipv4FromNumber(0);

export class VirtualServerPool {
  readonly config: VirtualServerConfig;
  /** The kernel's services: one, or one for each address of a group. */
  readonly keys: readonly VirtualServiceKey[];
  /** As in the log. */
  readonly text: string;
  /** In the order of the file. */
  readonly realServers: readonly RealServerState[];
  private readonly sorryServer: RealServerState | undefined;
  private readonly quorum: number;
  private readonly hysteresis: number;
  private readonly sink: (effect: KeepalivedEffect) => void;
  private quorumUp: boolean;

  constructor(config: VirtualServerConfig, sink: (effect: KeepalivedEffect) => void) {
    this.config = config;
    this.sink = sink;
    const protocol = protocolOf(config);
    this.keys = keysOf(config);
    this.text = poolText(config);
    this.realServers = config.realServers.map((server) => realServerState(config, server, protocol));
    this.sorryServer = sorryServerState(config, protocol);
    this.quorum = config.quorum ?? 1;
    this.hysteresis = config.hysteresis ?? 0;
    // With nothing alive yet only a quorum of nothing is reached.
    this.quorumUp = this.quorum + this.hysteresis <= 0;
  }

  get hasQuorum(): boolean {
    return this.quorumUp;
  }

  /** Creates the service and puts in every server that is not held back by `alpha`. */
  start(notifies: boolean): void {
    const settings = serviceSettings(this.config);
    this.command((service) => ({ kind: 'serviceAdded', service, settings }));
    for (const server of this.realServers) {
      const unfailed = server.failedChecks === 0;
      if (!unfailed && !server.config.inhibit) continue;
      this.putIn(server, unfailed ? server.weight : 0);
      if (!unfailed) continue;
      server.alive = true;
      if (notifies) this.notifyOf(server);
    }
    this.reviewQuorum(true);
    const { sorryServer } = this;
    if (sorryServer?.config.inhibit === true && !sorryServer.inKernel) this.putIn(sorryServer, 0);
  }

  /** SIGTERM: everything leaves the kernel. The notify commands run only with `omega`. */
  stop(): void {
    const { sorryServer } = this;
    const omega = this.config.omega === true;
    if (sorryServer?.inKernel === true) this.takeOut(sorryServer, true);
    if (sorryServer !== undefined) sorryServer.alive = false;
    for (const server of this.realServers) {
      const held = server.config.inhibit && !server.alive ? '(inhibited) ' : '';
      this.log(`Shutting down ${held}service ${server.text} from VS ${this.text}`);
      if (!server.inKernel) continue;
      this.takeOut(server, true);
      if (!server.alive) continue;
      server.alive = false;
      if (omega) this.notifyOf(server);
    }
    this.quorumUp = false;
    if (omega) this.notifyOfQuorum();
    this.command((service) => ({ kind: 'serviceDeleted', service }));
  }

  /** misc_dynamic: the kernel learns of it while the server is in use. */
  setWeight(server: RealServerState, effectiveWeight: number): void {
    const before = server.weight;
    server.effectiveWeight = effectiveWeight;
    const { weight } = server;
    if (weight === before) return;
    const active = server.alive ? 'active' : 'inactive';
    this.log(
      `Changing weight from ${before} to ${weight} for ${active} service ${server.text} of VS ${this.text}`,
    );
    const inUse = server.inKernel && server.alive;
    if (inUse && (this.quorumUp || this.sorryServer?.alive !== true)) {
      this.edit(server, weight);
    }
    const { address: virtualAddress, port: virtualPort } = this.config;
    const { address: realServer, port: realPort } = server.config;
    const kind = 'realServerWeightChanged';
    this.sink({ kind: 'record', event: { kind, virtualAddress, virtualPort, realServer, realPort, weight } });
    this.reviewQuorum(false);
  }

  /** A check has reached a verdict. A server is down while at least one of its checks says so. */
  noteVerdict(check: CheckState, alive: boolean): void {
    const { server } = check;
    if (check.isUp === alive) {
      if (!check.hasRun && (check.settings.alpha || !alive)) this.notifyOf(server);
      check.hasRun = true;
      return;
    }
    check.hasRun = true;
    if (alive) {
      if (server.failedChecks <= 1) this.setAlive(server, true);
      if (server.failedChecks > 0) server.failedChecks--;
    } else {
      if (server.failedChecks === 0) this.setAlive(server, false);
      server.failedChecks++;
    }
    check.isUp = alive;
  }

  private setAlive(server: RealServerState, alive: boolean): void {
    if (server.alive === alive) return;
    const { inhibit } = server.config;
    const verb = alive ? (inhibit ? 'Enabling' : 'Adding') : inhibit ? 'Disabling' : 'Removing';
    const towards = inhibit ? 'of' : alive ? 'to' : 'from';
    this.log(`${verb} service ${server.text} ${towards} VS ${this.text}`);
    // While the sorry server serves, the pool is left alone.
    if (this.quorumUp || this.sorryServer?.alive !== true) {
      if (alive) this.putIn(server, server.weight);
      else this.takeOut(server, false);
    }
    server.alive = alive;
    this.recordServer(alive ? 'realServerCameUp' : 'realServerWentDown', server);
    this.notifyOf(server);
    this.reviewQuorum(false);
  }

  /** At the start the sorry server enters when there is no quorum yet, which then counts as lost. */
  private reviewQuorum(starting: boolean): void {
    const weight = this.liveWeight();
    const wasUp = this.quorumUp;
    const threshold = this.quorum + (wasUp ? -this.hysteresis : this.hysteresis);
    if (!wasUp && weight >= threshold) this.gainQuorum(weight, threshold);
    else if (wasUp ? weight === 0 || weight < threshold : starting && this.sorryServer?.alive === false)
      this.loseQuorum(starting ? 'Starting with quorum down' : 'Lost quorum', weight, threshold);
  }

  private gainQuorum(weight: number, threshold: number): void {
    this.quorumUp = true;
    this.log(`Gained quorum ${this.quorum}+${this.hysteresis}=${threshold} <= ${weight} for VS ${this.text}`);
    this.recordQuorum('quorumGained', weight, threshold);
    const { sorryServer } = this;
    if (sorryServer?.alive === true) {
      const verb = sorryServer.config.inhibit ? 'Disabling' : 'Removing';
      this.log(`${verb} sorry server ${sorryServer.text} from VS ${this.text}`);
      this.takeOut(sorryServer, false);
      sorryServer.alive = false;
      this.log(`Adding alive servers to the pool for VS ${this.text}`);
      for (const server of this.realServers) if (server.alive) this.putIn(server, server.weight);
    }
    this.notifyOfQuorum();
  }

  private loseQuorum(how: string, weight: number, threshold: number): void {
    this.quorumUp = false;
    this.log(`${how} ${this.quorum}-${this.hysteresis}=${threshold} > ${weight} for VS ${this.text}`);
    this.recordQuorum('quorumLost', weight, threshold);
    if (this.sorryServer?.alive === false) this.enterSorryServer(this.sorryServer);
    this.notifyOfQuorum();
  }

  private enterSorryServer(sorryServer: RealServerState): void {
    const verb = sorryServer.config.inhibit ? 'Enabling' : 'Adding';
    this.log(`${verb} sorry server ${sorryServer.text} to VS ${this.text}`);
    this.log(`Removing alive servers from the pool for VS ${this.text}`);
    for (const server of this.realServers) if (server.alive) this.takeOut(server, false);
    this.putIn(sorryServer, sorryServer.weight);
    sorryServer.alive = true;
  }

  private liveWeight(): number {
    let sum = 0;
    for (const server of this.realServers) if (server.alive) sum += server.weight;
    return sum;
  }

  private putIn(server: RealServerState, weight: number): void {
    if (server.inKernel && server.config.inhibit) {
      this.edit(server, weight);
      return;
    }
    server.inKernel = true;
    this.command((service) => ({
      kind: 'destinationAdded',
      service,
      destination: destinationOf(server, service),
      settings: server.settings(weight),
    }));
  }

  /** With inhibit_on_failure it stays in the kernel with weight 0, unless the whole service ends. */
  private takeOut(server: RealServerState, ending: boolean): void {
    if (!server.inKernel) return;
    if (server.config.inhibit && !ending) {
      this.edit(server, 0);
      return;
    }
    server.inKernel = false;
    this.command((service) => {
      return { kind: 'destinationDeleted', service, destination: destinationOf(server, service) };
    });
  }

  private edit(server: RealServerState, weight: number): void {
    this.command((service) => ({
      kind: 'destinationEdited',
      service,
      destination: destinationOf(server, service),
      settings: server.settings(weight),
    }));
  }

  private command(about: (service: VirtualServiceKey) => IpvsCommand): void {
    for (const service of this.keys) this.sink({ kind: 'ipvs', command: about(service) });
  }

  private notifyOf({ alive, config }: RealServerState): void {
    const text = alive ? config.notifyUp : config.notifyDown;
    if (text !== undefined) this.sink({ kind: 'runCommand', text });
  }

  private notifyOfQuorum(): void {
    const text = this.quorumUp ? this.config.quorumUp : this.config.quorumDown;
    if (text !== undefined) this.sink({ kind: 'runCommand', text });
  }

  private recordServer(kind: 'realServerCameUp' | 'realServerWentDown', { config }: RealServerState): void {
    const { address: virtualAddress, port: virtualPort } = this.config;
    const { address: realServer, port: realPort } = config;
    this.sink({ kind: 'record', event: { kind, virtualAddress, virtualPort, realServer, realPort } });
  }

  private recordQuorum(kind: 'quorumGained' | 'quorumLost', weight: number, threshold: number): void {
    const { address: virtualAddress, port: virtualPort } = this.config;
    this.sink({ kind: 'record', event: { kind, virtualAddress, virtualPort, weight, threshold } });
  }

  private log(text: string): void {
    this.sink({ kind: 'log', text });
  }
}

type ServiceProtocol = 'tcp' | 'udp' | 'none';

/** Without the keyword the program takes UDP, whatever the checks are; by firewall mark there is no protocol. */
function protocolOf({ protocol, firewallMark, group }: VirtualServerConfig): ServiceProtocol {
  const onlyMarks = firewallMark !== undefined || group?.addresses.length === 0;
  return onlyMarks ? 'none' : (protocol ?? 'udp');
}

function keysOf(config: VirtualServerConfig): VirtualServiceKey[] {
  const { group, firewallMark, protocol = 'udp' } = config;
  const marks = group?.firewallMarks ?? (firewallMark === undefined ? [] : [firewallMark]);
  const addresses = group?.addresses ?? (firewallMark === undefined ? [config] : []);
  return [
    ...addresses.map(({ address, port }): VirtualServiceKey => ({ protocol, address, port })),
    ...marks.map((mark): VirtualServiceKey => ({
      protocol: 'tcp',
      address: noAddress,
      port: 0,
      firewallMark: mark,
    })),
  ];
}

function poolText(config: VirtualServerConfig): string {
  const { address, port, group, firewallMark } = config;
  if (group !== undefined) return `[${group.name}]:0`;
  return firewallMark === undefined ? serviceText(address, protocolOf(config), port) : `FWM ${firewallMark}`;
}

/** In a group a server without port has that of each service. */
function destinationOf({ config }: RealServerState, service: VirtualServiceKey): DestinationKey {
  return { address: config.address, port: config.port === 0 ? service.port : config.port };
}

function serviceSettings(config: VirtualServerConfig): VirtualServiceSettings {
  const { persistenceTimeoutSeconds: timeoutSeconds, persistenceGranularity: netmask = allBits } = config;
  const settings = {
    scheduler: config.lbAlgo ?? 'wlc',
    schedulerFlags: config.schedulerFlags ?? [],
    ...(config.onePacket === true ? { onePacket: true } : {}),
  };
  if (timeoutSeconds === undefined) return settings;
  return { ...settings, persistence: { timeoutSeconds, netmask } };
}

function realServerState(
  virtualServer: VirtualServerConfig,
  server: RealServerConfig,
  protocol: ServiceProtocol,
): RealServerState {
  return new RealServerState({
    address: server.address,
    port: server.port,
    protocol,
    weight: server.weight ?? virtualServer.weight ?? 1,
    forwarding: server.lbKind ?? virtualServer.lbKind ?? 'masquerading',
    upperThreshold: server.upperThreshold ?? 0,
    lowerThreshold: server.lowerThreshold ?? 0,
    inhibit: server.inhibitOnFailure ?? virtualServer.inhibitOnFailure ?? false,
    notifyUp: server.notifyUp,
    notifyDown: server.notifyDown,
    virtualHost: server.virtualHost ?? virtualServer.virtualHost,
  });
}

function sorryServerState(
  virtualServer: VirtualServerConfig,
  protocol: ServiceProtocol,
): RealServerState | undefined {
  const server = virtualServer.sorryServer;
  if (server === undefined) return undefined;
  return new RealServerState({
    address: server.address,
    port: server.port,
    protocol,
    weight: 1,
    forwarding: server.lbKind ?? virtualServer.lbKind ?? 'masquerading',
    upperThreshold: 0,
    lowerThreshold: 0,
    inhibit: server.inhibit ?? false,
    notifyUp: undefined,
    notifyDown: undefined,
    virtualHost: undefined,
  });
}
