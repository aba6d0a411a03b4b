// `kill`: SIGKILL. The daemon vanishes without a word; what it told the kernel stays.

import type { DaemonName } from './daemon.ts';

export interface KillAction {
  readonly kind: 'kill';
  readonly node: string;
  readonly daemon: DaemonName;
}
