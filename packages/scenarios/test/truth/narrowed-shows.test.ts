// Show commands about one interface, one neighbour or some LSAs, as vtysh of FRR 8.4.4 answered them a minute after a start.

import { describe, expect, it } from 'vitest';
import { recordedShows, stable } from '../recorded-shows.ts';

describe('a part of what a router shows', () => {
  it.each(recordedShows('frr-narrowed-shows.json'))('$prompted', ({ recorded, shown }) => {
    expect(stable(shown())).toBe(stable(recorded));
  });
});
