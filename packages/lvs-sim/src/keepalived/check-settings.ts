// The timing of one check after inheritance and the program's defaults. keepalived 2.2.7: keepalived/check/check_api.c, check_http.c.

import { seconds, type Duration } from '@ospflab/sim';
import type { CheckConfig, CheckTiming, RealServerConfig, VirtualServerConfig } from './keepalived-config.ts';

export interface CheckSettings {
  /** From the end of a check to the next one. */
  readonly delayLoop: Duration;
  /** The first check starts at a random moment within this time. */
  readonly warmup: Duration;
  /** Further attempts before a server that was up counts as down. */
  readonly retry: number;
  readonly delayBeforeRetry: Duration;
  readonly connectTimeout: Duration;
  /** The server counts as down until the first success. */
  readonly alpha: boolean;
  /** How long a script may take unless its check says otherwise: delay_loop of the virtual server. */
  readonly scriptTimeout: Duration;
}

const defaultDelayLoop = seconds(60);
const defaultConnectTimeout = seconds(5);

interface KindDefaults {
  readonly retry: number;
  /** Undefined: as long as delay_loop. */
  readonly delayBeforeRetry: Duration | undefined;
}

const usual: KindDefaults = { retry: 1, delayBeforeRetry: seconds(1) };

const kindDefaults: Readonly<Record<CheckConfig['kind'], KindDefaults>> = {
  tcpCheck: usual,
  httpGet: { retry: 1, delayBeforeRetry: seconds(3) },
  udpCheck: usual,
  pingCheck: usual,
  smtpCheck: usual,
  dnsCheck: { retry: 3, delayBeforeRetry: undefined },
  miscCheck: { retry: 0, delayBeforeRetry: seconds(1) },
  bfdCheck: usual,
};

/** The innermost value wins: check, then real server, then virtual server. */
export function checkSettings(
  virtualServer: VirtualServerConfig,
  realServer: RealServerConfig,
  check: CheckConfig,
): CheckSettings {
  const given = <K extends keyof CheckTiming>(key: K): CheckTiming[K] =>
    check[key] ?? realServer[key] ?? virtualServer[key];
  const delayLoop = given('delayLoop') ?? defaultDelayLoop;
  const defaults = kindDefaults[check.kind];
  return {
    delayLoop,
    warmup: given('warmup') ?? delayLoop,
    retry: given('retry') ?? defaults.retry,
    delayBeforeRetry: given('delayBeforeRetry') ?? defaults.delayBeforeRetry ?? delayLoop,
    connectTimeout: given('connectTimeout') ?? defaultConnectTimeout,
    alpha: given('alpha') ?? false,
    scriptTimeout: virtualServer.delayLoop ?? defaultDelayLoop,
  };
}
