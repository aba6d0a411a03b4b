// `kill`: SIGKILL. The daemon vanishes without a word; what it told the kernel stays.

import { daemonField, type DaemonName } from './daemon.ts';
import { defineAction } from './action-row.ts';
import { nodeField } from '../schema/names.ts';

export interface KillAction {
  readonly kind: 'kill';
  readonly node: string;
  readonly daemon: DaemonName;
}

export const killAction = defineAction({
  kind: 'kill',
  about: 'SIGKILL',
  fields: { node: nodeField, daemon: daemonField },
  toAction: (fields): KillAction => ({ kind: 'kill', ...fields }),
});
