import { describe, expect, it } from 'vitest';
import { Simulation, Trace, seconds, type Instant, type TargetId, type TraceRecord } from '@ospflab/sim';

interface NeighborStateChanged {
  readonly kind: 'neighborStateChanged';
  readonly neighbor: number;
  readonly state: 'down' | 'full';
  readonly reason?: string;
}
interface RouteChanged {
  readonly kind: 'routeChanged';
  readonly prefix: number;
  readonly installed: boolean;
}
type RouterEvent = NeighborStateChanged | RouteChanged;

const clock = { now: seconds(1) as number as Instant };
const full: RouterEvent = { kind: 'neighborStateChanged', neighbor: 0xc0a81c65, state: 'full' };

function digestOf(...events: readonly RouterEvent[]): string {
  const trace = new Trace(clock);
  for (const event of events) trace.record('r1', event);
  return trace.digest;
}

describe('the trace', () => {
  it('does not mind in which order the fields of an event were written, nor an undefined field', () => {
    const backwards: RouterEvent = { state: 'full', neighbor: 0xc0a81c65, kind: 'neighborStateChanged' };
    const withUndefined = {
      kind: 'neighborStateChanged',
      reason: undefined,
      neighbor: 0xc0a81c65,
      state: 'full',
    };
    expect(digestOf(full, backwards)).toBe(digestOf(full, full));
    expect(digestOf(full, withUndefined as unknown as RouterEvent)).toBe(digestOf(full, full));
    expect(digestOf(full)).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){3}$/);
  });

  it('sees any change of instant, node, kind, field and order in the digest', () => {
    const variants = [
      digestOf(full),
      digestOf(full, full),
      digestOf({ ...full, state: 'down' } as RouterEvent),
      digestOf({ ...full, neighbor: 0xc0a81c66 } as RouterEvent),
      digestOf({ ...full, reason: 'down' } as RouterEvent),
      digestOf({ ...full, reason: '' } as RouterEvent),
      digestOf({ kind: 'routeChanged', prefix: 1, installed: true }),
      digestOf({ kind: 'routeChanged', prefix: 1, installed: false }),
      digestOf({ kind: 'routeChanged', prefix: 1.5, installed: false }),
      digestOf({ kind: 'routeChanged', prefix: NaN, installed: false }),
      digestOf({ kind: 'routeChanged', prefix: 2 ** 32 + 1, installed: false }),
      digestOf(full, { kind: 'routeChanged', prefix: 1, installed: true }),
      digestOf({ kind: 'routeChanged', prefix: 1, installed: true }, full),
    ];
    const otherNode = new Trace(clock);
    otherNode.record('r2', full);
    const otherInstant = new Trace({ now: seconds(2) as number as Instant });
    otherInstant.record('r1', full);
    variants.push(otherNode.digest, otherInstant.digest);
    expect(new Set(variants).size).toBe(variants.length);
  });

  it('folds raw numbers into the digest without a record', () => {
    const digests = [[1], [2], [1, 1], [1, 0, 1], [1, 0, 0, 1]].map(([a = 0, b, c, d]) => {
      const trace = new Trace(clock, { keep: 'all' });
      trace.foldNumbers(7, a, b, c, d);
      expect(trace.recordCount).toBe(0);
      return trace.digest;
    });
    expect(new Set(digests).size).toBe(5);
  });

  it('spreads a change of one bit over all sixteen digits', () => {
    const counts = new Map<string, number>();
    for (let value = 0; value < 4096; value++) {
      const trace = new Trace(clock);
      trace.foldNumbers(0, value);
      const digits = trace.digest.replaceAll(' ', '');
      for (let place = 0; place < 16; place++) {
        const key = `${place}${digits[place]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    // 256 expected in each of the 16 × 16 cells, with a standard deviation of 15.5.
    expect(counts.size).toBe(256);
    expect(Math.max(...[...counts.values()].map((count) => Math.abs(count - 256)))).toBeLessThan(16 * 5);
  });

  it('walks from a consequence to its root through the queue and through records that were not kept', () => {
    const simulation = new Simulation({ seed: 1, trace: { keep: ['cut', 'spfRun', 'routeChanged'] } });
    const { trace } = simulation;
    const step: TargetId = simulation.register({
      handleEvent(kind: number, _argument: unknown, now: Instant): void {
        if (kind === 0) trace.record('lab', { kind: 'unrelated' });
        if (kind === 1) trace.record('r1', { kind: 'neighborStateChanged', state: 'down' });
        if (kind === 2) trace.record('r1', { kind: 'spfRun', vertices: 3 });
        if (kind === 3) trace.record('r1', { kind: 'routeChanged', prefix: 9 });
        if (kind > 0 && kind < 3) simulation.schedule((now + 10) as Instant, step, kind + 1);
      },
    });
    trace.record('lab', { kind: 'cut', node: 'ds1' });
    simulation.schedule(10 as Instant, step, 1);
    simulation.currentCause = 0;
    for (const instant of [5, 15, 25]) simulation.schedule(instant as Instant, step, 0);
    simulation.run({ until: 100 as Instant });
    const last = trace.records().at(-1)!;
    expect(trace.chainOf(last.id).map((record) => [record.event.kind, record.instant])).toEqual([
      ['routeChanged', 30],
      ['spfRun', 20],
      ['cut', 0],
    ]);
    expect(trace.chainOf(0)).toEqual([]);
    expect(trace.chainOf(999)).toEqual([]);
    expect(trace.recordOf(2)).toBeUndefined();
    expect(trace.recordCount).toBe(7);
  });

  it('tells listeners everything until they leave, and does not let them change the digest', () => {
    const quiet = new Trace(clock);
    const heard: TraceRecord[] = [];
    const trace = new Trace(clock, { keep: 'none' });
    const leave = trace.onRecord((record) => heard.push(record));
    for (const each of [quiet, trace]) {
      each.record('r1', full);
      const aside = each.recordAside('r1', { kind: 'frameDropped' });
      expect(aside).toBe(2);
      expect(each.currentCause).toBe(1);
    }
    leave();
    for (const each of [quiet, trace]) each.record('r1', full);
    expect(heard.map(({ id, cause, event }) => [id, cause, event.kind])).toEqual([
      [1, 0, 'neighborStateChanged'],
      [2, 1, 'frameDropped'],
    ]);
    expect(trace.records()).toEqual([]);
    expect(trace.digest).toBe(quiet.digest);
  });
});
