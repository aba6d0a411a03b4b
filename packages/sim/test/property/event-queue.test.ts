import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue, endOfTime, noEvent, type EventHandle, type TargetId, type Instant } from '@ospflab/sim';

const target = 3 as TargetId;
const targetOf = (label: number): TargetId => ((label * 7919) % 1000) as TargetId;
/** Every third event carries none. */
const argumentOf = (label: number): unknown => (label % 3 === 0 ? undefined : { label });

/** The slow, obvious queue: sorted by instant, then by order of insertion. */
class SortedArray {
  readonly waiting: { instant: number; label: number }[] = [];
  push(instant: number, label: number): void {
    let place = this.waiting.length;
    while (place > 0 && this.waiting[place - 1]!.instant > instant) place--;
    this.waiting.splice(place, 0, { instant, label });
  }
  cancel(label: number): boolean {
    const place = this.waiting.findIndex((event) => event.label === label);
    if (place >= 0) this.waiting.splice(place, 1);
    return place >= 0;
  }
  pop(limit: number): { instant: number; label: number } | undefined {
    return this.waiting.length > 0 && this.waiting[0]!.instant <= limit ? this.waiting.shift() : undefined;
  }
}

// Gaps that stay within one digit, that cross digits, and that reach to the end of time.
const gap = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 70_000 }),
  fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  fc.maxSafeNat(),
  fc.constantFrom(
    255,
    256,
    65_535,
    65_536,
    2 ** 24,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 40,
    2 ** 48,
    Number.MAX_SAFE_INTEGER,
  ),
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('push' as const), gap }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('crowd' as const),
      gap,
      count: fc.integer({ min: 5, max: 40 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pop' as const), reach: gap }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), choice: fc.nat() }) },
);

describe('the event queue', () => {
  it('pops in the order of (instant, insertion) whatever is pushed, cancelled and left waiting', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const queue = new EventQueue();
        const oracle = new SortedArray();
        const handles: EventHandle[] = [];
        let now = 0;
        const push = (at: number): void => {
          const label = handles.length;
          const instant = Math.min(at, endOfTime) as Instant;
          handles.push(queue.push(instant, targetOf(label), label, argumentOf(label), label * 3));
          oracle.push(Math.min(at, endOfTime), label);
        };
        const popBoth = (limit: number): boolean => {
          const expected = oracle.pop(limit);
          expect(queue.pop(limit as Instant)).toBe(expected !== undefined);
          if (expected === undefined) {
            now = limit;
            return false;
          }
          expect(queue.poppedInstant).toBe(expected.instant);
          expect(queue.poppedKind).toBe(expected.label);
          expect(queue.poppedTarget).toBe(targetOf(expected.label));
          expect(queue.poppedArgument).toEqual(argumentOf(expected.label));
          expect(queue.poppedCause).toBe(expected.label * 3);
          now = expected.instant;
          return true;
        };
        for (const action of steps) {
          if (action.kind === 'push') push(now + action.gap);
          else if (action.kind === 'crowd') {
            for (let i = 0; i < action.count; i++) push(now + ((action.gap * (i + 1)) % (action.gap + 7)));
          } else if (action.kind === 'look') {
            expect(queue.earliestInstant()).toBe(oracle.waiting[0]?.instant);
          } else if (action.kind === 'pop') popBoth(Math.min(now + action.reach, endOfTime));
          else if (handles.length > 0) {
            const label = action.choice % handles.length;
            const waits = oracle.waiting.some((event) => event.label === label);
            expect(queue.isPending(handles[label]!)).toBe(waits);
            expect(queue.cancel(handles[label]!)).toBe(oracle.cancel(label));
          }
          expect(queue.size).toBe(oracle.waiting.length);
        }
        while (popBoth(endOfTime));
        expect(queue.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what is pushed for the present instant behind what waits for it', () => {
    const queue = new EventQueue();
    for (let label = 0; label < 3; label++) queue.push(5 as Instant, target, label, undefined, 0);
    const order: number[] = [];
    while (queue.pop(endOfTime) && order.length < 10) {
      order.push(queue.poppedKind);
      if (order.length < 7) queue.push(5 as Instant, target, queue.poppedKind + 10, undefined, 0);
    }
    expect(order).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22]);
  });

  it('never revives a stale handle, not even after its memory was returned and taken again', () => {
    const queue = new EventQueue();
    const stale: EventHandle[] = [];
    for (let round = 0; round < 4; round++) {
      for (let i = 0; i < 20_000; i++)
        stale.push(queue.push((round * 1000 + (i % 997)) as Instant, target, i, i, 0));
      while (queue.pop(endOfTime));
    }
    for (let i = 0; i < 20_000; i++) queue.push((5000 + i) as Instant, target, i, i, 0);
    expect(stale.filter((handle) => queue.isPending(handle) || queue.cancel(handle))).toEqual([]);
    expect(queue.cancel(noEvent)).toBe(false);
    expect(queue.size).toBe(20_000);
  });

  it('gives memory back after a crowd has left, even while a few stay', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 200_000; i++) queue.push((i * 10) as Instant, target, i, i, 0);
    expect(queue.capacityEvents).toBeGreaterThanOrEqual(200_000);
    while (queue.size > 100) queue.pop(endOfTime);
    for (let i = 0; i < 400_000; i++) {
      queue.pop(endOfTime);
      queue.push((queue.poppedInstant + 1000 + (i % 17)) as Instant, target, i, i, 0);
    }
    expect(queue.size).toBe(100);
    expect(queue.capacityEvents).toBeLessThanOrEqual(1024);
  });

  it('holds no memory for timers that are set and cancelled over and over', () => {
    const queue = new EventQueue();
    const lasting = queue.push(7e12 as Instant, target, 1, 'lasting', 0);
    for (let i = 0; i < 200_000; i++) {
      queue.cancel(queue.push((2e8 + i * 1e6) as Instant, target, 0, undefined, 0));
    }
    expect(queue.size).toBe(1);
    expect(queue.capacityEvents).toBeLessThanOrEqual(4096);
    expect(queue.isPending(lasting)).toBe(true);
    expect(queue.earliestInstant()).toBe(7e12);
    expect(queue.pop(endOfTime)).toBe(true);
    expect(queue.poppedArgument).toBe('lasting');
    expect(queue.pop(endOfTime)).toBe(false);
  });
});
