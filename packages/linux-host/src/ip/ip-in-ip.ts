// IPv4 inside IPv4 (RFC 2003): the packet as a balancer wraps it, and the device `tunl0` that takes such packets apart.
// Linux: net/ipv4/ipip.c; tunl0 accepts from anybody once it is up.

import { decodeIpv4, encodeIpv4, ipv4Length, type Ipv4Address, type Ipv4Packet } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';

export const ipInIpProtocol = 4;
export const outerHeaderBytes = 20;
const tunnelDevice = 'tunl0';

export function encapsulated(
  inner: Ipv4Packet,
  source: Ipv4Address,
  destination: Ipv4Address,
  identification: number,
  keepsDontFragment: boolean,
): Ipv4Packet {
  return {
    kind: 'ipv4',
    source,
    destination,
    protocol: ipInIpProtocol,
    ttl: inner.ttl,
    typeOfService: inner.typeOfService,
    identification,
    dontFragment: keepsDontFragment && inner.dontFragment,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload: {
      kind: 'structured',
      byteLength: ipv4Length(inner),
      toBytes: () => encodeIpv4(inner),
      value: inner,
    },
  };
}

/** The device that takes tunnelled packets, when the host has it and it is up. */
export function tunnelEnd(kernel: Kernel): NetworkInterface | undefined {
  const device = kernel.interfaces.named(tunnelDevice);
  return device?.adminUp === true ? device : undefined;
}

/** Undefined when there is no packet inside. */
export function innerPacketOf({ payload }: Ipv4Packet): Ipv4Packet | undefined {
  if (payload.kind === 'structured') return payload.value as Ipv4Packet;
  if (payload.kind !== 'raw') return undefined;
  const decoded = decodeIpv4(payload.bytes);
  return decoded.ok ? decoded.value : undefined;
}
