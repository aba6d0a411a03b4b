// Which IP protocols show ports, and where: net/core/flow_dissector.c (skb_flow_get_ports) and
// include/linux/in.h (proto_ports_offset). The security parameter index of IPsec counts as a pair of ports.

/** Bytes from the start of the IP payload to the source port; undefined for protocols without ports. */
export function portsOffset(protocol: number): number | undefined {
  switch (protocol) {
    case 6: // TCP
    case 17: // UDP
    case 33: // DCCP
    case 50: // ESP
    case 132: // SCTP
    case 136: // UDP-Lite
      return 0;
    case 51: // AH
      return 4;
    default:
      return undefined;
  }
}
