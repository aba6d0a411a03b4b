// Every sysctl the host obeys, with the kernel's default. Names are the kernel's own, so that a set-up script greps here.

/** `net.ipv4.conf.<interface>.*` */
export const interfaceSettingDefaults = {
  accept_local: 0,
  accept_redirects: 1,
  arp_accept: 0,
  arp_announce: 0,
  arp_filter: 0,
  arp_ignore: 0,
  forwarding: 0,
  ignore_routes_with_linkdown: 0,
  promote_secondaries: 0,
  proxy_arp: 0,
  proxy_arp_pvlan: 0,
  rp_filter: 0,
  secure_redirects: 1,
  send_redirects: 1,
  shared_media: 1,
};

/** `net.ipv4.neigh.<interface>.*`; locktime and proxy_delay are in hundredths of a second. */
export const neighborSettingDefaults = {
  base_reachable_time_ms: 30_000,
  delay_first_probe_time: 5,
  locktime: 100,
  mcast_solicit: 3,
  proxy_delay: 80,
  retrans_time_ms: 1000,
  ucast_solicit: 3,
  /** Packets waiting for an address; the kernel counts 212992 bytes, which is about as many full ones. */
  unres_qlen: 101,
};

/** `net.ipv4.*`. tcp_syn_linear_timeouts is 4 from Linux 6.5 on; 0 is what the recorded IPVS runs (6.1) had. */
export const globalSettingDefaults = {
  fib_multipath_hash_fields: 7,
  fib_multipath_hash_policy: 0,
  fib_multipath_hash_seed: 0,
  fib_multipath_use_neigh: 0,
  icmp_echo_ignore_all: 0,
  ip_default_ttl: 64,
  ip_forward: 0,
  tcp_fin_timeout: 60,
  tcp_retries2: 15,
  tcp_syn_linear_timeouts: 0,
  tcp_syn_retries: 6,
  tcp_synack_retries: 5,
};

export type InterfaceSettings = Record<keyof typeof interfaceSettingDefaults, number>;
export type NeighborSettings = Record<keyof typeof neighborSettingDefaults, number>;
export type GlobalSettings = Record<keyof typeof globalSettingDefaults, number>;
