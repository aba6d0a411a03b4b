// Dates without a clock, beside the calendar of the platform.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDateOf, calendarSecondOf, defaultClock } from '@ospflab/scenarios';

const date = fc.record({
  year: fc.integer({ min: 1600, max: 2400 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 31 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.integer({ min: 0, max: 59 }),
});

describe('a date', () => {
  it('is the second that the platform counts, days that a month does not have included', () => {
    fc.assert(
      fc.property(date, ({ year, month, day, hour, minute, second }) => {
        const counted = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
        expect(calendarSecondOf({ year, month, day, hour, minute, second })).toBe(counted);
      }),
    );
  });

  it('comes back from its second', () => {
    fc.assert(
      fc.property(date, (written) => {
        const at = calendarSecondOf(written);
        const found = new Date(at * 1000);
        expect(calendarDateOf(at)).toEqual({
          year: found.getUTCFullYear(),
          month: found.getUTCMonth() + 1,
          day: found.getUTCDate(),
          hour: found.getUTCHours(),
          minute: found.getUTCMinutes(),
          second: found.getUTCSeconds(),
        });
      }),
    );
  });

  it('of the start of a run is the first of January 2026 by default', () => {
    expect(defaultClock).toBe(Date.UTC(2026, 0, 1) / 1000);
  });
});
