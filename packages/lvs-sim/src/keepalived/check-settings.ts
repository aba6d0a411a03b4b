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
}

const defaultDelayLoop = seconds(60);
const defaultConnectTimeout = seconds(5);
const defaultRetry = 1;

/** By kind of check. */
const defaultDelayBeforeRetry: Readonly<Record<CheckConfig['kind'], Duration>> = {
  tcpCheck: seconds(1),
  httpGet: seconds(3),
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
  return {
    delayLoop,
    warmup: given('warmup') ?? delayLoop,
    retry: given('retry') ?? defaultRetry,
    delayBeforeRetry: given('delayBeforeRetry') ?? defaultDelayBeforeRetry[check.kind],
    connectTimeout: given('connectTimeout') ?? defaultConnectTimeout,
    alpha: given('alpha') ?? false,
  };
}
