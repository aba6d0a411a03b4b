// What keepalived notices and mends when the whole virtual_server has been read, in its order and with its words.
// keepalived 2.2.7: check_data.c.

import { formatIpv4Address } from '@ospflab/net';
import type {
  CheckConfig,
  RealServerConfig,
  VirtualServerConfig,
  VirtualServerGroupConfig,
} from '@ospflab/lvs-sim';
import type { Position } from '../diagnostic.ts';
import type { KeepalivedReadingLog } from './keyword.ts';
import type { Writable } from '../writable.ts';

export type VirtualServerDraft = Writable<VirtualServerConfig>;

/** Seconds; `persistence_timeout` without a value means the same. */
export const persistenceDefault = 360;

/** False when the virtual server is left out. */
export function reviewVirtualServer(
  server: VirtualServerDraft,
  at: Position,
  log: KeepalivedReadingLog,
): boolean {
  const warn = (message: string, remedy: string): void => log.report(at, 'warning', message, remedy);
  if (server.realServers.length === 0) {
    warn(`Virtual server ${serviceText(server)} has no real servers - ignoring`, 'add a real_server');
    return false;
  }
  reviewService(server, warn);
  reviewRealServers(server, warn);
  reviewQuorum(server, warn);
  reviewPorts(server, warn);
  return true;
}

type Warn = (message: string, remedy: string) => void;

/** As keepalived names it; `none` before the protocol is known. */
function serviceText({ address, port, protocol, group, firewallMark }: VirtualServerDraft): string {
  if (firewallMark !== undefined) return `FWM ${firewallMark}`;
  return group === undefined
    ? `[${formatIpv4Address(address)}]:${protocol ?? 'none'}:${port}`
    : `[${group.name}]:0`;
}

/** Nothing but firewall marks. */
function isByMark({ firewallMark, group }: VirtualServerDraft): boolean {
  return firewallMark !== undefined || group?.addresses.length === 0;
}

export function realServerText({ address, port }: RealServerConfig, protocol: string): string {
  return `[${formatIpv4Address(address)}]:${protocol}:${port}`;
}

function reviewService(server: VirtualServerDraft, warn: Warn): void {
  const { firewallMark, group } = server;
  if (server.haSuspend === true && (firewallMark !== undefined || group?.firewallMarks !== undefined)) {
    const what = 'cannot use ha_suspend with fwmarks - clearing ha_suspend';
    warn(`Virtual server ${serviceText(server)}: ${what}`, "remove 'ha_suspend'");
    server.haSuspend = undefined;
  }
  if (isByMark(server)) {
    if (server.protocol !== undefined) {
      const what = 'protocol specified for fwmark - protocol will be ignored';
      warn(`Warning: Virtual server ${serviceText(server)}: ${what}`, "remove 'protocol'");
      server.protocol = undefined;
    }
  } else reviewProtocol(server, warn);
  const text = serviceText(server);
  if (server.lbAlgo === undefined) {
    warn(`Virtual server ${text}: no scheduler set, setting default 'wlc'`, "add 'lb_algo wlc'");
    server.lbAlgo = 'wlc';
  }
}

function reviewProtocol(server: VirtualServerDraft, warn: Warn): void {
  if (server.protocol === undefined) {
    const what = 'no protocol set - defaulting to UDP';
    warn(`Virtual server ${serviceText(server)}: ${what}`, "add 'protocol TCP'");
    server.protocol = 'udp';
  }
  const text = serviceText(server);
  if (server.onePacket === true && server.protocol !== 'udp') {
    warn(`Virtual server ${text}: one packet scheduling requires UDP - resetting`, "remove 'ops'");
    server.onePacket = undefined;
  }
  const ports = server.group?.addresses.map(({ port }) => port) ?? [server.port];
  if (server.persistenceTimeoutSeconds === undefined && ports.includes(0)) {
    warn(`Virtual server ${text}: zero port only valid for persistent services - setting`, 'give a port');
    server.persistenceTimeoutSeconds = persistenceDefault;
  }
}

function reviewRealServers(server: VirtualServerDraft, warn: Warn): void {
  const text = serviceText(server);
  const protocol = server.protocol ?? 'none';
  const kept: RealServerConfig[] = [];
  const noMethod = (): void => {
    warn(`Virtual server ${text}: no forwarding method set, setting default NAT`, "add 'lb_kind DR'");
    server.lbKind = 'masquerading';
  };
  for (const real of server.realServers) {
    if (kept.some(({ address, port }) => address === real.address && port === real.port)) {
      const duplicate = realServerText(real, protocol);
      warn(`VS ${text}: real server ${duplicate} is duplicated - removing second rs`, 'remove one of them');
      continue;
    }
    if (real.lbKind === undefined && server.lbKind === undefined) noMethod();
    kept.push(real);
  }
  server.realServers = kept;
  const { sorryServer } = server;
  if (sorryServer === undefined) return;
  const twin = kept.find(({ address, port }) => address === sorryServer.address && port === sorryServer.port);
  const inhibit = twin?.inhibitOnFailure ?? server.inhibitOnFailure ?? false;
  if (twin !== undefined && (sorryServer.inhibit ?? false) !== inhibit) {
    const twinText = realServerText(twin, protocol);
    const what = `real server ${twinText} matches sorry server, but inhibit setting differs`;
    warn(
      `Virtual server ${text}: ${what}, ${inhibit ? 'sett' : 'clear'}ing on sorry server`,
      'let them agree',
    );
    server.sorryServer = { ...sorryServer, inhibit };
  }
  if (sorryServer.lbKind === undefined && server.lbKind === undefined) noMethod();
}

function reviewQuorum(server: VirtualServerDraft, warn: Warn): void {
  const text = serviceText(server);
  const { quorum = 1, hysteresis = 0 } = server;
  let weight = 0;
  for (const real of server.realServers) weight += real.weight ?? server.weight ?? 1;
  if (quorum > weight) {
    const what = `quorum ${quorum} for ${text} exceeds total weight of real servers ${weight}`;
    warn(`Warning - ${what}, reducing quorum to ${weight}`, 'lower the quorum');
    server.quorum = weight;
  }
  const reached = server.quorum ?? 1;
  if (hysteresis >= reached) {
    // Of a quorum of 0 the program takes one away as well, as an unsigned number.
    const lowered = reached === 0 ? 2 ** 32 - 1 : reached - 1;
    const what = `hysteresis ${hysteresis} >= quorum ${reached}`;
    warn(`Virtual server ${text}: ${what}; setting hysteresis to ${lowered}`, 'lower the hysteresis');
    server.hysteresis = lowered;
  }
}

/** Only masquerading can change the port; a firewall mark says nothing about one. */
function reviewPorts(server: VirtualServerDraft, warn: Warn): void {
  const { group } = server;
  server.realServers = server.realServers.map((real) => {
    const masquerades = (real.lbKind ?? server.lbKind) === 'masquerading';
    if (group !== undefined) {
      if (!masquerades) warnOfGroupPorts(server, real, group, warn);
      return real;
    }
    if (masquerades) return real.port === 0 ? withPort(real, server.port) : real;
    return real.port === server.port ? real : withServicePort(server, real, warn);
  });
  reviewSorryPort(server, warn);
}

function withServicePort(server: VirtualServerDraft, real: RealServerConfig, warn: Warn): RealServerConfig {
  if (real.port !== 0) {
    const text = serviceText(server);
    const realText = realServerText(real, server.protocol ?? 'none');
    const message =
      server.firewallMark === undefined
        ? `WARNING - virtual server ${text} and real server ${realText} ports don't match - resetting`
        : `WARNING - fwmark virtual server ${text}, real server ${realText} has port specified - clearing`;
    warn(message, 'give the port of the virtual server, or use NAT');
  }
  return withPort(real, server.port);
}

/** Checks keep the port that was written, even if it was none. */
function withPort(real: RealServerConfig, port: number): RealServerConfig {
  const checks = real.checks.map((check): CheckConfig => {
    return check.kind === 'miscCheck' || check.kind === 'bfdCheck'
      ? check
      : { connectPort: real.port, ...check };
  });
  return { ...real, port, checks };
}

function warnOfGroupPorts(
  server: VirtualServerDraft,
  real: RealServerConfig,
  group: VirtualServerGroupConfig,
  warn: Warn,
): void {
  const text = serviceText(server);
  const realText = realServerText(real, server.protocol ?? 'none');
  if (real.port === 0) return;
  if (group.firewallMarks !== undefined) {
    const what = `fwmark virtual server ${text}, real server ${realText} has port specified`;
    warn(`WARNING - ${what} - port will be ignored`, 'leave the port out');
  }
  for (const { address, port } of group.addresses) {
    if (port === real.port) continue;
    const entry = `${formatIpv4Address(address)},${port}`;
    warn(
      `virtual server ${text}:[${entry}] and real server ${realText} ports don't match`,
      'give both the same port',
    );
    return;
  }
}

function reviewSorryPort(server: VirtualServerDraft, warn: Warn): void {
  const { sorryServer, port, group } = server;
  if (sorryServer === undefined || group !== undefined || sorryServer.port === port) return;
  if ((sorryServer.lbKind ?? server.lbKind) === 'masquerading') return;
  if (sorryServer.port !== 0) {
    const text = serviceText(server);
    const message =
      server.firewallMark === undefined
        ? `virtual server ${text} and sorry server ports don't match - resetting`
        : `virtual server ${text}, sorry server has port specified - clearing`;
    warn(`WARNING - ${message}`, 'give the port of the virtual server, or use NAT');
  }
  server.sorryServer = { ...sorryServer, port };
}
