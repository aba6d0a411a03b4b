// UDP_CHECK.

import type { UdpCheckConfig } from '@ospflab/lvs-sim';
import type { KeepalivedStatement } from '../keepalived-statement.ts';
import { keyword, readBlock, type KeepalivedReadingLog, type KeywordRow } from '../keyword.ts';
import type { Writable } from '../../writable.ts';
import { targetKeywords } from './check-keywords.ts';

type UdpCheckDraft = Writable<UdpCheckConfig>;

/** Bytes as one or two hexadecimal digits, with or without blanks; with `mayBeWild`, X stands for any digit. */
function readHex(
  from: KeepalivedStatement,
  mayBeWild: boolean,
  log: KeepalivedReadingLog,
): { readonly bytes: Uint8Array; readonly wild: Uint8Array } | undefined {
  const digits = mayBeWild ? '[0-9a-fA-FxX]' : '[0-9a-fA-F]';
  const text = from.words.map((word) => word.text).join(' ');
  if (!new RegExp(`^(${digits}| )+$`).test(text)) {
    const message = `Invalid hex string for UDP_CHECK ${mayBeWild ? 'reply' : 'payload'}`;
    log.report(from.words[0] ?? from.keyword, 'error', message, 'write pairs of hexadecimal digits');
    return undefined;
  }
  const pairs = text.match(/[^ ]{1,2}/g) ?? [];
  return {
    bytes: Uint8Array.from(pairs, (pair) => Number.parseInt(pair.replaceAll(/x/gi, '0'), 16)),
    wild: Uint8Array.from(pairs, (pair) =>
      Number.parseInt(pair.replaceAll(/[^xX]/g, '0').replaceAll(/x/gi, 'f'), 16),
    ),
  };
}

const udpCheckKeywords: readonly KeywordRow<UdpCheckDraft>[] = [
  ...targetKeywords,
  keyword('payload', (check, from, log) => void (check.payload = readHex(from, false, log)?.bytes)),
  keyword('require_reply', (check, from, log) => {
    check.requireReply = true;
    if (from.words.length > 0) check.reply = readHex(from, true, log);
  }),
  keyword(
    'min_reply_length',
    (check, from, log) => void (check.minReplyLength = log.integer(from, 0, 65_535)),
  ),
  keyword(
    'max_reply_length',
    (check, from, log) => void (check.maxReplyLength = log.integer(from, 0, 65_535)),
  ),
];

export function readUdpCheck(from: KeepalivedStatement, log: KeepalivedReadingLog): UdpCheckConfig {
  const check: UdpCheckDraft = { kind: 'udpCheck' };
  readBlock(from.block ?? [], udpCheckKeywords, check, log);
  const { minReplyLength = 0, maxReplyLength = 255 } = check;
  if (minReplyLength > maxReplyLength) {
    const bounds = `min_reply length ${minReplyLength} > max_reply_length ${maxReplyLength}`;
    log.report(from.keyword, 'warning', `UDP_CHECK ${bounds} - will always fail`, 'exchange them');
  }
  return check;
}
