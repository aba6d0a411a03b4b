// The model of keepalived.conf as far as health checking goes. A value that the file does not give is absent here:
// inheritance (check, then real server, then virtual server) and the program's defaults are applied by `Keepalived`, not by the reader.

import type { Ipv4Address } from '@ospflab/net';
import type { Duration } from '@ospflab/sim';
import type { ForwardingMethod, SchedulerFlag, SchedulerName } from '../ipvs/virtual-service.ts';

export interface KeepalivedConfig {
  /** global_defs router_id */
  readonly routerId?: string | undefined;
  /** global_defs checker_log_all_failures */
  readonly checkerLogAllFailures?: boolean | undefined;
  /** global_defs rs_init_notifies: notify_up runs for every server that is up at the start. */
  readonly notifiesAtStart?: boolean | undefined;
  /** global_defs lvs_sync_daemon; without a VRRP instance keepalived starts the master and the backup thread. */
  readonly syncDaemon?: SyncDaemonConfig | undefined;
  /** global_defs lvs_timeouts */
  readonly timeouts?: IpvsTimeoutsConfig | undefined;
  /** global_defs lvs_flush: the kernel's services are removed before the first is added. */
  readonly flushesAtStart?: boolean | undefined;
  /** In the order of the file. */
  readonly bfdInstances?: readonly BfdInstanceConfig[] | undefined;
  /** In the order of the file. */
  readonly virtualServers: readonly VirtualServerConfig[];
}

/** One bfd_instance; its session is held by a process of its own, which tells the checkers. */
export interface BfdInstanceConfig {
  readonly name: string;
  readonly neighbor: Ipv4Address;
  /** source_ip; absent means that of the route. */
  readonly source?: Ipv4Address | undefined;
  /** min_rx, min_tx; absent means 10 ms. */
  readonly minRx?: Duration | undefined;
  readonly minTx?: Duration | undefined;
  /** idle_tx: until the session is up; absent means 1 s. */
  readonly idleTx?: Duration | undefined;
  /** Absent means 5. */
  readonly multiplier?: number | undefined;
  readonly passive?: boolean | undefined;
  /** ttl, hoplimit; absent means 255. */
  readonly ttl?: number | undefined;
  /** max_hops: what a packet may have lost of the TTL; 255 stands for anything, absent means 0. */
  readonly maxHops?: number | undefined;
}

export interface SyncDaemonConfig {
  readonly interface: string;
  /** The names below are the keywords' own; absent means the kernel's default. */
  readonly id?: number | undefined;
  readonly maxlen?: number | undefined;
  readonly port?: number | undefined;
  readonly ttl?: number | undefined;
  readonly group?: Ipv4Address | undefined;
}

/** In seconds; 0 leaves the kernel's value. */
export interface IpvsTimeoutsConfig {
  readonly tcp: number;
  readonly tcpfin: number;
  readonly udp: number;
}

/** Keys that may stand in a virtual_server, in a real_server and in a check; the innermost wins. */
export interface CheckTiming {
  readonly delayLoop?: Duration | undefined;
  readonly warmup?: Duration | undefined;
  readonly retry?: number | undefined;
  readonly delayBeforeRetry?: Duration | undefined;
  readonly connectTimeout?: Duration | undefined;
  readonly alpha?: boolean | undefined;
}

/** One virtual_server_group: every address or mark is a service of its own in the kernel, with one pool for all. */
export interface VirtualServerGroupConfig {
  readonly name: string;
  /** Ranges spelt out, in the order of the file. */
  readonly addresses: readonly { readonly address: Ipv4Address; readonly port: number }[];
  readonly firewallMarks?: readonly number[] | undefined;
}

export interface VirtualServerConfig extends CheckTiming {
  /** Of a group: the first address; 0.0.0.0 and port 0 when there is none. */
  readonly address: Ipv4Address;
  readonly port: number;
  /** Instead of address and port. */
  readonly firewallMark?: number | undefined;
  readonly group?: VirtualServerGroupConfig | undefined;
  /** Absent means UDP, as in the real program, which also warns; by firewall mark it is none. */
  readonly protocol?: 'tcp' | 'udp' | undefined;
  /** lb_algo, lvs_sched; absent means wlc */
  readonly lbAlgo?: SchedulerName | undefined;
  /** lb_kind, lvs_method; absent means NAT, as in the real program, which also warns. */
  readonly lbKind?: ForwardingMethod | undefined;
  /** sh-port, sh-fallback, mh-port, mh-fallback */
  readonly schedulerFlags?: readonly SchedulerFlag[] | undefined;
  /** Absent means no persistence; the keyword without a value means 360 (the reader fills that in). */
  readonly persistenceTimeoutSeconds?: number | undefined;
  /** persistence_granularity, a netmask */
  readonly persistenceGranularity?: Ipv4Address | undefined;
  /** ops: UDP datagrams are scheduled one by one. */
  readonly onePacket?: boolean | undefined;
  readonly haSuspend?: boolean | undefined;
  readonly omega?: boolean | undefined;
  readonly inhibitOnFailure?: boolean | undefined;
  readonly weight?: number | undefined;
  readonly quorum?: number | undefined;
  readonly hysteresis?: number | undefined;
  /** The command line as written, without surrounding quotes. */
  readonly quorumUp?: string | undefined;
  readonly quorumDown?: string | undefined;
  /** Host header of HTTP_GET where neither the check's url nor the real server names one. */
  readonly virtualHost?: string | undefined;
  readonly sorryServer?: SorryServerConfig | undefined;
  readonly realServers: readonly RealServerConfig[];
}

export interface SorryServerConfig {
  readonly address: Ipv4Address;
  readonly port: number;
  /** sorry_server_inhibit: stays in the pool with weight 0 while it is not needed. */
  readonly inhibit?: boolean | undefined;
  /** sorry_server_lvs_method */
  readonly lbKind?: ForwardingMethod | undefined;
}

export interface RealServerConfig extends CheckTiming {
  readonly address: Ipv4Address;
  readonly port: number;
  readonly weight?: number | undefined;
  /** lvs_method */
  readonly lbKind?: ForwardingMethod | undefined;
  readonly inhibitOnFailure?: boolean | undefined;
  /** uthreshold, lthreshold */
  readonly upperThreshold?: number | undefined;
  readonly lowerThreshold?: number | undefined;
  readonly notifyUp?: string | undefined;
  readonly notifyDown?: string | undefined;
  readonly virtualHost?: string | undefined;
  readonly checks: readonly CheckConfig[];
}

/** Keys that every check understands that sends something. */
export interface CheckTarget extends CheckTiming {
  /** Absent means the real server's address. */
  readonly connectIp?: Ipv4Address | undefined;
  readonly connectPort?: number | undefined;
  readonly bindTo?: Ipv4Address | undefined;
  readonly bindPort?: number | undefined;
  readonly logAllFailures?: boolean | undefined;
}

export interface TcpCheckConfig extends CheckTarget {
  readonly kind: 'tcpCheck';
}

/** HTTP_GET and SSL_GET */
export interface HttpGetConfig extends CheckTarget {
  readonly kind: 'httpGet';
  /** SSL_GET: the request follows a handshake. */
  readonly tls?: boolean | undefined;
  readonly urls: readonly HttpUrlConfig[];
  /** Absent means 1.0; `1.0C` is 1.0 with `Connection: close`. */
  readonly protocol?: '1.0' | '1.0C' | '1.1' | undefined;
  /** Host header of urls that name none. */
  readonly virtualHost?: string | undefined;
  /** fast_recovery: a server that is not up is checked without pause as long as its urls answer. */
  readonly fastRecovery?: boolean | undefined;
}

export interface HttpUrlConfig {
  readonly path: string;
  /** Inclusive ranges; absent means 200 … 299. */
  readonly statusCodes?: readonly { readonly from: number; readonly to: number }[] | undefined;
  /** MD5 of the body in lower-case hexadecimal. */
  readonly digest?: string | undefined;
  readonly virtualHost?: string | undefined;
}

export interface UdpCheckConfig extends CheckTarget {
  readonly kind: 'udpCheck';
  /** Absent means 32 bytes of the program's own. */
  readonly payload?: Uint8Array | undefined;
  /** Without it silence is good news: only an ICMP error is a failure. */
  readonly requireReply?: boolean | undefined;
  /** What a reply must begin with; a bit set in the mask need not agree. */
  readonly reply?: { readonly bytes: Uint8Array; readonly wild: Uint8Array } | undefined;
  /** Bounds for a reply that `reply` describes; absent means 0 and 255. */
  readonly minReplyLength?: number | undefined;
  readonly maxReplyLength?: number | undefined;
}

export interface PingCheckConfig extends CheckTarget {
  readonly kind: 'pingCheck';
}

export type DnsRecordType = 'A' | 'NS' | 'CNAME' | 'SOA' | 'MX' | 'TXT' | 'AAAA' | 'RRSIG' | 'DNSKEY';

export interface DnsCheckConfig extends CheckTarget {
  readonly kind: 'dnsCheck';
  /** Absent means SOA. */
  readonly recordType?: DnsRecordType | undefined;
  /** Absent means the root. */
  readonly name?: string | undefined;
}

export interface SmtpCheckConfig extends CheckTarget {
  readonly kind: 'smtpCheck';
  readonly heloName?: string | undefined;
}

export interface MiscCheckConfig extends CheckTiming {
  readonly kind: 'miscCheck';
  readonly logAllFailures?: boolean | undefined;
  /** misc_path: program and arguments. */
  readonly command: string;
  /** misc_timeout; absent means delay_loop of the virtual server. */
  readonly timeout?: Duration | undefined;
  /** misc_dynamic: exit statuses 2 … 255 set the weight to 0 … 253. */
  readonly dynamic?: boolean | undefined;
}

export interface BfdCheckConfig extends CheckTiming {
  readonly kind: 'bfdCheck';
  readonly logAllFailures?: boolean | undefined;
  /** Name of the bfd_instance. */
  readonly instance: string;
}

export type CheckConfig =
  | TcpCheckConfig
  | HttpGetConfig
  | UdpCheckConfig
  | PingCheckConfig
  | DnsCheckConfig
  | SmtpCheckConfig
  | MiscCheckConfig
  | BfdCheckConfig;
