// The settings of net.ipv4.vs that are simulated, with the kernel's defaults. Linux: Documentation/networking/ipvs-sysctl.rst, 6.1.

export interface IpvsSysctls {
  /** drop_rate of drop_packet = 3: every so-many-th packet. */
  amDroprate: number;
  /** 1: a director that is a backup schedules nothing and forwards nothing. */
  backupOnly: number;
  /** Bit 0: a SYN on a TIME_WAIT or CLOSE entry is scheduled anew; bit 1: on FIN_WAIT too. */
  connReuseMode: number;
  /** 3: entries are dropped at random every second. 1 and 2 wait for a lack of memory, which does not come here. */
  dropEntry: number;
  /** 3: every am_droprate-th packet that would open a connection is dropped. 1 and 2 as above. */
  dropPacket: number;
  /** 1: a packet whose destination was removed expires its entry; 0: it is dropped silently. */
  expireNodestConn: number;
  /** 1: a template of a destination with weight 0 is not used for new connections. */
  expireQuiescentTemplate: number;
  /** 1: tunnelled packets keep "don't fragment", and senders of too large ones are told. */
  pmtuDisc: number;
  /** 1: an ICMP error about an unknown connection is scheduled like its packets. */
  scheduleIcmp: number;
  /** 1: any segment without RST may create an entry, not only a SYN. */
  sloppyTcp: number;
  /** 1: only templates of persistent connections are told to other directors. */
  syncPersistMode: number;
  /** Full messages that wait for the master thread, at most. */
  syncQlenMax: number;
  /** Seconds; when not 0, a connection is told again only if its expiry has moved by so much. */
  syncRefreshPeriod: number;
  /** 0 … 3: how often an unchanged connection is told again within a refresh period. */
  syncRetries: number;
  /** The first number of sync_threshold: a connection is told at this packet … */
  syncThreshold: number;
  /** … and again after each so many; the second number. 0: never again. */
  syncPeriod: number;
}

export function defaultIpvsSysctls(): IpvsSysctls {
  return {
    amDroprate: 10,
    backupOnly: 0,
    connReuseMode: 1,
    dropEntry: 0,
    dropPacket: 0,
    expireNodestConn: 0,
    expireQuiescentTemplate: 0,
    pmtuDisc: 1,
    scheduleIcmp: 0,
    sloppyTcp: 0,
    syncPersistMode: 0,
    // Linux: a 32nd of the free pages; this many for some 500 MB.
    syncQlenMax: 4096,
    syncRefreshPeriod: 0,
    syncRetries: 0,
    syncThreshold: 3,
    syncPeriod: 50,
  };
}

interface SysctlRow {
  readonly field: keyof IpvsSysctls;
  readonly least: number;
  readonly most: number;
}

const most = 2 ** 31 - 1;

const rows: ReadonlyMap<string, SysctlRow> = new Map([
  ['am_droprate', { field: 'amDroprate', least: 0, most }],
  ['backup_only', { field: 'backupOnly', least: 0, most: 1 }],
  ['conn_reuse_mode', { field: 'connReuseMode', least: 0, most }],
  ['drop_entry', { field: 'dropEntry', least: 0, most: 3 }],
  ['drop_packet', { field: 'dropPacket', least: 0, most: 3 }],
  ['expire_nodest_conn', { field: 'expireNodestConn', least: 0, most }],
  ['expire_quiescent_template', { field: 'expireQuiescentTemplate', least: 0, most }],
  ['pmtu_disc', { field: 'pmtuDisc', least: 0, most }],
  ['schedule_icmp', { field: 'scheduleIcmp', least: 0, most }],
  ['sloppy_tcp', { field: 'sloppyTcp', least: 0, most }],
  ['sync_persist_mode', { field: 'syncPersistMode', least: 0, most }],
  ['sync_qlen_max', { field: 'syncQlenMax', least: 0, most }],
  ['sync_refresh_period', { field: 'syncRefreshPeriod', least: 0, most }],
  ['sync_retries', { field: 'syncRetries', least: 0, most: 3 }],
]);

const prefix = 'net.ipv4.vs.';
const thresholdKey = 'net.ipv4.vs.sync_threshold';

/** Whether the key, as in `net.ipv4.vs.sloppy_tcp`, is one of these. */
export function isIpvsSysctl(key: string): boolean {
  return key === thresholdKey || (key.startsWith(prefix) && rows.has(key.slice(prefix.length)));
}

/** Why a value, written as for sysctl(8), cannot be set; undefined when it was. */
export function setIpvsSysctl(
  sysctls: IpvsSysctls,
  key: string,
  written: string,
): 'unknownSysctl' | 'valueOutOfRange' | undefined {
  const values = written.trim().split(/\s+/).map(Number);
  if (!values.every(Number.isSafeInteger)) return 'valueOutOfRange';
  if (key === thresholdKey) return setThreshold(sysctls, values);
  const row = key.startsWith(prefix) ? rows.get(key.slice(prefix.length)) : undefined;
  if (row === undefined) return 'unknownSysctl';
  const [value] = values;
  if (values.length !== 1 || value === undefined || value < row.least || value > row.most)
    return 'valueOutOfRange';
  sysctls[row.field] = value;
  return undefined;
}

/** Linux: proc_do_sync_threshold wants a threshold below the period, unless the period is 0. A single number leaves the period. */
function setThreshold(sysctls: IpvsSysctls, values: readonly number[]): 'valueOutOfRange' | undefined {
  const [threshold = -1, period = sysctls.syncPeriod] = values;
  if (values.length > 2 || threshold < 0 || period < 0 || (period !== 0 && threshold >= period))
    return 'valueOutOfRange';
  sysctls.syncThreshold = threshold;
  sysctls.syncPeriod = period;
  return undefined;
}
