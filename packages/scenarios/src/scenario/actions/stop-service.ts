// `stopService`: a server process ends (`refused`: the port answers RST) or hangs behind a filter (`silent`: nothing answers).

import { defineAction } from './action-row.ts';
import { choice } from '../schema/field.ts';
import { nodeField, portField } from '../schema/names.ts';

export interface StopServiceAction {
  readonly kind: 'stopService';
  readonly node: string;
  readonly port: number;
  readonly how: 'refused' | 'silent';
}

export const stopServiceAction = defineAction({
  kind: 'stopService',
  about: 'a server ends (refused) or hangs (silent)',
  fields: {
    node: nodeField,
    port: portField,
    how: choice(['refused', 'silent'], 'What a client notices.').default('refused'),
  },
  toAction: (fields): StopServiceAction => ({ kind: 'stopService', ...fields }),
});
