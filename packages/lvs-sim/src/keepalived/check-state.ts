// What every kind of check keeps: its settings and its verdict on the real server so far.

import type { CheckSettings } from './check-settings.ts';
import type { CheckConfig } from './keepalived-config.ts';
import type { RealServerState } from './real-server-state.ts';
import type { VirtualServerPool } from './virtual-server-pool.ts';

export class CheckState<Config extends CheckConfig = CheckConfig> {
  /** Also the number of its timer and of its connection. */
  readonly index: number;
  readonly config: Config;
  readonly settings: CheckSettings;
  readonly server: RealServerState;
  readonly pool: VirtualServerPool;
  readonly logsAllFailures: boolean;
  isUp: boolean;
  hasRun = false;
  /** False while ha_suspend holds it. */
  enabled = true;
  /** As the program counts: it begins at the limit, so that the first failure after the start decides at once. */
  retries: number;
  /** For the trace, where attempts count from 1. */
  failuresInRow = 0;

  constructor(
    index: number,
    config: Config,
    settings: CheckSettings,
    server: RealServerState,
    pool: VirtualServerPool,
    logsAllFailures: boolean,
  ) {
    this.index = index;
    this.config = config;
    this.settings = settings;
    this.server = server;
    this.pool = pool;
    this.logsAllFailures = logsAllFailures;
    this.isUp = !settings.alpha;
    this.retries = settings.retry;
    if (settings.alpha) server.failedChecks++;
  }
}
