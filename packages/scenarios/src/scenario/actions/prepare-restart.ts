// `prepareRestart`: `graceful-restart prepare ip ospf` typed into vtysh, before ospfd is stopped.

import { nodeField } from '../schema/names.ts';
import { defineAction } from './action-row.ts';

export interface PrepareRestartAction {
  readonly kind: 'prepareRestart';
  readonly node: string;
}

export const prepareRestartAction = defineAction({
  kind: 'prepareRestart',
  about: '`graceful-restart prepare ip ospf`',
  fields: { node: nodeField },
  toAction: (fields): PrepareRestartAction => ({ kind: 'prepareRestart', ...fields }),
});
