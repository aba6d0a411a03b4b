// keepalived's checker process: virtual servers and their health checks. keepalived 2.2.7: keepalived/check/check_daemon.c, check_api.c.
// The VRRP half is not simulated.

import type { Ipv4Address } from '@ospflab/net';
import { after, nanoseconds, seconds, type Instant } from '@ospflab/sim';
import type { IpvsCommand } from '../ipvs/input.ts';
import { BfdCheck } from './bfd-check.ts';
import { checkSettings } from './check-settings.ts';
import { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import { healthCheckTable } from './health-check-table.ts';
import type { HealthCheck } from './health-check.ts';
import type { KeepalivedInput } from './input.ts';
import type { CheckConfig, KeepalivedConfig } from './keepalived-config.ts';
import { VirtualServerPool } from './virtual-server-pool.ts';

/** Every check waits this long before its warm-up begins. */
const bootstrapDelay = seconds(1);

/** No VRRP instance decides, so both threads run. */
const syncRoles = ['master', 'backup'] as const;

/** What keepalived believes about one real server. */
export interface RealServerView {
  readonly virtualServer: string;
  readonly realServer: string;
  readonly alive: boolean;
  readonly inKernel: boolean;
  readonly failedChecks: number;
}

export class Keepalived {
  private readonly config: KeepalivedConfig;
  private readonly random: () => number;
  private readonly sink: (effect: KeepalivedEffect) => void;
  private readonly localAddresses = new Set<Ipv4Address>();
  private pools: VirtualServerPool[] = [];
  private checks: HealthCheck[] = [];
  /** A notify command may change an address, which comes back as an input while the first is still being handled. */
  private readonly pending: { readonly input: KeepalivedInput; readonly now: Instant }[] = [];
  private busy = false;
  private started = false;

  /** `random` in [0, 1) spreads the first checks over the warm-up. */
  constructor(config: KeepalivedConfig, random: () => number, sink: (effect: KeepalivedEffect) => void) {
    this.config = config;
    this.random = random;
    this.sink = sink;
  }

  handle(input: KeepalivedInput, now: Instant): void {
    this.pending.push({ input, now });
    if (this.busy) return;
    this.busy = true;
    for (let next = this.pending.shift(); next !== undefined; next = this.pending.shift()) {
      this.process(next.input, next.now);
    }
    this.busy = false;
  }

  get running(): boolean {
    return this.started;
  }

  /** In the order of the configuration. */
  realServers(): readonly RealServerView[] {
    return this.pools.flatMap((pool) =>
      pool.realServers.map(({ text, alive, inKernel, failedChecks }) => ({
        virtualServer: pool.text,
        realServer: text,
        alive,
        inKernel,
        failedChecks,
      })),
    );
  }

  private process(input: KeepalivedInput, now: Instant): void {
    switch (input.kind) {
      case 'started':
        if (!this.running) this.start(now);
        return;
      case 'stopped':
        this.stop(input.graceful, input.childDied ?? false);
        return;
      case 'timerExpired':
        this.checks[input.timer]?.timerExpired(now);
        return;
      case 'bfdSessionChanged':
        this.noteBfd(input.instance, input.up);
        return;
      case 'vipPresenceChanged':
        this.noteAddress(input.address, input.present);
        return;
      default:
        this.checks[input.check]?.answered(input, now);
    }
  }

  private start(now: Instant): void {
    this.started = true;
    this.sink({ kind: 'record', event: { kind: 'keepalivedStarted' } });
    this.pools = this.config.virtualServers.map((config) => new VirtualServerPool(config, this.sink));
    this.checks = this.pools.flatMap((pool) => this.checksOf(pool)).map((check, index) => check(index));
    this.log('Initializing ipvs');
    this.prepareKernel();
    for (const pool of this.pools) pool.start(this.config.notifiesAtStart === true);
    this.log('Startup complete');
    for (const { state } of this.checks) {
      if (state.config.kind === 'bfdCheck') continue;
      const { pool, server } = state;
      state.enabled = pool.config.haSuspend !== true || this.isLocal(pool);
      const verb = state.enabled ? 'Activating' : 'Deactivating';
      this.log(`${verb} healthchecker for service ${server.text} for VS ${pool.text}`);
    }
    for (const check of this.checks) {
      if (check instanceof BfdCheck) continue;
      const warmup = nanoseconds(check.state.settings.warmup * this.random());
      check.start(after(after(now, bootstrapDelay), warmup));
    }
    this.log('Activating BFD healthchecker');
  }

  /** What global_defs ask of the kernel before the first service. */
  private prepareKernel(): void {
    const { flushesAtStart, timeouts, syncDaemon } = this.config;
    const ask = (command: IpvsCommand): void => this.sink({ kind: 'ipvs', command });
    if (flushesAtStart === true) ask({ kind: 'flushed' });
    if (timeouts !== undefined) {
      const { tcp: tcpSeconds, tcpfin: tcpFinSeconds, udp: udpSeconds } = timeouts;
      ask({ kind: 'timeoutsSet', tcpSeconds, tcpFinSeconds, udpSeconds });
    }
    if (syncDaemon === undefined) return;
    const { interface: name, id: syncId = 0, maxlen: messageBytesMax, group, port, ttl } = syncDaemon;
    for (const role of syncRoles) {
      const daemon = { role, interface: name, syncId, messageBytesMax, group, port, ttl };
      ask({ kind: 'syncDaemonStarted', daemon });
    }
  }

  private checksOf(pool: VirtualServerPool): ((index: number) => HealthCheck)[] {
    return pool.config.realServers.flatMap((server, serverIndex) =>
      server.checks.map((check) => (index: number): HealthCheck => {
        const settings = checkSettings(pool.config, server, check);
        const logsAll = check.logAllFailures ?? this.config.checkerLogAllFailures ?? false;
        const realServer = pool.realServers[serverIndex]!;
        return healthCheck(new CheckState(index, check, settings, realServer, pool, logsAll), this.sink);
      }),
    );
  }

  private noteBfd(instance: string, up: boolean): void {
    for (const check of this.checks) {
      if (check instanceof BfdCheck && check.state.config.instance === instance) check.sessionChanged(up);
    }
  }

  private stop(graceful: boolean, childDied: boolean): void {
    if (!this.running) return;
    this.sink({ kind: 'record', event: { kind: 'keepalivedStopped', graceful } });
    for (const check of this.checks) check.stop();
    if (graceful) {
      if (!childDied) this.log('Stopping');
      for (const pool of this.pools) pool.stop();
      if (this.config.syncDaemon !== undefined) {
        for (const role of syncRoles)
          this.sink({ kind: 'ipvs', command: { kind: 'syncDaemonStopped', role } });
      }
    }
    this.pools = [];
    this.checks = [];
    this.started = false;
  }

  /** ha_suspend: checks run only while the virtual address is one of the host's own. */
  private noteAddress(address: Ipv4Address, present: boolean): void {
    if (present) this.localAddresses.add(address);
    else this.localAddresses.delete(address);
    for (const { state } of this.checks) {
      if (state.config.kind === 'bfdCheck') continue;
      const { pool, server } = state;
      if (pool.config.haSuspend !== true || pool.config.address !== address) continue;
      if (pool.config.group !== undefined || state.enabled === present) continue;
      state.enabled = present;
      const verb = present ? 'Activating' : 'Suspending';
      this.log(`${verb} healthchecker for service ${server.text} for VS ${pool.text}`);
    }
  }

  /** keepalived 2.2.7 finds no address of a group, so checks of a group with ha_suspend never run. */
  private isLocal({ config }: VirtualServerPool): boolean {
    return config.group === undefined && this.localAddresses.has(config.address);
  }

  private log(text: string): void {
    this.sink({ kind: 'log', text });
  }
}

function healthCheck(state: CheckState, sink: (effect: KeepalivedEffect) => void): HealthCheck {
  const create = healthCheckTable[state.config.kind] as (
    state: CheckState<CheckConfig>,
    sink: (effect: KeepalivedEffect) => void,
  ) => HealthCheck;
  return create(state, sink);
}
