// What FRR 8.4.4 shows of interfaces and areas with and without authentication, their own or that of the area.

import { describe, expect, it } from 'vitest';
import { recordedShows, stable } from '../recorded-shows.ts';

describe('interfaces of one router, each with another authentication', () => {
  it.each(recordedShows('frr-authenticated-interfaces.json'))('$prompted', ({ recorded, shown }) => {
    expect(stable(shown())).toBe(stable(recorded));
  });
});
