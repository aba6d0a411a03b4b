// `addAddress`: `ip addr add` on the node.

import type { Ipv4Address } from '@ospflab/net';
import { defineAction } from './action-row.ts';
import { hostAddressField } from '../schema/addresses.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface AddAddressAction {
  readonly kind: 'addAddress';
  readonly node: string;
  readonly interface: string;
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly length: number;
}

export const addAddressAction = defineAction({
  kind: 'addAddress',
  about: '`ip addr add` on the node',
  fields: { node: nodeField, interface: interfaceField, address: hostAddressField },
  toAction: (fields): AddAddressAction => ({
    kind: 'addAddress',
    node: fields.node,
    interface: fields.interface,
    ...fields.address,
  }),
});
