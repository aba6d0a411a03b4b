// Keywords that stand in every health check, or in a virtual_server and a real_server as well.

import type { CheckTarget, CheckTiming } from '@ospflab/lvs-sim';
import { keyword, unsupportedKeywords, type KeywordRow } from '../keyword.ts';
import type { Writable } from '../../writable.ts';

/** True alone or with a word that says so. */
export function flagKeyword<Key extends string>(
  name: string,
  key: Key,
): KeywordRow<{ [K in Key]?: boolean | undefined }> {
  return keyword(name, (target, from, log) => void (target[key] = log.flag(from)));
}

/** Keys that may stand in a virtual_server, a real_server and a check of any kind. */
const paceKeywords: readonly KeywordRow<Writable<CheckTiming>>[] = [
  keyword('delay_loop', (timing, from, log) => void (timing.delayLoop = log.positiveDuration(from))),
  keyword('warmup', (timing, from, log) => void (timing.warmup = log.duration(from))),
  keyword('delay_before_retry', (timing, from, log) => void (timing.delayBeforeRetry = log.duration(from))),
];

/** Only checks that send something know it. */
const connectTimeoutKeyword: KeywordRow<Writable<CheckTiming>> = keyword(
  'connect_timeout',
  (timing, from, log) => void (timing.connectTimeout = log.positiveDuration(from)),
);

/** For virtual_server and real_server. */
export const timingKeywords: readonly KeywordRow<Writable<CheckTiming>>[] = [
  ...paceKeywords,
  connectTimeoutKeyword,
];

/** What every check knows, whether or not it sends something. */
export const checkKeywords: readonly KeywordRow<
  Writable<CheckTiming> & { logAllFailures?: boolean | undefined }
>[] = [
  ...paceKeywords,
  keyword('retry', (check, from, log) => void (check.retry = log.integer(from, 0, 2 ** 32 - 1))),
  flagKeyword('alpha', 'alpha'),
  flagKeyword('log_all_failures', 'logAllFailures'),
];

export const targetKeywords: readonly KeywordRow<Writable<CheckTarget>>[] = [
  ...checkKeywords,
  connectTimeoutKeyword,
  keyword('connect_ip', (check, from, log) => void (check.connectIp = log.address(from))),
  keyword('connect_port', (check, from, log) => void (check.connectPort = log.integer(from, 1, 65535))),
  keyword('bindto', (check, from, log) => void (check.bindTo = log.address(from))),
  keyword('bind_port', (check, from, log) => void (check.bindPort = log.integer(from, 1, 65535))),
  ...unsupportedKeywords('bind_if fwmark', 'checks leave by the route to the real server'),
];
