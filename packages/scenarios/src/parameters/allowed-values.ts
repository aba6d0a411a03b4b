// The key `allowed` of a parameter: reading it, saying it in words, and judging a value by it.

import type { Duration } from '@ospflab/sim';
import { parseDuration, parseDurationRange } from '../scenario/schema/quantities.ts';
import type { AllowedValues } from './parameter.ts';

const wordsMax = 200;
const textLengthMax = 200;

/** One line of text without control characters, so that lines keep their numbers; undefined for anything else. */
export function oneLine(value: unknown): string | undefined {
  const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const text = scalar ? String(value) : undefined;
  return text !== undefined && text.length <= textLengthMax && !/[\u0000-\u001f\u007f-\u009f]/.test(text)
    ? text
    : undefined;
}

/** A list of words, a map from words to texts, `1..65535` or `0s..30s`; undefined for anything else. */
export function readAllowedValues(value: unknown): AllowedValues | undefined {
  if (typeof value === 'string') return readRange(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.map((word: unknown) => [word, word])
    : Object.entries(value);
  const texts = new Map<string, string>();
  for (const [word, text] of pairs) {
    const [left, right] = [oneLine(word), oneLine(text)];
    if (left === undefined || right === undefined || left === '') return undefined;
    texts.set(left, right);
  }
  return texts.size === 0 || texts.size > wordsMax ? undefined : { kind: 'words', texts };
}

function readRange(text: string): AllowedValues | undefined {
  const numbers = /^(\d{1,15})\.\.(\d{1,15})$/.exec(text.trim());
  if (numbers !== null) {
    const [lowest, highest] = [Number(numbers[1]), Number(numbers[2])];
    return lowest <= highest ? { kind: 'wholeNumber', lowest, highest } : undefined;
  }
  const durations = parseDurationRange(text.trim());
  return durations === undefined ? undefined : { kind: 'duration', ...durations };
}

export function describeAllowed(allowed: AllowedValues, written: string | undefined): string {
  switch (allowed.kind) {
    case 'anyText':
      return 'one line of text';
    case 'words':
      return `one of ${[...allowed.texts.keys()].join(', ')}`;
    case 'wholeNumber':
      return `a whole number from ${allowed.lowest} to ${allowed.highest}`;
    case 'duration':
      return `a duration in ${written ?? ''}, or a range of them such as 1s..2s`;
  }
}

/** The text that stands for a value; undefined when the value is not allowed. */
export function textOfValue(allowed: AllowedValues, value: string): string | undefined {
  switch (allowed.kind) {
    case 'anyText':
      return value;
    case 'words':
      return allowed.texts.get(value);
    case 'wholeNumber': {
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      return number >= allowed.lowest && number <= allowed.highest ? String(number) : undefined;
    }
    case 'duration': {
      const inside = (one: Duration | undefined) =>
        one !== undefined && one >= allowed.shortest && one <= allowed.longest;
      const range = parseDurationRange(value);
      const fits =
        range === undefined ? inside(parseDuration(value)) : inside(range.shortest) && inside(range.longest);
      return fits ? value : undefined;
    }
  }
}
