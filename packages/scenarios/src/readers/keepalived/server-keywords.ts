// Keywords of virtual_server and real_server.

import type {
  CheckConfig,
  ForwardingMethod,
  RealServerConfig,
  SchedulerFlag,
  SchedulerName,
  SorryServerConfig,
  VirtualServerConfig,
} from '@ospflab/lvs-sim';
import { readHttpGet, readTcpCheck, timingKeywords } from './check-keywords.ts';
import type { KeepalivedStatement } from './keepalived-statement.ts';
import {
  irrelevantKeywords,
  keyword,
  readBlock,
  unsupportedKeywords,
  type KeepalivedReadingLog,
  type KeywordRow,
} from './keyword.ts';
import type { Writable } from '../writable.ts';

type RealServerDraft = Writable<RealServerConfig>;
type VirtualServerDraft = Writable<VirtualServerConfig>;

const schedulers: readonly SchedulerName[] = [
  'rr', 'wrr', 'lc', 'wlc', 'sed', 'nq', 'fo', 'ovf', 'sh', 'dh', 'mh', 'lblc', 'lblcr', 'twos',
]; // prettier-ignore
const schedulerFlags: readonly SchedulerFlag[] = ['sh-port', 'sh-fallback', 'mh-port', 'mh-fallback'];

const forwardingMethods = { DR: 'directRouting', NAT: 'masquerading', TUN: 'tunneling' } as const;

function readForwarding(from: KeepalivedStatement, log: KeepalivedReadingLog): ForwardingMethod | undefined {
  const [word] = from.words;
  const written = log.choice(from, ['DR', 'NAT', 'TUN']);
  if (written !== undefined && written !== 'DR' && word !== undefined) {
    log.report(word, 'unsupported', `${written} is not simulated yet, only direct routing is`, 'write DR');
  }
  return written === undefined ? undefined : forwardingMethods[written];
}

/** A command: the quoted text, or the words as they stand. */
function readCommand(from: KeepalivedStatement): string {
  return from.words.map((word) => word.text).join(' ');
}

function addCheck(read: (from: KeepalivedStatement, log: KeepalivedReadingLog) => CheckConfig) {
  return (server: RealServerDraft, from: KeepalivedStatement, log: KeepalivedReadingLog): void => {
    server.checks.push(read(from, log));
  };
}

const realServerKeywords: readonly KeywordRow<RealServerDraft>[] = [
  ...timingKeywords,
  keyword('weight', (server, from, log) => void (server.weight = log.integer(from, 0, 65535))),
  keyword('lvs_method', (server, from, log) => void (server.lbKind = readForwarding(from, log))),
  keyword('inhibit_on_failure', (server, from, log) => void (server.inhibitOnFailure = log.flag(from))),
  keyword(
    'uthreshold',
    (server, from, log) => void (server.upperThreshold = log.integer(from, 0, 2 ** 31 - 1)),
  ),
  keyword(
    'lthreshold',
    (server, from, log) => void (server.lowerThreshold = log.integer(from, 0, 2 ** 31 - 1)),
  ),
  keyword('notify_up', (server, from) => void (server.notifyUp = readCommand(from))),
  keyword('notify_down', (server, from) => void (server.notifyDown = readCommand(from))),
  keyword('virtualhost', (server, from) => void (server.virtualHost = from.words[0]?.text)),
  keyword('TCP_CHECK', addCheck(readTcpCheck)),
  keyword('HTTP_GET', addCheck(readHttpGet)),
  ...irrelevantKeywords('smtp_alert snmp_name'),
  ...unsupportedKeywords(
    'SSL_GET UDP_CHECK PING_CHECK DNS_CHECK SMTP_CHECK MISC_CHECK BFD_CHECK FILE_CHECK',
    'only TCP_CHECK and HTTP_GET are; the real server counts as up',
  ),
];

function addRealServer(
  server: VirtualServerDraft,
  from: KeepalivedStatement,
  log: KeepalivedReadingLog,
): void {
  const address = log.address(from);
  const port = from.words.length < 2 ? server.port : log.integer(from, 0, 65535, 1);
  const real: RealServerDraft = { address: address ?? server.address, port: port ?? server.port, checks: [] };
  readBlock(from.block ?? [], realServerKeywords, real, log);
  if (address !== undefined && port !== undefined) server.realServers.push(real);
}

function setSorryServer(
  server: VirtualServerDraft,
  from: KeepalivedStatement,
  log: KeepalivedReadingLog,
): void {
  const address = log.address(from);
  const port = from.words.length < 2 ? server.port : log.integer(from, 0, 65535, 1);
  if (address === undefined || port === undefined) return;
  server.sorryServer = { ...server.sorryServer, address, port };
}

/** The sorry server's settings may stand before or after it; they are joined when the block has been read. */
interface SorrySettings {
  inhibit?: boolean;
  lbKind?: ForwardingMethod | undefined;
}

const virtualServerKeywords: readonly KeywordRow<VirtualServerDraft & { sorry: SorrySettings }>[] = [
  ...timingKeywords,
  keyword('protocol', (server, from, log) => {
    const written = log.choice(from, ['TCP', 'UDP', 'SCTP']);
    if (written === 'SCTP') {
      log.report(from.keyword, 'unsupported', 'SCTP is not simulated', 'write TCP or UDP');
    } else if (written !== undefined) server.protocol = written === 'TCP' ? 'tcp' : 'udp';
  }),
  ...['lb_algo', 'lvs_sched'].map((name) =>
    keyword<VirtualServerDraft>(
      name,
      (server, from, log) => void (server.lbAlgo = log.choice(from, schedulers)),
    ),
  ),
  ...['lb_kind', 'lvs_method'].map((name) =>
    keyword<VirtualServerDraft>(
      name,
      (server, from, log) => void (server.lbKind = readForwarding(from, log)),
    ),
  ),
  ...schedulerFlags.map((flag) =>
    keyword<VirtualServerDraft>(flag, (server) => {
      server.schedulerFlags = [...(server.schedulerFlags ?? []), flag];
    }),
  ),
  keyword('persistence_timeout', (server, from, log) => {
    // keepalived 2.2, check_parser.c: the keyword alone means six minutes.
    server.persistenceTimeoutSeconds = from.words.length === 0 ? 360 : log.integer(from, 1, 2_147_483);
  }),
  keyword(
    'persistence_granularity',
    (server, from, log) => void (server.persistenceGranularity = log.address(from)),
  ),
  keyword('ha_suspend', (server, from, log) => void (server.haSuspend = log.flag(from))),
  keyword('omega', (server, from, log) => void (server.omega = log.flag(from))),
  keyword('inhibit_on_failure', (server, from, log) => void (server.inhibitOnFailure = log.flag(from))),
  keyword('weight', (server, from, log) => void (server.weight = log.integer(from, 0, 65535))),
  keyword('quorum', (server, from, log) => void (server.quorum = log.integer(from, 1, 2 ** 31 - 1))),
  keyword('hysteresis', (server, from, log) => void (server.hysteresis = log.integer(from, 0, 2 ** 31 - 1))),
  keyword('quorum_up', (server, from) => void (server.quorumUp = readCommand(from))),
  keyword('quorum_down', (server, from) => void (server.quorumDown = readCommand(from))),
  keyword('virtualhost', (server, from) => void (server.virtualHost = from.words[0]?.text)),
  keyword('sorry_server', setSorryServer),
  keyword('sorry_server_inhibit', (server, from, log) => void (server.sorry.inhibit = log.flag(from))),
  keyword(
    'sorry_server_lvs_method',
    (server, from, log) => void (server.sorry.lbKind = readForwarding(from, log)),
  ),
  keyword('real_server', addRealServer),
  ...irrelevantKeywords('smtp_alert snmp_name ip_family'),
  ...unsupportedKeywords('ops', 'one-packet scheduling is not simulated'),
];

function withSorrySettings(
  sorry: SorryServerConfig | undefined,
  settings: SorrySettings,
): SorryServerConfig | undefined {
  return sorry === undefined ? undefined : { ...sorry, ...settings };
}

/** Undefined when its address or port cannot be read, or when it is a group or firewall mark. */
export function readVirtualServer(
  from: KeepalivedStatement,
  log: KeepalivedReadingLog,
): VirtualServerConfig | undefined {
  const [first] = from.words;
  if (first !== undefined && ['group', 'fwmark'].includes(first.text)) {
    const message = `a virtual server by ${first.text} is not simulated, with address and port it is`;
    log.report(first, 'unsupported', message, 'write `virtual_server a.b.c.d PORT {`');
    return undefined;
  }
  const address = log.address(from);
  const port = from.words.length < 2 ? 0 : log.integer(from, 0, 65535, 1);
  if (address === undefined || port === undefined) return undefined;
  const draft: VirtualServerDraft & { sorry: SorrySettings } = { address, port, realServers: [], sorry: {} };
  readBlock(from.block ?? [], virtualServerKeywords, draft, log);
  const { sorry, ...server } = draft;
  reportDefaults(server, from, log);
  return { ...server, sorryServer: withSorrySettings(server.sorryServer, sorry) };
}

/** The two defaults about which keepalived itself warns. */
function reportDefaults(
  server: VirtualServerConfig,
  from: KeepalivedStatement,
  log: KeepalivedReadingLog,
): void {
  const has = (...names: string[]): boolean =>
    (from.block ?? []).some((entry) => names.includes(entry.keyword.text));
  if (!has('protocol')) {
    log.report(from.keyword, 'warning', "without 'protocol' keepalived takes UDP", "add 'protocol TCP'");
  }
  if (server.lbKind === undefined && !has('lb_kind', 'lvs_method')) {
    const message = "without 'lb_kind' keepalived takes NAT, which is not simulated yet";
    log.report(from.keyword, 'warning', message, "add 'lb_kind DR'");
  }
}
