// HTTP_GET and SSL_GET.

import type { HttpGetConfig, HttpUrlConfig } from '@ospflab/lvs-sim';
import type { KeepalivedStatement } from '../keepalived-statement.ts';
import {
  irrelevantKeywords,
  keyword,
  readBlock,
  unsupportedKeywords,
  type KeepalivedReadingLog,
  type KeywordRow,
} from '../keyword.ts';
import type { Writable } from '../../writable.ts';
import { flagKeyword, targetKeywords } from './check-keywords.ts';

type UrlDraft = Writable<Omit<HttpUrlConfig, 'statusCodes' | 'path'>> & {
  path?: string | undefined;
  statusCodes?: { readonly from: number; readonly to: number }[];
};

function readStatusCodes(url: UrlDraft, from: KeepalivedStatement, log: KeepalivedReadingLog): void {
  for (const word of from.words) {
    const match = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(word.text);
    const low = Number(match?.[1]);
    const high = Number(match?.[2] ?? match?.[1]);
    if (low <= high) (url.statusCodes ??= []).push({ from: low, to: high });
    else {
      const message = `Invalid HTTP_GET status code '${word.text}'`;
      log.report(word, 'error', message, 'write codes such as 200 or ranges such as 200-204');
    }
  }
}

function readDigest(url: UrlDraft, from: KeepalivedStatement, log: KeepalivedReadingLog): void {
  const digest = log.text(from, 'an MD5 digest')?.toLowerCase();
  if (digest === undefined) return;
  if (/^[0-9a-f]{32}$/.test(digest)) url.digest = digest;
  else log.report(from.words[0]!, 'error', `'${digest}' is no MD5 digest`, 'write 32 hexadecimal digits');
}

const urlKeywords: readonly KeywordRow<UrlDraft>[] = [
  keyword('path', (url, from, log) => void (url.path = log.text(from, 'a path'))),
  keyword('digest', readDigest),
  keyword('virtualhost', (url, from, log) => void (url.virtualHost = log.text(from, 'a host name'))),
  keyword('status_code', readStatusCodes),
  ...unsupportedKeywords(
    'regex regex_no_match regex_options regex_min_offset regex_max_offset regex_stack',
    'bodies are compared by digest only',
  ),
];

type HttpGetDraft = Writable<HttpGetConfig>;

function readUrl(check: HttpGetDraft, from: KeepalivedStatement, log: KeepalivedReadingLog): void {
  const url: UrlDraft = {};
  readBlock(from.block ?? [], urlKeywords, url, log);
  const { path } = url;
  if (path !== undefined) check.urls.push({ ...url, path });
  else log.report(from.keyword, 'warning', 'HTTP/SSL_GET checker url has no path - ignoring', 'add `path /`');
}

const httpGetKeywords: readonly KeywordRow<HttpGetDraft>[] = [
  ...targetKeywords,
  keyword('url', readUrl),
  // Here, unlike in TCP_CHECK, the old name of `retry` is still known.
  keyword('nb_get_retry', (check, from, log) => {
    check.retry = log.integer(from, 0, 2 ** 32 - 1);
    const message = "nb_get_retry is deprecated - please use 'retry'";
    log.report(from.keyword, 'warning', message, "write 'retry'");
  }),
  keyword('http_protocol', (check, from, log) => {
    const written = log.choice(from, ['1.0', '1.1', '1.0C', '1.0c']);
    check.protocol = written === '1.0c' ? '1.0C' : written;
  }),
  keyword('virtualhost', (check, from, log) => void (check.virtualHost = log.text(from, 'a host name'))),
  flagKeyword('fast_recovery', 'fastRecovery'),
  // Names in the handshake make no difference to a server without certificates.
  ...irrelevantKeywords('enable_sni'),
];

/** Undefined without urls: keepalived leaves the check out. */
export function readHttpGet(from: KeepalivedStatement, log: KeepalivedReadingLog): HttpGetConfig | undefined {
  const check: HttpGetDraft = { kind: 'httpGet', urls: [] };
  if (from.keyword.text === 'SSL_GET') check.tls = true;
  readBlock(from.block ?? [], httpGetKeywords, check, log);
  if (check.urls.length > 0) return check;
  const message = 'HTTP/SSL_GET checker has no urls specified - ignoring';
  log.report(from.keyword, 'error', message, 'add `url { path / }`');
  return undefined;
}
