// `crash`: the whole machine stops at once and forgets everything.

import { defineAction } from './action-row.ts';
import { nodeField } from '../schema/names.ts';

export interface CrashAction {
  readonly kind: 'crash';
  readonly node: string;
}

export const crashAction = defineAction({
  kind: 'crash',
  about: 'the machine stops at once and forgets everything',
  fields: { node: nodeField },
  toAction: (fields): CrashAction => ({ kind: 'crash', ...fields }),
});
