// Reads keepalived.conf: global settings and virtual servers with their checks. VRRP is recognised and not simulated.

import type { KeepalivedConfig, VirtualServerGroupConfig } from '@ospflab/lvs-sim';
import type { Reading } from '../diagnostic.ts';
import { readBfdInstance, type BfdInstances } from './bfd-instance.ts';
import { configurationLines, type ReadFile } from './configuration-lines.ts';
import { globalKeywords, type ConfigDraft } from './global-keywords.ts';
import { readVirtualServerGroup } from './group-keywords.ts';
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

interface Draft {
  readonly config: ConfigDraft;
  /** A group may stand behind the virtual servers that use it, so all are read before. */
  readonly groups: Map<string, VirtualServerGroupConfig>;
  readonly bfd: BfdInstances;
}

const groupKeywords: readonly KeywordRow<Draft>[] = [
  keyword('virtual_server_group', (draft, from, log) => {
    const group = readVirtualServerGroup(from, log);
    if (group !== undefined) draft.groups.set(group.name, group);
  }),
];

const topKeywords: readonly KeywordRow<Draft>[] = [
  keyword('global_defs', ({ config }, from, log) => readBlock(from.block ?? [], globalKeywords, config, log)),
  keyword('bfd_instance', ({ bfd }, from, log) => readBfdInstance(from, bfd, log)),
  keyword('virtual_server', ({ config, groups, bfd }, from, log) => {
    const server = readVirtualServer(from, groups, bfd, log);
    if (server !== undefined) config.virtualServers.push(server);
  }),
  keyword('virtual_server_group', () => {
    // Read before.
  }),
  // Checks through TLS are simulated without certificates.
  ...irrelevantKeywords(
    'SSL instance use_pid_dir child_wait_time linkbeat_use_polling namespace_with_ipsets',
  ),
  ...unsupportedKeywords(
    'vrrp_instance vrrp_script vrrp_sync_group vrrp_track_process vrrp_track_file track_group garp_group ' +
      'linkbeat_interfaces interface_up_down_delays',
    'VRRP is not simulated, this lab balances with OSPF',
  ),
  ...unsupportedKeywords('track_file', 'files have no content here; a MISC_CHECK can be given an answer'),
  ...unsupportedKeywords(
    'static_ipaddress static_routes static_rules',
    'put addresses and routes into the set-up script of the node',
  ),
  ...unsupportedKeywords('net_namespace net_namespace_ipvs', 'a node is one network namespace'),
];

const noFiles: ReadFile = () => undefined;

/** `readFile` is for `include`: without it no file is found. */
export function readKeepalivedConfig(
  file: string,
  text: string,
  readFile: ReadFile = noFiles,
): Reading<KeepalivedConfig> {
  const log = new KeepalivedReadingLog();
  const lines = configurationLines(file, text, readFile, log);
  const statements = parseKeepalivedStatements(file, lines, log.diagnostics);
  const bfd: BfdInstances = { running: [], known: new Set(), names: new Set() };
  const draft: Draft = { config: { virtualServers: [] }, groups: new Map(), bfd };
  const isGroup = (keywordText: string): boolean => keywordText === 'virtual_server_group';
  readBlock(
    statements.filter((statement) => isGroup(statement.keyword.text)),
    groupKeywords,
    draft,
    log,
  );
  readBlock(statements, topKeywords, draft, log);
  if (bfd.running.length > 0) draft.config.bfdInstances = bfd.running;
  return { value: draft.config, diagnostics: log.diagnostics, irrelevant: log.irrelevant };
}
