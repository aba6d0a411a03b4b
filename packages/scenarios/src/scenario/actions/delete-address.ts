// `deleteAddress`: `ip addr del` on the node.

import type { Ipv4Address } from '@ospflab/net';
import { defineAction } from './action-row.ts';
import { hostAddressField } from '../schema/addresses.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface DeleteAddressAction {
  readonly kind: 'deleteAddress';
  readonly node: string;
  readonly interface: string;
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly length: number;
}

export const deleteAddressAction = defineAction({
  kind: 'deleteAddress',
  about: '`ip addr del` on the node',
  fields: { node: nodeField, interface: interfaceField, address: hostAddressField },
  toAction: (fields): DeleteAddressAction => ({
    kind: 'deleteAddress',
    node: fields.node,
    interface: fields.interface,
    ...fields.address,
  }),
});
