// Option values as commander hands them over: text to number or instant, with a message that says what was expected.

import { InvalidArgumentError } from 'commander';
import { seconds, type Instant } from '@ospflab/sim';

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Give a whole number, for example 7.');
  return Number(text);
}

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600 };

/** `60s`, `1500ms`, `2min`; an instant since the start of the run. */
export function instant(text: string): Instant {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)$/.exec(text);
  const unit = unitSeconds[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw new InvalidArgumentError('Give a time with its unit, for example 60s, 1500ms or 2min.');
  }
  return seconds(Number(match[1]) * unit) as number as Instant;
}

/** `name=value`, collected over all the times that the option is given; the last one of a name counts. */
export function parameterSetting(text: string, earlier?: ReadonlyMap<string, string>): Map<string, string> {
  const sign = text.indexOf('=');
  if (sign <= 0) {
    throw new InvalidArgumentError('Give a parameter and its value, for example hold=10s.');
  }
  return new Map([...(earlier ?? []), [text.slice(0, sign).trim(), text.slice(sign + 1).trim()]]);
}

/** `node=file`, collected over all the times that the option is given. */
export function nodeFile(text: string, earlier?: ReadonlyMap<string, string>): Map<string, string> {
  const sign = text.indexOf('=');
  if (sign <= 0 || sign === text.length - 1) {
    throw new InvalidArgumentError('Give a node and a file, for example ds1=ds1.ndjson.');
  }
  return new Map([...(earlier ?? []), [text.slice(0, sign), text.slice(sign + 1)]]);
}
