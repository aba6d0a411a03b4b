// Dates and times of day without leap seconds and time zones. A simulated machine has no other clock than what its scenario says.

/** Seconds since the beginning of 1970. */
export type CalendarSecond = number & { readonly calendarSecond: true };

export interface CalendarDate {
  readonly year: number;
  /** 1 … 12 */
  readonly month: number;
  /** 1 … 31; a day that the month does not have is one of the next. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export const monthNames = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
] as const; // prettier-ignore

const secondsPerDay = 86_400;
const daysPerEra = 146_097;
/** From the first of March of the year 0, with which the eras of 400 years begin, to 1970. */
const daysTo1970 = 719_468;

export function calendarSecondOf({ year, month, day, hour, minute, second }: CalendarDate): CalendarSecond {
  // Years that begin in March have their leap day at the end.
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * daysPerEra + dayOfEra - daysTo1970;
  return (days * secondsPerDay + hour * 3600 + minute * 60 + second) as CalendarSecond;
}

export function calendarDateOf(at: CalendarSecond): CalendarDate {
  const days = Math.floor(at / secondsPerDay) + daysTo1970;
  const era = Math.floor(days / daysPerEra);
  const dayOfEra = days - era * daysPerEra;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const seconds = at - Math.floor(at / secondsPerDay) * secondsPerDay;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: Math.floor(seconds) % 60,
  };
}

/** What the start of a run stands for, unless its scenario says otherwise: midnight at the beginning of 2026. */
export const defaultClock = calendarSecondOf({ year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0 });
