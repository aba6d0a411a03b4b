// `cut`: frames are lost silently at the node's port; the carrier stays up and nobody is told.

import { defineAction } from './action-row.ts';
import { choice } from '../schema/field.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface CutAction {
  readonly kind: 'cut';
  readonly node: string;
  readonly interface: string;
  /** As the node sees it: `in` loses what it would receive, `out` what it sends. */
  readonly direction: 'both' | 'in' | 'out';
}

export const cutAction = defineAction({
  kind: 'cut',
  about: 'frames are lost silently at a port of the node; the carrier stays up',
  fields: {
    node: nodeField,
    interface: interfaceField,
    direction: choice(['both', 'in', 'out'], 'As the node sees it.').default('both'),
  },
  toAction: (fields): CutAction => ({ kind: 'cut', ...fields }),
});
