// `start`: a daemon that was killed or stopped is started again with its configuration.

import { daemonField, type DaemonName } from './daemon.ts';
import { defineAction } from './action-row.ts';
import { nodeField } from '../schema/names.ts';

export interface StartAction {
  readonly kind: 'start';
  readonly node: string;
  readonly daemon: DaemonName;
}

export const startAction = defineAction({
  kind: 'start',
  about: 'starts a daemon that was killed or stopped',
  fields: { node: nodeField, daemon: daemonField },
  toAction: (fields): StartAction => ({ kind: 'start', ...fields }),
});
