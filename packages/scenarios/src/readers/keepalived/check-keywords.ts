// Keywords of health checks: what every check knows, and the checks that are simulated.

import type {
  CheckTarget,
  CheckTiming,
  HttpGetConfig,
  HttpUrlConfig,
  TcpCheckConfig,
} from '@ospflab/lvs-sim';
import {
  keyword,
  readBlock,
  unsupportedKeywords,
  type KeepalivedReadingLog,
  type KeywordRow,
} from './keyword.ts';
import type { KeepalivedStatement } from './keepalived-statement.ts';
import type { Writable } from '../writable.ts';

/** True alone or with a word that says so. */
export function flagKeyword<Key extends string>(
  name: string,
  key: Key,
): KeywordRow<{ [K in Key]?: boolean | undefined }> {
  return keyword(name, (target, from, log) => void (target[key] = log.flag(from)));
}

/** Keys that may stand in a virtual_server, a real_server and a check alike. */
export const timingKeywords: readonly KeywordRow<Writable<CheckTiming>>[] = [
  keyword('delay_loop', (timing, from, log) => void (timing.delayLoop = log.positiveDuration(from))),
  keyword('warmup', (timing, from, log) => void (timing.warmup = log.duration(from))),
  keyword('delay_before_retry', (timing, from, log) => void (timing.delayBeforeRetry = log.duration(from))),
  keyword(
    'connect_timeout',
    (timing, from, log) => void (timing.connectTimeout = log.positiveDuration(from)),
  ),
];

/** What every check knows, whether or not it connects. */
const checkKeywords: readonly KeywordRow<Writable<CheckTiming> & { logAllFailures?: boolean | undefined }>[] =
  [
    ...timingKeywords,
    keyword('retry', (check, from, log) => void (check.retry = log.integer(from, 0, 2 ** 32 - 1))),
    flagKeyword('alpha', 'alpha'),
    flagKeyword('log_all_failures', 'logAllFailures'),
  ];

const targetKeywords: readonly KeywordRow<Writable<CheckTarget>>[] = [
  ...checkKeywords,
  keyword('connect_ip', (check, from, log) => void (check.connectIp = log.address(from))),
  keyword('connect_port', (check, from, log) => void (check.connectPort = log.integer(from, 1, 65535))),
  keyword('bindto', (check, from, log) => void (check.bindTo = log.address(from))),
  keyword('bind_port', (check, from, log) => void (check.bindPort = log.integer(from, 1, 65535))),
  ...unsupportedKeywords('bind_if fwmark', 'checks leave by the route to the real server'),
];

export function readTcpCheck(statement: KeepalivedStatement, log: KeepalivedReadingLog): TcpCheckConfig {
  const check: Writable<TcpCheckConfig> = { kind: 'tcpCheck' };
  readBlock(statement.block ?? [], targetKeywords, check, log);
  return check;
}

type UrlDraft = Writable<Omit<HttpUrlConfig, 'statusCodes'>> & {
  statusCodes?: { readonly from: number; readonly to: number }[];
};

function readStatusCodes(url: UrlDraft, from: KeepalivedStatement, log: KeepalivedReadingLog): void {
  for (const word of from.words) {
    const match = /^(\d{3})(?:-(\d{3}))?$/.exec(word.text);
    if (match === null) {
      const message = `'${word.text}' where a status code such as 200 or 200-204 was expected`;
      log.report(word, 'error', message, 'write codes or ranges, separated by blanks');
      continue;
    }
    const low = Number(match[1]);
    (url.statusCodes ??= []).push({ from: low, to: match[2] === undefined ? low : Number(match[2]) });
  }
}

const urlKeywords: readonly KeywordRow<UrlDraft>[] = [
  keyword('path', (url, from) => void (url.path = from.words[0]?.text ?? '/')),
  keyword('digest', (url, from) => void (url.digest = from.words[0]?.text.toLowerCase())),
  keyword('virtualhost', (url, from) => void (url.virtualHost = from.words[0]?.text)),
  keyword('status_code', readStatusCodes),
  ...unsupportedKeywords(
    'regex regex_no_match regex_options regex_min_offset regex_max_offset',
    'bodies are compared by digest only',
  ),
];

type HttpGetDraft = Writable<HttpGetConfig>;

const httpGetKeywords: readonly KeywordRow<HttpGetDraft>[] = [
  ...targetKeywords,
  keyword('url', (check, from, log) => {
    const url: UrlDraft = { path: '/' };
    readBlock(from.block ?? [], urlKeywords, url, log);
    check.urls.push(url);
  }),
  // Here, unlike in TCP_CHECK, the old name of `retry` is still known.
  keyword('nb_get_retry', (check, from, log) => {
    check.retry = log.integer(from, 0, 100_000);
    log.report(from.keyword, 'warning', "'nb_get_retry' is the old name of 'retry'", "write 'retry'");
  }),
  ...unsupportedKeywords(
    'http_protocol virtualhost enable_sni tls_compliant fast_recovery',
    'requests are plain HTTP/1.0',
  ),
];

export function readHttpGet(statement: KeepalivedStatement, log: KeepalivedReadingLog): HttpGetConfig {
  const check: HttpGetDraft = { kind: 'httpGet', urls: [] };
  readBlock(statement.block ?? [], httpGetKeywords, check, log);
  if (check.urls.length === 0) {
    log.report(
      statement.keyword,
      'error',
      'HTTP_GET needs at least one url',
      'add `url { path / status_code 200 }`',
    );
  }
  return check;
}
