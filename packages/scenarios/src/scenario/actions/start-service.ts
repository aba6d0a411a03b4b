// `startService`: a server that was stopped answers again.

import { defineAction } from './action-row.ts';
import { nodeField, portField } from '../schema/names.ts';

export interface StartServiceAction {
  readonly kind: 'startService';
  readonly node: string;
  readonly port: number;
}

export const startServiceAction = defineAction({
  kind: 'startService',
  about: 'a server that was stopped answers again',
  fields: { node: nodeField, port: portField },
  toAction: (fields): StartServiceAction => ({ kind: 'startService', ...fields }),
});
