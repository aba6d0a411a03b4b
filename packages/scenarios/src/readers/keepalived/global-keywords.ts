// global_defs and the other blocks that steer keepalived as a whole.

import { parseIpv4Address } from '@ospflab/net';
import type { IpvsTimeoutsConfig, KeepalivedConfig, SyncDaemonConfig } from '@ospflab/lvs-sim';
import {
  irrelevantKeywords,
  keyword,
  unsupportedKeywords,
  type KeepalivedReadingLog,
  type KeywordRow,
} from './keyword.ts';
import type { KeepalivedStatement } from './keepalived-statement.ts';
import type { Writable } from '../writable.ts';

export type ConfigDraft = Writable<KeepalivedConfig>;

/** 31 days, the longest timeout of IPVS. */
export const longestTimeoutSeconds = 86_400 * 31;

type SyncNumber = 'id' | 'maxlen' | 'port' | 'ttl';

const syncNumbers: ReadonlyMap<string, readonly [SyncNumber, number, number]> = new Map([
  ['id', ['id', 0, 255]],
  ['maxlen', ['maxlen', 1, 65_507]],
  ['port', ['port', 1, 65_535]],
  ['ttl', ['ttl', 1, 255]],
]);

/** `lvs_sync_daemon INTERFACE [inst INSTANCE] [id N] [maxlen N] [port N] [ttl N] [group ADDRESS]` */
function readSyncDaemon(config: ConfigDraft, from: KeepalivedStatement, log: KeepalivedReadingLog): void {
  const name = log.text(from, 'an interface');
  if (name === undefined) return;
  if (config.syncDaemon !== undefined) {
    log.report(from.keyword, 'warning', 'lvs_sync_daemon has already been specified', 'remove one of them');
    return;
  }
  const daemon: Writable<SyncDaemonConfig> = { interface: name };
  config.syncDaemon = daemon;
  for (let index = 1; index < from.words.length; index += 2) {
    const option = from.words[index]!;
    const number = syncNumbers.get(option.text);
    if (number !== undefined) daemon[number[0]] = log.integer(from, number[1], number[2], index + 1);
    else if (option.text === 'group') {
      const group = parseIpv4Address(from.words[index + 1]?.text ?? '');
      if (group !== undefined && group >>> 28 === 14) daemon.group = group;
      else {
        const message = 'lvs_sync_daemon group is not a multicast address';
        log.report(option, 'error', message, 'write an address from 224.0.0.0 to 239.255.255.255');
      }
    } else {
      // An old form puts the instance's name there without a keyword.
      const message = 'VRRP is not simulated, so no instance decides which thread of lvs_sync_daemon runs';
      log.report(option, 'unsupported', message, 'leave the instance out; both threads run then');
      if (option.text !== 'inst') index--;
    }
  }
}

/** `lvs_timeouts [tcp N] [tcpfin N] [udp N]` */
function readTimeouts(config: ConfigDraft, from: KeepalivedStatement, log: KeepalivedReadingLog): void {
  const timeouts: Writable<IpvsTimeoutsConfig> = { tcp: 0, tcpfin: 0, udp: 0 };
  const names = ['tcp', 'tcpfin', 'udp'] as const;
  if (from.words.length < 2) {
    log.report(from.keyword, 'warning', 'lvs_timeouts requires at least one option', 'write `tcp 900`');
  }
  for (let index = 0; index < from.words.length; index += 2) {
    const word = from.words[index]!;
    const name = names.find((one) => one === word.text);
    if (name !== undefined) timeouts[name] = log.integer(from, 0, longestTimeoutSeconds, index + 1) ?? 0;
    else {
      log.report(word, 'warning', `Unknown option ${word.text} specified for lvs_timeouts`, 'remove it');
      index--;
    }
  }
  config.timeouts = timeouts;
}

/** Mail, processes, SNMP, D-Bus, files: nothing that the network would notice. */
const withoutInfluence =
  'notification_email notification_email_from smtp_server smtp_helo_name smtp_connect_timeout smtp_alert ' +
  'smtp_alert_checker smtp_alert_vrrp no_email_faults no_checker_emails script_user enable_script_security ' +
  'max_auto_priority min_auto_priority_delay process_names process_name vrrp_process_name checker_process_name ' +
  'lvs_process_name bfd_process_name snmp_socket enable_traps enable_snmp_checker enable_snmp_vrrp ' +
  'enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2 enable_snmp_rfcv3 enable_dbus dbus_service_name ' +
  'default_interface dynamic_interfaces disable_local_igmp umask random_seed config_save_dir ' +
  'tmp_config_directory data_use_instance include_check reload_check_config reload_time_file reload_repeat ' +
  'reload_file checker_priority checker_rt_priority checker_rlimit_rttime checker_rlimit_rtime ' +
  'checker_no_swap checker_cpu_affinity bfd_priority bfd_rt_priority bfd_rlimit_rttime bfd_rlimit_rtime ' +
  'bfd_no_swap bfd_cpu_affinity lvs_netlink_cmd_rcv_bufs lvs_netlink_cmd_rcv_bufs_force ' +
  'lvs_netlink_monitor_rcv_bufs lvs_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs ' +
  'process_monitor_rcv_bufs_force nftables nftables_priority nftables_ifindex nftables_counters';

/** They steer VRRP, and there is none: keepalived takes them without effect. */
const ofVrrp =
  'vrrp_strict vrrp_skip_check_adv_addr vrrp_garp_interval vrrp_gna_interval vrrp_garp_master_delay ' +
  'vrrp_garp_master_repeat vrrp_garp_master_refresh vrrp_garp_master_refresh_repeat ' +
  'vrrp_garp_lower_prio_delay vrrp_garp_lower_prio_repeat vrrp_garp_extra_if vrrp_vmac_garp_intvl ' +
  'vrrp_down_timer_adverts vrrp_lower_prio_no_advert vrrp_higher_prio_send_advert vrrp_mcast_group4 ' +
  'vrrp_mcast_group6 vrrp_version vrrp_iptables vrrp_ipsets vrrp_priority vrrp_no_swap vrrp_rt_priority ' +
  'vrrp_cpu_affinity vrrp_rlimit_rttime vrrp_rlimit_rtime vrrp_min_garp vrrp_check_unicast_src ' +
  'vrrp_notify_fifo vrrp_notify_fifo_script vrrp_notify_priority_changes fifo_write_vrrp_states_on_reload ' +
  'vrrp_netlink_cmd_rcv_bufs vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs ' +
  'vrrp_netlink_monitor_rcv_bufs_force vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier vrrp_startup_delay ' +
  'log_unknown_vrids vmac_prefix vmac_addr_prefix';

export const globalKeywords: readonly KeywordRow<ConfigDraft>[] = [
  keyword('router_id', (config, from, log) => void (config.routerId = log.text(from, 'a name'))),
  keyword(
    'checker_log_all_failures',
    (config, from, log) => void (config.checkerLogAllFailures = log.flag(from)),
  ),
  keyword('rs_init_notifies', (config) => void (config.notifiesAtStart = true)),
  keyword('lvs_sync_daemon', readSyncDaemon),
  keyword('lvs_timeouts', readTimeouts),
  keyword('lvs_flush', (config) => void (config.flushesAtStart = true)),
  // What leaves the kernel at the end is the same with and without: keepalived's own services.
  ...irrelevantKeywords('lvs_flush_on_stop lvs_flush_onstop'),
  ...irrelevantKeywords(withoutInfluence),
  ...irrelevantKeywords(ofVrrp),
  ...unsupportedKeywords(
    'notify_fifo notify_fifo_script lvs_notify_fifo lvs_notify_fifo_script startup_script ' +
      'startup_script_timeout shutdown_script shutdown_script_timeout',
    'the program behind it would have to run',
  ),
  ...unsupportedKeywords(
    'nftables_ipvs nftables_ipvs_priority nftables_ipvs_start_fwmark',
    'a group is a service per address, not one per firewall mark',
  ),
];
