// `stop`: SIGTERM. The daemon withdraws what it announced, as the real program does.

import type { DaemonName } from './daemon.ts';

export interface StopAction {
  readonly kind: 'stop';
  readonly node: string;
  readonly daemon: DaemonName;
}
