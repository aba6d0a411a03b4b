// `stopService`: a server process ends (`refused`: the port answers that nobody listens), hangs behind a filter (`silent`: nothing answers)
// or answers that it cannot serve (`failing`: 503, SERVFAIL, 554).

import { defineAction } from './action-row.ts';
import { choice } from '../schema/field.ts';
import { nodeField, portField } from '../schema/names.ts';

export interface StopServiceAction {
  readonly kind: 'stopService';
  readonly node: string;
  readonly port: number;
  readonly how: 'refused' | 'silent' | 'failing';
}

export const stopServiceAction = defineAction({
  kind: 'stopService',
  about: 'a server ends (refused), hangs (silent) or answers with errors (failing)',
  fields: {
    node: nodeField,
    port: portField,
    how: choice(['refused', 'silent', 'failing'], 'What a client notices.').default('refused'),
  },
  toAction: (fields): StopServiceAction => ({ kind: 'stopService', ...fields }),
});
