// `deleteAddress`: `ip addr del` on the node.

import type { Ipv4Address } from '@ospflab/net';

export interface DeleteAddressAction {
  readonly kind: 'deleteAddress';
  readonly node: string;
  readonly interface: string;
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly length: number;
}
