// `boot`: a crashed machine comes up with its configuration files.

import { defineAction } from './action-row.ts';
import { nodeField } from '../schema/names.ts';

export interface BootAction {
  readonly kind: 'boot';
  readonly node: string;
}

export const bootAction = defineAction({
  kind: 'boot',
  about: 'a crashed machine comes up again',
  fields: { node: nodeField },
  toAction: (fields): BootAction => ({ kind: 'boot', ...fields }),
});
