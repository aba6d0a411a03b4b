// `configure`: lines typed into the running ospfd after `configure terminal`. They last until the daemon ends.

import { sentenceField, nodeField } from '../schema/names.ts';
import { defineAction } from './action-row.ts';

export interface ConfigureAction {
  readonly kind: 'configure';
  readonly node: string;
  /** As in the configuration file. */
  readonly lines: string;
}

export const configureAction = defineAction({
  kind: 'configure',
  about: 'lines of configuration typed into the running ospfd',
  fields: { node: nodeField, lines: sentenceField('Lines as in ospfd.conf; a block of several with `|`.') },
  toAction: (fields): ConfigureAction => ({ kind: 'configure', ...fields }),
});
