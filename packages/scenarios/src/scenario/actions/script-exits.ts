// `scriptExits`: from now on a program of a MISC_CHECK exits with this status.

import { defineAction } from './action-row.ts';
import { integerField } from '../schema/field.ts';
import { nodeField, sentenceField } from '../schema/names.ts';

export interface ScriptExitsAction {
  readonly kind: 'scriptExits';
  readonly node: string;
  /** The program, or its whole command line. */
  readonly script: string;
  readonly exit: number;
}

export const scriptExitsAction = defineAction({
  kind: 'scriptExits',
  about: 'a program of a MISC_CHECK exits with another status',
  fields: {
    node: nodeField,
    script: sentenceField('The program as misc_path names it, or the whole command line.'),
    exit: integerField(0, 255, 'Exit status.'),
  },
  toAction: (fields): ScriptExitsAction => ({ kind: 'scriptExits', ...fields }),
});
