// Every sysctl the host obeys, with the kernel's default. Names are the kernel's own, so that a set-up script greps here.

/** `net.ipv4.conf.<interface>.*` */
export const interfaceSettingDefaults = {
  accept_local: 0,
  accept_redirects: 1,
  arp_accept: 0,
  arp_announce: 0,
  arp_evict_nocarrier: 1,
  arp_filter: 0,
  arp_ignore: 0,
  arp_notify: 0,
  drop_gratuitous_arp: 0,
  forwarding: 0,
  ignore_routes_with_linkdown: 0,
  promote_secondaries: 0,
  proxy_arp: 0,
  proxy_arp_pvlan: 0,
  route_localnet: 0,
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

/** `net.ipv4.*` and `net.ipv4.route.*`, where jiffies are counted at HZ 250. tcp_syn_linear_timeouts is 4 from Linux 6.5 on; 0 is what the recorded IPVS runs (6.1) had. */
export const globalSettingDefaults = {
  fib_multipath_hash_fields: 7,
  fib_multipath_hash_policy: 0,
  fib_multipath_hash_seed: 0,
  fib_multipath_use_neigh: 0,
  icmp_echo_ignore_all: 0,
  icmp_errors_use_inbound_ifaddr: 0,
  icmp_msgs_burst: 50,
  icmp_msgs_per_sec: 1000,
  /** Milliseconds between errors to one address. */
  icmp_ratelimit: 1000,
  /** Bits of the ICMP types that are limited: 3, 4, 11, 12. */
  icmp_ratemask: 6168,
  ip_default_ttl: 64,
  ip_forward: 0,
  ip_no_pmtu_disc: 0,
  ipfrag_time: 30,
  'route.error_burst': 1250,
  'route.error_cost': 250,
  /** Seconds that a redirect is obeyed. */
  'route.gc_timeout': 300,
  'route.min_pmtu': 552,
  'route.mtu_expires': 600,
  'route.redirect_load': 5,
  'route.redirect_number': 9,
  'route.redirect_silence': 5120,
  tcp_fin_timeout: 60,
  tcp_retries2: 15,
  tcp_syn_linear_timeouts: 0,
  tcp_syn_retries: 6,
  tcp_synack_retries: 5,
};

export type InterfaceSettings = Record<keyof typeof interfaceSettingDefaults, number>;
export type NeighborSettings = Record<keyof typeof neighborSettingDefaults, number>;
export type GlobalSettings = Record<keyof typeof globalSettingDefaults, number>;
