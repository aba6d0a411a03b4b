// What the kernel answers when it is asked for the way to an address: `ip route get`.

import { ipProtocols, ipv4FromNumber, type Ipv4Address, type Ipv4Packet } from '@ospflab/net';
import { sourceTowards } from '../ip/ip-output.ts';
import type { Kernel } from '../kernel.ts';
import { selectHop } from './next-hop-selection.ts';
import { exceptionOf, type RouteException } from './route-exceptions.ts';

export type RouteAnswer =
  | { readonly kind: 'local'; readonly source: Ipv4Address | undefined }
  | {
      readonly kind: 'unicast';
      readonly interfaceIndex: number;
      readonly gateway: Ipv4Address | undefined;
      readonly source: Ipv4Address | undefined;
      readonly exception: RouteException | undefined;
    }
  | { readonly kind: 'refused'; readonly type: 'none' | 'unreachable' | 'prohibit' | 'blackhole' };

export function routeAnswer(kernel: Kernel, address: Ipv4Address): RouteAnswer {
  const destination = kernel.routes.lookup(address);
  switch (destination.kind) {
    case 'local':
      return { kind: 'local', source: address };
    case 'unicast': {
      const hop = selectHop(kernel, destination.route, questionAbout(address), undefined);
      const exception = exceptionOf(kernel, hop, address);
      return {
        kind: 'unicast',
        interfaceIndex: hop.interfaceIndex,
        gateway: exception?.gateway ?? hop.gateway,
        source: sourceTowards(kernel, address, destination, undefined, hop),
        exception,
      };
    }
    case 'refused':
      return { kind: 'refused', type: destination.type };
    default:
      return { kind: 'refused', type: 'none' };
  }
}

/** Linux: inet_rtm_getroute hashes a UDP packet without source and ports. */
function questionAbout(destination: Ipv4Address): Ipv4Packet {
  return {
    kind: 'ipv4',
    source: ipv4FromNumber(0),
    destination,
    protocol: ipProtocols.udp,
    ttl: 64,
    typeOfService: 0,
    identification: 0,
    dontFragment: false,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload: { kind: 'udp', sourcePort: 0, destinationPort: 0, payload: new Uint8Array(0) },
  };
}
