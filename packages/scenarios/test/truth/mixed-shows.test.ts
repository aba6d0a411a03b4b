// What FRR 8.4.4 shows in a lab with a signed virtual link, NBMA, point-to-multipoint, an unnumbered link, a passive interface, a totally
// stubby area and an NSSA; and of two routers with many settings of the process.

import { describe, expect, it } from 'vitest';
import { recordedShows, stable } from '../recorded-shows.ts';

describe.each(['frr-mixed-shows.json', 'frr-process-settings.json'])('%s', (fixture) => {
  it.each(recordedShows(fixture))('$prompted', ({ recorded, shown }) => {
    expect(stable(shown())).toBe(stable(recorded));
  });
});
