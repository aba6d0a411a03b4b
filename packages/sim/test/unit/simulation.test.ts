import { describe, expect, it } from 'vitest';
import {
  Simulation,
  endOfTime,
  explainBound,
  milliseconds,
  seconds,
  type TargetId,
  type Instant,
} from '@ospflab/sim';

const at = (value: number): Instant => (value * 1e9) as Instant;

interface Seen {
  readonly kind: number;
  readonly argument: unknown;
  readonly now: number;
}
function listener(
  simulation: Simulation,
  onEvent: (kind: number, now: Instant) => void = () => undefined,
): { id: TargetId; seen: Seen[] } {
  const seen: Seen[] = [];
  const id = simulation.register({
    handleEvent(kind, argument, now) {
      seen.push({ kind, argument, now });
      onEvent(kind, now);
    },
  });
  return { id, seen };
}

describe('the simulation', () => {
  it('goes on where the last run ended', () => {
    const simulation = new Simulation({ seed: 1 });
    const target = listener(simulation);
    for (const second of [5, 10, 15, 25]) simulation.schedule(at(second), target.id, second);
    expect(simulation.run({ until: at(10) })).toEqual({
      end: 'reachedUntil',
      at: at(10),
      events: 2,
      eventsTotal: 2,
      pending: 2,
    });
    simulation.schedule(at(11), target.id, 11);
    expect(simulation.run({ until: at(20) })).toMatchObject({
      end: 'reachedUntil',
      at: at(20),
      events: 2,
      eventsTotal: 4,
    });
    expect(simulation.run({ until: at(30) })).toMatchObject({ end: 'idle', at: at(30), events: 1 });
    expect(target.seen.map((event) => event.kind)).toEqual([5, 10, 11, 15, 25]);
    expect(target.seen.map((event) => event.now)).toEqual([5, 10, 11, 15, 25].map(at));
  });

  it('runs what is scheduled for now after everything that waits for now', () => {
    const simulation = new Simulation({ seed: 1 });
    const target = listener(simulation, (kind, now) => {
      if (kind < 3) simulation.schedule(now, target.id, kind + 10, 'late');
    });
    for (const kind of [1, 2, 3]) simulation.schedule(at(1), target.id, kind);
    simulation.run({ until: endOfTime });
    expect(target.seen.map((event) => event.kind)).toEqual([1, 2, 3, 11, 12]);
    expect(simulation.now).toBe(at(1));
  });

  it('refuses the past, fractions of a nanosecond and what is no number', () => {
    const simulation = new Simulation({ seed: 1 });
    const target = listener(simulation);
    simulation.run({ until: at(2) });
    expect(() => simulation.schedule(at(1), target.id, 0)).toThrow('now is 2000000000 ns');
    expect(() => simulation.schedule((3e9 + 0.5) as Instant, target.id, 0)).toThrow(RangeError);
    expect(() => simulation.schedule(NaN as Instant, target.id, 0)).toThrow(RangeError);
    expect(() => simulation.schedule((2 ** 53) as Instant, target.id, 0)).toThrow(RangeError);
    expect(simulation.pending).toBe(0);
  });

  it('reaches instants at the far end of time in order', () => {
    const simulation = new Simulation({ seed: 1, bounds: { simulatedTimeMax: endOfTime } });
    const target = listener(simulation);
    const far = [endOfTime, endOfTime - 1, 2 ** 52, 2 ** 32, 2 ** 32 - 1, 1] as Instant[];
    far.forEach((instant, kind) => simulation.schedule(instant, target.id, kind));
    simulation.run({ until: endOfTime });
    expect(target.seen.map((event) => event.now)).toEqual([...far].reverse());
  });

  it('stops an endless loop at one instant, says where, and can be asked to go on', () => {
    const simulation = new Simulation({ seed: 1, bounds: { eventsMax: 1000 } });
    const target = listener(simulation, (_, now) => simulation.schedule(now, target.id, 0));
    simulation.schedule(at(7), target.id, 0);
    const outcome = simulation.run({ until: at(60) });
    expect(outcome).toEqual({ end: 'eventBoundHit', at: at(7), events: 1000, eventsTotal: 1000, pending: 1 });
    expect(explainBound(outcome)).toContain('at 7.000 s after 1000 events, 1 waiting');
    expect(simulation.run({ until: at(60) })).toMatchObject({ end: 'eventBoundHit', events: 0 });
  });

  it('holds a run to its own bound on events and counts a bound as hit only when something is left', () => {
    const simulation = new Simulation({ seed: 1 });
    const target = listener(simulation);
    for (let second = 1; second <= 4; second++) simulation.schedule(at(second), target.id, second);
    expect(simulation.run({ until: at(9), eventsMax: 3 })).toMatchObject({
      end: 'eventBoundHit',
      at: at(3),
      pending: 1,
    });
    expect(simulation.run({ until: at(9), eventsMax: 1 })).toMatchObject({
      end: 'idle',
      at: at(9),
      events: 1,
    });
    expect(explainBound(simulation.run({ until: at(10) }))).toBeUndefined();
  });

  it('stops at the bound on simulated time and says so', () => {
    const simulation = new Simulation({ seed: 1, bounds: { simulatedTimeMax: at(10) } });
    const target = listener(simulation, (_, now) =>
      simulation.schedule((now + seconds(1)) as Instant, target.id, 0),
    );
    simulation.schedule(at(0), target.id, 0);
    const outcome = simulation.run({ until: endOfTime });
    expect(outcome).toMatchObject({ end: 'timeBoundHit', at: at(10), events: 11 });
    expect(explainBound(outcome)).toContain('simulated time');
  });

  it('ends a run when a handler asks for it and keeps what waits', () => {
    const simulation = new Simulation({ seed: 1 });
    const target = listener(simulation, (kind) => {
      if (kind === 2) simulation.stop();
    });
    for (const kind of [1, 2, 3]) simulation.schedule((kind * milliseconds(1)) as Instant, target.id, kind);
    expect(simulation.run({ until: at(1) })).toMatchObject({
      end: 'stopped',
      at: milliseconds(2),
      pending: 1,
    });
    expect(simulation.run({ until: at(1) })).toMatchObject({ end: 'idle', events: 1 });
  });

  it('forgets cancelled events', () => {
    const simulation = new Simulation({ seed: 1 });
    const target = listener(simulation);
    const handle = simulation.schedule(at(1), target.id, 1);
    simulation.schedule(at(1), target.id, 2);
    expect(simulation.cancel(handle)).toBe(true);
    expect(simulation.cancel(handle)).toBe(false);
    simulation.run({ until: at(2) });
    expect(target.seen.map((event) => event.kind)).toEqual([2]);
  });

  it('refuses to be run by a handler of its own', () => {
    const simulation = new Simulation({ seed: 1 });
    const target = listener(simulation, () => void simulation.run({ until: at(2) }));
    simulation.schedule(at(1), target.id, 0);
    expect(() => simulation.run({ until: at(3) })).toThrow('cannot run the simulation');
  });
});
