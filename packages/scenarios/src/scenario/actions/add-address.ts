// `addAddress`: `ip addr add` on the node.

import type { Ipv4Address } from '@ospflab/net';

export interface AddAddressAction {
  readonly kind: 'addAddress';
  readonly node: string;
  readonly interface: string;
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly length: number;
}
