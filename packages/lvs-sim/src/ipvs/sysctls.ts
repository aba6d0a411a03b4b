// The settings of net.ipv4.vs that are simulated, with the kernel's defaults. Linux: Documentation/networking/ipvs-sysctl.rst, 6.1.

export interface IpvsSysctls {
  /** 1: a packet whose destination was removed expires its entry; 0: it is dropped silently. */
  expireNodestConn: number;
  /** 1: a template of a destination with weight 0 is not used for new connections. */
  expireQuiescentTemplate: number;
  /** Bit 0: a SYN on a TIME_WAIT or CLOSE entry is scheduled anew; bit 1: on FIN_WAIT too. */
  connReuseMode: number;
  /** 1: any segment without RST may create an entry, not only a SYN. */
  sloppyTcp: number;
}

export function defaultIpvsSysctls(): IpvsSysctls {
  return { expireNodestConn: 0, expireQuiescentTemplate: 0, connReuseMode: 1, sloppyTcp: 0 };
}

const prefix = 'net.ipv4.vs.';

/** The field that a key such as `net.ipv4.vs.sloppy_tcp` sets; undefined when it is not simulated. */
export function ipvsSysctlField(key: string): keyof IpvsSysctls | undefined {
  switch (key.startsWith(prefix) ? key.slice(prefix.length) : '') {
    case 'expire_nodest_conn':
      return 'expireNodestConn';
    case 'expire_quiescent_template':
      return 'expireQuiescentTemplate';
    case 'conn_reuse_mode':
      return 'connReuseMode';
    case 'sloppy_tcp':
      return 'sloppyTcp';
    default:
      return undefined;
  }
}
