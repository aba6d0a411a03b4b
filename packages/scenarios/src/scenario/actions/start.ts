// `start`: a daemon that was killed or stopped is started again with its configuration.

import type { DaemonName } from './daemon.ts';

export interface StartAction {
  readonly kind: 'start';
  readonly node: string;
  readonly daemon: DaemonName;
}
