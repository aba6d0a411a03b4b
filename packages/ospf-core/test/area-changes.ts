// What happens to a network of several areas: routers crash or stop, segments and interfaces fail, and all of it comes back.

import fc from 'fast-check';
import type { BuiltAreas } from './built-areas.ts';

export interface AreaChange {
  readonly kind: 'crash' | 'stop' | 'cut' | 'down';
  readonly pick: number;
  /** Of segments: only those of the backbone are picked from. */
  readonly inBackbone: boolean;
}

export const arbitraryChange: fc.Arbitrary<AreaChange> = fc.record({
  kind: fc.constantFrom<AreaChange['kind']>('crash', 'stop', 'cut', 'down'),
  pick: fc.nat(9999),
  inBackbone: fc.boolean(),
});

/** Returns what undoes it. */
export function makeChange(built: BuiltAreas, { kind, pick, inBackbone }: AreaChange): () => void {
  const { plan } = built;
  if (kind === 'crash' || kind === 'stop') {
    const router = pick % plan.routerCount;
    built.stop(router, kind === 'stop');
    return () => built.startAgain(router);
  }
  const segments = plan.segments.filter(({ area }) => !inBackbone || area === 0);
  const segment = segments[pick % segments.length]!;
  if (kind === 'cut') {
    built.setCut(segment, true);
    return () => built.setCut(segment, false);
  }
  const end = segment.ends[pick % segment.ends.length]!;
  built.setDown(segment, end, true);
  return () => built.setDown(segment, end, false);
}
