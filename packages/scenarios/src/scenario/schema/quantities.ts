// Quantities of a scenario with their units: durations, instants, bit rates, sizes, probabilities.

import { nanoseconds, type Duration, type Instant } from '@ospflab/sim';
import { calendarDateOf, calendarSecondOf, type CalendarDate, type CalendarSecond } from '../../calendar.ts';
import { field, textField } from './field.ts';

const nanosecondsPer: Readonly<Record<string, number | undefined>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  h: 3600e9,
};

/** `1.5s`, `250ms`, `2min`; undefined without a unit. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,9})?)\s*(ns|us|µs|ms|s|min|h)$/.exec(text);
  const unit = nanosecondsPer[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : nanoseconds(Number(match[1]) * unit);
}

const durationText = {
  expected: 'a duration with its unit',
  remedy: 'write it with ns, us, ms, s, min or h, as in 250ms or 30s',
};
const durationPattern = '^\\d+(\\.\\d+)?\\s*(ns|us|µs|ms|s|min|h)$';

/** `1s..2s`; undefined unless both ends are durations with their unit, in order. */
export function parseDurationRange(text: string): { shortest: Duration; longest: Duration } | undefined {
  const parts = text.split('..');
  if (parts.length !== 2) return undefined;
  const shortest = parseDuration(parts[0]!.trim());
  const longest = parseDuration(parts[1]!.trim());
  return shortest === undefined || longest === undefined || shortest > longest
    ? undefined
    : { shortest, longest };
}

export function durationField(description: string) {
  return textField(
    { ...durationText, json: { type: 'string', pattern: durationPattern, description } },
    parseDuration,
  );
}

/** Seconds and so on since the start of the run. */
export function instantField(description: string) {
  return textField(
    { ...durationText, json: { type: 'string', pattern: durationPattern, description } },
    (text) => parseDuration(text) as Instant | undefined,
  );
}

/** An instant, or two of them with `..` between: any instant in that span. */
export function instantRangeField(description: string) {
  const { expected } = durationText;
  const remedy = 'write it with ns, us, ms, s, min or h, as in 30s, or 60s..65s to let the seed choose';
  const json = { type: 'string', description };
  return textField({ expected, remedy, json }, (text) => {
    const range = parseDurationRange(text);
    const [earliest, latest] =
      range === undefined ? [parseDuration(text), parseDuration(text)] : [range.shortest, range.longest];
    return earliest === undefined || latest === undefined ? undefined : { earliest, latest };
  });
}

/** `2026-01-31` or `2026-01-31 08:30:00`; undefined when there is no such second. */
function parseClock(text: string): CalendarSecond | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2}))?$/.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const date = { year: part(1), month: part(2), day: part(3) };
  const written: CalendarDate = { ...date, hour: part(4), minute: part(5), second: part(6) };
  const at = calendarSecondOf(written);
  const found = calendarDateOf(at);
  return Object.entries(written).every(([unit, value]) => found[unit as keyof CalendarDate] === value)
    ? at
    : undefined;
}

/** A date, with or without a time of day. */
export function clockField(description: string) {
  return textField(
    {
      expected: 'a date, or a date and a time of day',
      remedy: 'write it as in 2026-01-31 or 2026-01-31 08:30:00',
      json: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}:\\d{2})?$', description },
    },
    parseClock,
  );
}

const bitsPer: Readonly<Record<string, number | undefined>> = { bit: 1, kbit: 1e3, Mbit: 1e6, Gbit: 1e9 };

export const bandwidthField = textField(
  {
    expected: 'a bit rate',
    remedy: 'write it with bit, kbit, Mbit or Gbit (per second), as in 100Mbit',
    json: { type: 'string', description: 'Bits per second; without it frames take no time to send.' },
  },
  (text) => {
    const match = /^(\d{1,9}(?:\.\d{1,6})?)\s*(bit|kbit|Mbit|Gbit)(?:\/s)?$/.exec(text);
    const value = Number(match?.[1]) * (bitsPer[match?.[2] ?? ''] ?? 0);
    return value > 0 ? value : undefined;
  },
);

const bytesPer: Readonly<Record<string, number | undefined>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  KiB: 1024,
  MiB: 1024 ** 2,
};

export const sizeField = textField(
  {
    expected: 'a size in bytes',
    remedy: 'write it with B, kB, MB, KiB or MiB, as in 64KiB',
    json: { type: 'string', description: 'What a sender may have waiting; more is dropped.' },
  },
  (text) => {
    const match = /^(\d{1,9})\s*(B|kB|MB|KiB|MiB)$/.exec(text);
    const unit = bytesPer[match?.[2] ?? ''];
    return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
  },
);

export function probabilityField(description: string) {
  return field(
    {
      expected: 'a probability',
      remedy: 'write a percentage or a number from 0 to 1, as in 1% or 0.01',
      json: { type: ['number', 'string'], description },
    },
    (value) => {
      const match = typeof value === 'string' ? /^(\d{1,3}(?:\.\d{1,9})?)\s*%$/.exec(value.trim()) : null;
      const probability = match === null ? value : Number(match[1]) / 100;
      return typeof probability === 'number' && probability >= 0 && probability <= 1
        ? probability
        : undefined;
    },
  );
}

export function positiveField(description: string) {
  return field(
    {
      expected: 'a number above 0',
      remedy: 'write a positive number',
      json: { type: 'number', exclusiveMinimum: 0, description },
    },
    (value) => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined),
  );
}

export function figureField(description: string) {
  return field(
    { expected: 'a number', remedy: 'write a number', json: { type: 'number', description } },
    (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  );
}
