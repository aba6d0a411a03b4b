// Lifetimes of keys drawn afresh, typed into the key chains of the ripd that is installed (ospfd 8.4 has none): accepted or refused, and
// taken for the same times. `OSPFLAB_LIVE_SEED` repeats a run.

import { afterAll, describe, expect, it } from 'vitest';
import {
  calendarDateOf,
  monthNames,
  readFrrConfig,
  type CalendarSecond,
  type FrrKeyLifetime,
} from '@ospflab/scenarios';
import { FrrLab, frrMissing } from './frr-lab.ts';

const missing = frrMissing();
const seed = Number(process.env['OSPFLAB_LIVE_SEED'] ?? Date.now() % 1_000_000);
const lines = 40;

let state = seed >>> 0;
function roll(most: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
}

const pick = <T>(choices: readonly T[]): T => choices[roll(choices.length)]!;

/** Now and then one that FRR does not take. */
function drawnDate(): string {
  const time = `${roll(25)}:${roll(61)}:${`${roll(61)}`.padStart(2, '0')}`;
  const name = pick(monthNames).slice(0, 1 + roll(9));
  const month = roll(8) === 0 ? name.toLowerCase() : name;
  const day = `${1 + roll(roll(8) === 0 ? 33 : 31)}`;
  const year = 2000 + roll(37);
  return roll(2) === 0 ? `${time} ${day} ${month} ${year}` : `${time} ${month} ${day} ${year}`;
}

function drawnLifetime(): string {
  const end = [() => 'infinite', () => `duration ${roll(3) === 0 ? roll(3) : roll(100_000)}`, drawnDate];
  return `accept-lifetime ${drawnDate()} ${pick(end)()}`;
}

function read(line: string): FrrKeyLifetime | undefined {
  const text = `key chain k\n key 1\n  ${line}\n`;
  const { value } = readFrrConfig([{ file: 'frr.conf', text, daemon: 'integrated' }], 'frr');
  return value.keyChains[0]?.keys[0]?.accepts;
}

function written(at: CalendarSecond): string {
  const { year, month, day, hour, minute, second } = calendarDateOf(at);
  const two = (value: number): string => `${value}`.padStart(2, '0');
  const time = [hour, minute, second].map(two).join(':');
  return `${time} ${monthNames[month - 1]!.slice(0, 3)} ${two(day)} ${year}`;
}

/** As FRR writes it down; undefined when there is none. */
function printed(line: string, lifetime: FrrKeyLifetime | undefined): string | undefined {
  if (lifetime === undefined) return undefined;
  const { start, end } = lifetime;
  const until =
    end === undefined ? 'infinite' : line.includes('duration') ? `duration ${end - start}` : written(end);
  return `accept-lifetime ${written(start)} ${until}`;
}

describe.skipIf(missing !== undefined)(`ripd${missing === undefined ? '' : ` (${missing})`}`, () => {
  const lab =
    missing === undefined
      ? new FrrLab({ segments: {}, routers: { r1: 'hostname r1\n' } }, ['zebra', 'ripd'])
      : undefined;
  afterAll(() => lab?.stop());

  it(`takes ${lines} drawn lines as the reader does, seed ${seed}`, { timeout: 120_000 }, () => {
    const drawn = Array.from({ length: lines }, drawnLifetime);
    const taken = drawn.map((line, index): string | undefined => {
      try {
        lab!.configure('r1', `key chain k${index}`, 'key 1', line);
      } catch {
        return undefined;
      }
      const shown = lab!.show('r1', 'show running-config').split(`key chain k${index}\n`)[1];
      return /accept-lifetime .*/.exec(shown ?? '')?.[0];
    });
    const expected = drawn.map((line) => printed(line, read(line)));
    expect(drawn.map((line, index) => [line, taken[index]])).toEqual(
      drawn.map((line, index) => [line, expected[index]]),
    );
    expect(expected.filter((line) => line === undefined).length).toBeGreaterThan(0);
    expect(expected.filter((line) => line !== undefined).length).toBeGreaterThan(0);
  });
});
