// The times of `accept-lifetime` and `send-lifetime`, as FRR reads them. FRR: lib/keychain.c, 8.4.

import { calendarSecondOf, type CalendarSecond } from '../../calendar.ts';
import type { FrrKeyLifetime } from './frr-config.ts';
import { isShortMonth, monthNumber, timeOfDay } from './key-time.ts';
import type { StatementArguments, StatementProblem } from './statement.ts';

/** Day and month come in either order. */
const dates = (name: string): readonly string[] => [
  `{${name}Time:time} {${name}Day:1-31} {${name}Month:month} {${name}Year:1993-2035}`,
  `{${name}Time:time} {${name}Month:month} {${name}Day:1-31} {${name}Year:1993-2035}`,
];

/** What may follow the word `accept-lifetime` or `send-lifetime`. */
export const keyLifetimePatterns: readonly string[] = dates('start').flatMap((start) => [
  `${start} infinite`,
  `${start} duration {duration:1-2147483646}`,
  ...dates('end').map((end) => `${start} ${end}`),
]);

export function keyLifetimeOf(args: StatementArguments): FrrKeyLifetime {
  const start = dateOf(args, 'start');
  const duration = args.optionalNumber('duration');
  if (duration !== undefined) return { start, end: (start + duration) as CalendarSecond };
  return { start, end: args.has('endTime') ? dateOf(args, 'end') : undefined };
}

/** With an error the line is refused. */
export function keyLifetimeProblem(
  args: StatementArguments,
  { start, end }: FrrKeyLifetime,
): StatementProblem | undefined {
  if (end === undefined || end > start) return shortMonth(args, 'start') ?? shortMonth(args, 'end');
  return {
    severity: 'error',
    at: args.place('endTime'),
    message: 'the end of the lifetime is not later than its start; FRR refuses the line',
    remedy: 'write a later end, `duration` and seconds, or `infinite`',
  };
}

function dateOf(args: StatementArguments, name: 'start' | 'end'): CalendarSecond {
  const [hour, minute, second] = timeOfDay(args.text(`${name}Time`)) ?? [0, 0, 0];
  return calendarSecondOf({
    year: args.number(`${name}Year`),
    month: monthNumber(args.text(`${name}Month`)),
    day: args.number(`${name}Day`),
    hour,
    minute,
    second,
  });
}

function shortMonth(args: StatementArguments, name: 'start' | 'end'): StatementProblem | undefined {
  const month = args.optionalText(`${name}Month`);
  if (month === undefined || !isShortMonth(month)) return undefined;
  return {
    severity: 'warning',
    at: args.place(`${name}Month`),
    message: `'${month}' has fewer than three letters, which FRR takes for January`,
    remedy: 'write at least the first three letters of the month',
  };
}
