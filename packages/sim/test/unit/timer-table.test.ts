import { describe, expect, it } from 'vitest';
import {
  Simulation,
  TimerTable,
  after,
  endOfTime,
  milliseconds,
  seconds,
  type Instant,
  type TargetId,
} from '@ospflab/sim';

const at = (value: number): Instant => (value * 1e9) as Instant;

function tableWithLog(): { simulation: Simulation; timers: TimerTable; log: [number, number][] } {
  const simulation = new Simulation({ seed: 1, trace: { keep: 'all' } });
  const log: [number, number][] = [];
  const timers = new TimerTable(simulation, (timer, now) => log.push([timer, now]));
  return { simulation, timers, log };
}

describe('the timer table', () => {
  it('expires each timer once, at its latest deadline', () => {
    const { simulation, timers, log } = tableWithLog();
    timers.set(0, at(5));
    timers.set(2, at(3));
    timers.set(0, at(9));
    timers.set(2, at(1));
    expect(timers.deadlineOf(0)).toBe(at(9));
    expect(timers.deadlineOf(1)).toBeUndefined();
    simulation.run({ until: at(20) });
    expect(log).toEqual([
      [2, at(1)],
      [0, at(9)],
    ]);
    expect(timers.deadlineOf(0)).toBeUndefined();
  });

  it('touches the queue once in three hellos when each hello moves a dead timer of four', () => {
    const { simulation, timers, log } = tableWithLog();
    let hellos = 0;
    const hello: TargetId = simulation.register({
      handleEvent(_kind: number, _argument: unknown, now: Instant): void {
        timers.set(0, after(now, seconds(4)));
        if (++hellos < 400) simulation.schedule(after(now, seconds(1)), hello, 0);
      },
    });
    simulation.schedule(at(0), hello, 0);
    const outcome = simulation.run({ until: at(1000) });
    expect(log).toEqual([[0, at(403)]]);
    // A wake-up finds the deadline that the hello of a second ago set, three seconds away.
    expect(outcome.events).toBe(400 + 134);
  });

  it('leaves nothing in the queue when cancelled', () => {
    const { simulation, timers, log } = tableWithLog();
    for (let timer = 0; timer < 10; timer++) timers.set(timer, at(timer + 1));
    timers.cancel(3);
    timers.cancel(3);
    timers.cancel(77);
    expect(simulation.pending).toBe(9);
    timers.clear();
    expect(simulation.pending).toBe(0);
    expect(simulation.run({ until: endOfTime })).toMatchObject({ end: 'idle', events: 0 });
    expect(log).toEqual([]);
  });

  it('can be set and cancelled by its own expiry', () => {
    const simulation = new Simulation({ seed: 1 });
    const log: [number, number][] = [];
    const timers: TimerTable = new TimerTable(simulation, (timer, now) => {
      log.push([timer, now]);
      timers.cancel(1);
      if (log.length < 3) timers.set(0, after(now, milliseconds(5)));
    });
    timers.set(0, at(1));
    timers.set(1, at(1));
    simulation.run({ until: at(2) });
    expect(log).toEqual([
      [0, at(1)],
      [0, at(1) + milliseconds(5)],
      [0, at(1) + milliseconds(10)],
    ]);
  });

  it('takes its place among equal instants when its last entry was queued', () => {
    const { simulation, timers, log } = tableWithLog();
    timers.set(0, at(5));
    timers.set(1, at(10));
    timers.set(0, at(10)); // lazy: queued again at 5 s, behind timer 1
    timers.set(2, at(12));
    timers.set(2, at(10)); // earlier: queued at once, before timer 0 wakes up
    simulation.run({ until: at(20) });
    expect(log.map(([timer]) => timer)).toEqual([1, 2, 0]);
  });

  it('gives an expiry the cause under which the timer was set last', () => {
    const simulation = new Simulation({ seed: 1, trace: { keep: 'all' } });
    const timers = new TimerTable(simulation, () => simulation.trace.record('r1', { kind: 'expired' }));
    simulation.trace.record('r1', { kind: 'firstHello' });
    timers.set(0, at(4));
    simulation.currentCause = 0;
    const second = simulation.trace.record('r1', { kind: 'secondHello' });
    timers.set(0, at(8));
    simulation.run({ until: at(10) });
    expect(simulation.trace.records()[2]).toMatchObject({
      event: { kind: 'expired' },
      instant: at(8),
      cause: second,
    });
  });

  it('refuses a deadline in the past', () => {
    const { simulation, timers } = tableWithLog();
    simulation.run({ until: at(5) });
    expect(() => timers.set(0, at(4))).toThrow(RangeError);
  });
});
