// `run`: command lines typed on a node, understood as far as set-up scripts are: ip, sysctl, ipvsadm …

import { sentenceField, nodeField } from '../schema/names.ts';
import { defineAction } from './action-row.ts';

export interface RunAction {
  readonly kind: 'run';
  readonly node: string;
  readonly command: string;
}

export const runAction = defineAction({
  kind: 'run',
  about: 'command lines typed on the node, as in a set-up script',
  fields: { node: nodeField, command: sentenceField('One line, or a block of several with `|`.') },
  toAction: (fields): RunAction => ({ kind: 'run', ...fields }),
});
