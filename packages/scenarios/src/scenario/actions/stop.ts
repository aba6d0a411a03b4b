// `stop`: SIGTERM. The daemon withdraws what it announced, as the real program does.

import { daemonField, type DaemonName } from './daemon.ts';
import { defineAction } from './action-row.ts';
import { nodeField } from '../schema/names.ts';

export interface StopAction {
  readonly kind: 'stop';
  readonly node: string;
  readonly daemon: DaemonName;
}

export const stopAction = defineAction({
  kind: 'stop',
  about: 'SIGTERM',
  fields: { node: nodeField, daemon: daemonField },
  toAction: (fields): StopAction => ({ kind: 'stop', ...fields }),
});
