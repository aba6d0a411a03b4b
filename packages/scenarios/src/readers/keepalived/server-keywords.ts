// Keywords of virtual_server and real_server.

import type {
  CheckConfig,
  ForwardingMethod,
  RealServerConfig,
  SchedulerFlag,
  SchedulerName,
  SorryServerConfig,
  VirtualServerConfig,
  VirtualServerGroupConfig,
} from '@ospflab/lvs-sim';
import { ipv4FromNumber, type Ipv4Address } from '@ospflab/net';
import type { BfdInstances } from './bfd-instance.ts';
import { readBfdCheck } from './checks/bfd-check.ts';
import { flagKeyword, timingKeywords } from './checks/check-keywords.ts';
import { readDnsCheck } from './checks/dns-check.ts';
import { readHttpGet } from './checks/http-get.ts';
import { readMiscCheck } from './checks/misc-check.ts';
import { readSmtpCheck } from './checks/smtp-check.ts';
import { readPingCheck, readTcpCheck } from './checks/tcp-check.ts';
import { readUdpCheck } from './checks/udp-check.ts';
import type { KeepalivedStatement } from './keepalived-statement.ts';
import { longestTimeoutSeconds } from './global-keywords.ts';
import {
  irrelevantKeywords,
  keyword,
  presence,
  readBlock,
  unsupportedKeywords,
  type KeepalivedReadingLog,
  type KeywordRow,
} from './keyword.ts';
import { commandKeyword } from './notify-command.ts';
import {
  persistenceDefault,
  realServerText,
  reviewVirtualServer,
  type VirtualServerDraft,
} from './review-virtual-server.ts';
import type { Writable } from '../writable.ts';

type RealServerDraft = Writable<RealServerConfig>;

const schedulers: readonly SchedulerName[] = [
  'rr', 'wrr', 'lc', 'wlc', 'sed', 'nq', 'fo', 'ovf', 'sh', 'dh', 'mh', 'lblc', 'lblcr', 'twos',
]; // prettier-ignore
const schedulerFlags: readonly SchedulerFlag[] = ['sh-port', 'sh-fallback', 'mh-port', 'mh-fallback'];

const forwardingMethods = { DR: 'directRouting', NAT: 'masquerading', TUN: 'tunneling' } as const;

function readForwarding(from: KeepalivedStatement, log: KeepalivedReadingLog): ForwardingMethod | undefined {
  const written = log.choice(from, ['DR', 'NAT', 'TUN']);
  // `type gue`, `csum` and the like.
  const [, option, value] = from.words;
  if (option !== undefined && !(option.text === 'type' && value?.text === 'ipip')) {
    log.report(option, 'unsupported', 'tunnels are plain IP in IP', 'write `TUN` alone');
  }
  return written === undefined ? undefined : forwardingMethods[written];
}

type ReadCheck = (
  from: KeepalivedStatement,
  log: KeepalivedReadingLog,
) => CheckConfig | readonly CheckConfig[] | undefined;

function checkKeyword(name: string, read: ReadCheck): KeywordRow<RealServerDraft> {
  return keyword(name, (server, from, log) => {
    server.checks.push(...[read(from, log) ?? []].flat());
  });
}

/** Outside a check a retry of 0 cannot be asked for. keepalived 2.2.7: check_parser.c. */
const retryKeywords: readonly KeywordRow<{ retry?: number | undefined }>[] = [
  keyword('retry', (server, from, log) => void (server.retry = log.integer(from, 1, 2 ** 32 - 1))),
];

const realServerKeywords: readonly KeywordRow<RealServerDraft>[] = [
  ...timingKeywords,
  keyword('weight', (server, from, log) => void (server.weight = log.integer(from, 0, 2 ** 31 - 1))),
  keyword(
    'lvs_method',
    (server, from, log) => void (server.lbKind = readForwarding(from, log) ?? server.lbKind),
  ),
  flagKeyword('inhibit_on_failure', 'inhibitOnFailure'),
  flagKeyword('alpha', 'alpha'),
  ...retryKeywords,
  keyword(
    'uthreshold',
    (server, from, log) => void (server.upperThreshold = log.integer(from, 0, 2 ** 31 - 1)),
  ),
  keyword(
    'lthreshold',
    (server, from, log) => void (server.lowerThreshold = log.integer(from, 0, 2 ** 31 - 1)),
  ),
  commandKeyword('notify_up', 'notifyUp'),
  commandKeyword('notify_down', 'notifyDown'),
  keyword('virtualhost', (server, from, log) => void (server.virtualHost = log.text(from, 'a host name'))),
  checkKeyword('TCP_CHECK', readTcpCheck),
  checkKeyword('HTTP_GET', readHttpGet),
  checkKeyword('SSL_GET', readHttpGet),
  checkKeyword('UDP_CHECK', readUdpCheck),
  checkKeyword('PING_CHECK', readPingCheck),
  checkKeyword('DNS_CHECK', readDnsCheck),
  checkKeyword('SMTP_CHECK', readSmtpCheck),
  checkKeyword('MISC_CHECK', readMiscCheck),
  ...irrelevantKeywords('smtp_alert snmp_name'),
  ...unsupportedKeywords(
    'FILE_CHECK',
    'files have no content here, a MISC_CHECK can be given an answer; the real server counts as up',
  ),
];

/** `server`: as keepalived names it. */
function bfdCheckKeyword(server: string, instances: BfdInstances): KeywordRow<RealServerDraft> {
  return keyword('BFD_CHECK', ({ checks }, from, log) => {
    const watched = new Set(checks.map((check) => (check.kind === 'bfdCheck' ? check.instance : '')));
    const check = readBfdCheck(from, server, watched, instances, log);
    if (check !== undefined) checks.push(check);
  });
}

function addRealServer(
  server: VirtualServerDraft,
  from: KeepalivedStatement,
  instances: BfdInstances,
  log: KeepalivedReadingLog,
): void {
  const address = log.address(from);
  const port = from.words.length < 2 ? 0 : log.integer(from, 0, 65535, 1);
  const real: RealServerDraft = { address: address ?? server.address, port: port ?? 0, checks: [] };
  const name = realServerText(real, server.protocol ?? 'udp');
  const keywords = [...realServerKeywords, bfdCheckKeyword(name, instances)];
  readBlock(from.block ?? [], keywords, real, log);
  if (address !== undefined && port !== undefined) server.realServers.push(real);
}

function setSorryServer(
  server: VirtualServerDraft,
  from: KeepalivedStatement,
  log: KeepalivedReadingLog,
): void {
  const address = log.address(from);
  const port = from.words.length < 2 ? 0 : log.integer(from, 0, 65535, 1);
  if (address === undefined || port === undefined) return;
  server.sorryServer = { ...server.sorryServer, address, port };
}

/** They count only behind the sorry server itself. */
function sorryServerKeyword(
  name: string,
  what: string,
  set: (sorry: Writable<SorryServerConfig>, from: KeepalivedStatement, log: KeepalivedReadingLog) => void,
): KeywordRow<VirtualServerDraft> {
  return keyword(name, (server, from, log) => {
    if (server.sorryServer !== undefined) set(server.sorryServer, from, log);
    else log.report(from.keyword, 'warning', what, 'put it behind `sorry_server ADDRESS PORT`');
  });
}

function setSchedulerFlag(flag: SchedulerFlag) {
  return (server: VirtualServerDraft, from: KeepalivedStatement, log: KeepalivedReadingLog): void => {
    const algorithm = server.lbAlgo;
    if (algorithm !== 'sh' && algorithm !== 'mh') {
      const message = `${flag} only applies to sh scheduler - ignoring`;
      log.report(from.keyword, 'warning', message, `put \`lb_algo ${flag.slice(0, 2)}\` before it`);
    } else if (flag.startsWith(algorithm)) server.schedulerFlags = [...(server.schedulerFlags ?? []), flag];
  };
}

const virtualServerKeywords: readonly KeywordRow<VirtualServerDraft>[] = [
  ...timingKeywords,
  ...retryKeywords,
  presence('alpha', 'alpha'),
  keyword('protocol', (server, from, log) => {
    const written = log.text(from, 'TCP or UDP')?.toLowerCase();
    if (written === 'tcp' || written === 'udp') server.protocol = written;
    else if (written === 'sctp') {
      log.report(from.keyword, 'unsupported', 'SCTP is not simulated', 'write TCP or UDP');
    } else if (written !== undefined) {
      log.report(from.words[0]!, 'error', `Unknown protocol ${from.words[0]!.text}`, 'write TCP or UDP');
    }
  }),
  ...['lb_algo', 'lvs_sched'].map((name) =>
    keyword<VirtualServerDraft>(
      name,
      (server, from, log) => void (server.lbAlgo = log.choice(from, schedulers) ?? server.lbAlgo),
    ),
  ),
  ...['lb_kind', 'lvs_method'].map((name) =>
    keyword<VirtualServerDraft>(
      name,
      (server, from, log) => void (server.lbKind = readForwarding(from, log) ?? server.lbKind),
    ),
  ),
  ...schedulerFlags.map((flag) => keyword(flag, setSchedulerFlag(flag))),
  keyword('persistence_timeout', (server, from, log) => {
    server.persistenceTimeoutSeconds =
      from.words.length === 0 ? persistenceDefault : log.integer(from, 1, longestTimeoutSeconds);
  }),
  keyword('persistence_granularity', (server, from, log) => {
    const netmask = log.address(from);
    if (netmask === undefined) return;
    server.persistenceGranularity = netmask;
    server.persistenceTimeoutSeconds ??= persistenceDefault;
  }),
  presence('ha_suspend', 'haSuspend'),
  presence('omega', 'omega'),
  presence('inhibit_on_failure', 'inhibitOnFailure'),
  presence('ops', 'onePacket'),
  keyword('weight', (server, from, log) => void (server.weight = log.integer(from, 1, 2 ** 31 - 1))),
  keyword('quorum', (server, from, log) => void (server.quorum = log.integer(from, 1, 2 ** 32 - 1))),
  keyword('hysteresis', (server, from, log) => void (server.hysteresis = log.integer(from, 0, 2 ** 32 - 1))),
  commandKeyword('quorum_up', 'quorumUp'),
  commandKeyword('quorum_down', 'quorumDown'),
  keyword('virtualhost', (server, from, log) => void (server.virtualHost = log.text(from, 'a host name'))),
  keyword('sorry_server', setSorryServer),
  sorryServerKeyword(
    'sorry_server_inhibit',
    'Ignoring sorry_server inhibit used before or without sorry_server',
    (sorry) => void (sorry.inhibit = true),
  ),
  sorryServerKeyword(
    'sorry_server_lvs_method',
    'sorry_server forwarding used without sorry_server',
    (sorry, from, log) => void (sorry.lbKind = readForwarding(from, log) ?? sorry.lbKind),
  ),
  keyword('ip_family', (_server, from, log) => {
    const [word] = from.words;
    if (word?.text === 'inet') return;
    log.report(word ?? from.keyword, 'unsupported', 'only IPv4 is simulated', 'write `ip_family inet`');
  }),
  ...irrelevantKeywords('smtp_alert snmp_name'),
  ...unsupportedKeywords('persistence_engine', 'SIP is not looked into'),
  ...unsupportedKeywords('flag-1 flag-2 flag-3', 'write the flag by its name, such as sh-port'),
  ...unsupportedKeywords('hashed', 'it has no meaning to IPVS'),
];

interface ServicePlace {
  readonly address: Ipv4Address;
  readonly port: number;
  readonly group?: VirtualServerGroupConfig;
  readonly firewallMark?: number;
}

const noAddress = ipv4FromNumber(0);

/** `virtual_server A.B.C.D [PORT]`, `virtual_server group NAME` or `virtual_server fwmark N`. */
function readPlace(
  from: KeepalivedStatement,
  groups: ReadonlyMap<string, VirtualServerGroupConfig>,
  log: KeepalivedReadingLog,
): ServicePlace | undefined {
  const [first, second] = from.words;
  if (first?.text === 'fwmark') {
    const firewallMark = log.integer(from, 1, 2 ** 32 - 1, 1);
    return firewallMark === undefined ? undefined : { address: noAddress, port: 0, firewallMark };
  }
  if (first?.text === 'group') {
    const group = groups.get(second?.text ?? '');
    if (group !== undefined) return { address: noAddress, port: 0, ...group.addresses[0], group };
    const message = `Virtual server group ${second?.text} specified but not configured - ignoring virtual server`;
    log.report(second ?? first, 'error', message, 'add the virtual_server_group');
    return undefined;
  }
  const address = log.address(from);
  const port = from.words.length < 2 ? 0 : log.integer(from, 0, 65535, 1);
  return address === undefined || port === undefined ? undefined : { address, port };
}

/** Undefined when it cannot be simulated or the program would leave it out. */
export function readVirtualServer(
  from: KeepalivedStatement,
  groups: ReadonlyMap<string, VirtualServerGroupConfig>,
  instances: BfdInstances,
  log: KeepalivedReadingLog,
): VirtualServerConfig | undefined {
  const place = readPlace(from, groups, log);
  if (place === undefined) return undefined;
  const draft: VirtualServerDraft = { ...place, realServers: [] };
  const realServerKeyword = keyword<VirtualServerDraft>('real_server', (server, at) =>
    addRealServer(server, at, instances, log),
  );
  readBlock(from.block ?? [], [...virtualServerKeywords, realServerKeyword], draft, log);
  return reviewVirtualServer(draft, from.keyword, log) ? draft : undefined;
}
