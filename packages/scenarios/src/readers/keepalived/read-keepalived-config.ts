// Reads keepalived.conf: global settings and virtual servers with their checks. VRRP is recognised and not simulated.

import type { KeepalivedConfig } from '@ospflab/lvs-sim';
import type { Reading } from '../diagnostic.ts';
import { parseKeepalivedStatements } from './keepalived-statement.ts';
import {
  irrelevantKeywords,
  keyword,
  KeepalivedReadingLog,
  readBlock,
  unsupportedKeywords,
  type KeywordRow,
} from './keyword.ts';
import { readVirtualServer } from './server-keywords.ts';
import type { Writable } from '../writable.ts';

type ConfigDraft = Writable<KeepalivedConfig>;

const globalKeywords: readonly KeywordRow<ConfigDraft>[] = [
  keyword('router_id', (config, from) => void (config.routerId = from.words[0]?.text)),
  keyword(
    'checker_log_all_failures',
    (config, from, log) => void (config.checkerLogAllFailures = log.flag(from)),
  ),
  ...irrelevantKeywords(
    'notification_email notification_email_from smtp_server smtp_helo_name smtp_connect_timeout smtp_alert ' +
      'smtp_alert_checker smtp_alert_vrrp script_user enable_script_security max_auto_priority process_names ' +
      'enable_traps enable_snmp_checker enable_snmp_vrrp no_email_faults default_interface reload_time_file ' +
      'checker_priority checker_rt_priority checker_rlimit_rttime checker_no_swap',
  ),
  // They steer VRRP, and there is none: keepalived takes them without effect.
  ...irrelevantKeywords(
    'vrrp_strict vrrp_skip_check_adv_addr vrrp_garp_interval vrrp_gna_interval vrrp_garp_master_delay ' +
      'vrrp_garp_master_repeat vrrp_garp_master_refresh vrrp_mcast_group4 vrrp_mcast_group6 vrrp_version ' +
      'vrrp_iptables vrrp_priority vrrp_no_swap vrrp_rt_priority vrrp_min_garp vrrp_check_unicast_src',
  ),
  ...unsupportedKeywords('lvs_sync_daemon', 'connections are not synchronised between directors yet'),
  ...unsupportedKeywords(
    'lvs_timeouts lvs_flush lvs_flush_onstop lvs_notify_fifo',
    'IPVS keeps its own timeouts',
  ),
];

const topKeywords: readonly KeywordRow<ConfigDraft>[] = [
  keyword('global_defs', (config, from, log) => readBlock(from.block ?? [], globalKeywords, config, log)),
  keyword('virtual_server', (config, from, log) => {
    const server = readVirtualServer(from, log);
    if (server !== undefined) config.virtualServers.push(server);
  }),
  ...unsupportedKeywords(
    'vrrp_instance vrrp_script vrrp_sync_group vrrp_track_process track_file vrrp_track_file',
    'VRRP is not simulated, this lab balances with OSPF',
  ),
  ...unsupportedKeywords('virtual_server_group', 'only virtual servers with address and port are simulated'),
  ...unsupportedKeywords('bfd_instance', 'BFD is not simulated'),
  ...unsupportedKeywords(
    'static_ipaddress static_routes static_rules',
    'put addresses and routes into the set-up script of the node',
  ),
  ...unsupportedKeywords(
    'include includer includem includew includeb',
    'put the text of the other file here',
  ),
];

export function readKeepalivedConfig(file: string, text: string): Reading<KeepalivedConfig> {
  const log = new KeepalivedReadingLog();
  const statements = parseKeepalivedStatements(file, text, log.diagnostics);
  const draft: ConfigDraft = { virtualServers: [] };
  readBlock(statements, topKeywords, draft, log);
  return { value: draft, diagnostics: log.diagnostics, irrelevant: log.irrelevant };
}
