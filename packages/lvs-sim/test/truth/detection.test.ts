// Detection and return times that keepalived 2.2.7 showed, against 200 phases of the failure: recorded values lie inside the simulated
// range, and the medians agree once failures come when the recorder made them. It asked ipvsadm again and again, so a recorded value may
// be late by a fraction of a second: `recorderDelay`.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { Simulation, seconds, toSeconds, type Instant } from '@ospflab/sim';
import type { CheckConfig, CheckTiming, KeepalivedConfig, RealServerConfig } from '@ospflab/lvs-sim';
import { WatchedDirector, type ServerMood } from '../watched-director.ts';

interface Trial {
  readonly kind: 'refused' | 'silent' | 'http503';
  readonly down: number;
  readonly up: number;
}

const recorded = JSON.parse(
  readFileSync(new URL('../fixtures/keepalived/detection.json', import.meta.url), 'utf8'),
) as Record<string, { trials: Trial[] }>;

const recorderDelay = 0.05;
const phases = 200;
const watched = '192.168.28.104';

function config(delayLoop: number, check: CheckConfig, timing: Partial<RealServerConfig>): KeepalivedConfig {
  const server = (address: string): RealServerConfig => ({
    address: ipv4(address),
    port: 80,
    weight: 1,
    checks: [check],
    ...timing,
  });
  return {
    virtualServers: [
      {
        address: ipv4('192.168.28.211'),
        port: 80,
        protocol: 'tcp',
        lbAlgo: 'wrr',
        lbKind: 'directRouting',
        delayLoop: seconds(delayLoop),
        realServers: [server('192.168.28.103'), server(watched)],
      },
    ],
  };
}

const tcp = (timing: CheckTiming): CheckConfig => ({ kind: 'tcpCheck', ...timing });

/** The recorded keepalived.conf texts; in the first, the unknown nb_get_retry leaves retry at 1. */
const configs: Record<string, KeepalivedConfig> = {
  'tcp-seed': config(1, tcp({ connectTimeout: seconds(3), delayBeforeRetry: seconds(3) }), {}),
  'tcp-inhibit': config(1, tcp({ connectTimeout: seconds(1), retry: 1, delayBeforeRetry: seconds(1) }), {
    inhibitOnFailure: true,
  }),
  'http-200': config(
    2,
    {
      kind: 'httpGet',
      urls: [{ path: '/', statusCodes: [{ from: 200, to: 200 }] }],
      connectTimeout: seconds(2),
      retry: 2,
      delayBeforeRetry: seconds(1),
    },
    {},
  ),
};

const moods: Record<Trial['kind'], ServerMood> = {
  refused: 'refused',
  silent: 'silent',
  http503: { status: 503 },
};

interface Times {
  readonly down: number;
  readonly up: number;
}

function waitFor(director: WatchedDirector, from: Instant, holds: (pool: string) => boolean): Instant {
  for (let waited = 0; waited < 600; waited++) {
    const change = director.pools.find(({ at, pool }) => at >= from && holds(pool));
    if (change !== undefined) return change.at;
    director.runFor(0.1);
  }
  throw new Error(`nothing changed within a minute after ${toSeconds(from)} s: ${director.pool()}`);
}

/** Fails now, works again the given time after the pool has changed, and is waited for. */
function failAndReturn(
  director: WatchedDirector,
  kind: Trial['kind'],
  repairSeconds: number,
  startSeconds = 0,
): Times & { readonly upAt: Instant } {
  const failedAt = director.now;
  const full = director.pool();
  director.setMood(watched, moods[kind]);
  const downAt = waitFor(director, failedAt, (pool) => pool !== full);
  const repairedAt = (downAt + seconds(repairSeconds)) as Instant;
  director.runUntil((repairedAt + seconds(startSeconds)) as Instant);
  director.setMood(watched, 'serving');
  const upAt = waitFor(director, director.now, (pool) => pool === full);
  return { down: (downAt - failedAt) / 1e9, up: (upAt - repairedAt) / 1e9, upAt };
}

/** One failure at 20 s and a fraction of two or more check intervals, one repair 1 to 1.6 s after it was noticed, as in the logs. */
function oneTrial(name: string, kind: Trial['kind'], phase: number): Times {
  const director = new WatchedDirector(configs[name]!, () => 0.37);
  director.start();
  director.runFor(20 + 4 * phase);
  return failAndReturn(director, kind, 1 + ((phase * 7) % 0.6));
}

function range(name: string, kind: Trial['kind']): { downs: number[]; ups: number[] } {
  const downs: number[] = [];
  const ups: number[] = [];
  for (let phase = 0; phase < phases; phase++) {
    const { down, up } = oneTrial(name, kind, phase / phases);
    downs.push(down);
    ups.push(up);
  }
  return { downs: downs.sort((a, b) => a - b), ups: ups.sort((a, b) => a - b) };
}

const cases = Object.entries(recorded).flatMap(([name, { trials }]) =>
  [...new Set(trials.map(({ kind }) => kind))].map((kind) => ({ name, kind })),
);

describe('keepalived 2.2.7 detects within the simulated range', () => {
  test.each(cases)('$name, $kind', ({ name, kind }) => {
    const { downs, ups } = range(name, kind);
    const shortest = downs[0]!;
    const longest = downs.at(-1)!;
    for (const trial of recorded[name]!.trials.filter((each) => each.kind === kind)) {
      expect(trial.down).toBeGreaterThanOrEqual(shortest);
      expect(trial.down).toBeLessThanOrEqual(longest + recorderDelay);
      // A stopped server had to be started again first, so only the return of a silent one is keepalived's alone.
      if (kind === 'silent') {
        expect(trial.up).toBeGreaterThanOrEqual(ups[0]! - recorderDelay);
        expect(trial.up).toBeLessThanOrEqual(ups.at(-1)! + recorderDelay);
      }
    }
  });

  test('a refused port of the tutorial within 3 to 4 s, a silent host within 9 to 10 s', () => {
    const refused = range('tcp-seed', 'refused').downs;
    const silent = range('tcp-seed', 'silent').downs;
    for (const [downs, least] of [
      [refused, 3],
      [silent, 9],
    ] as const) {
      expect(downs[0]).toBeGreaterThanOrEqual(least);
      expect(downs[0]).toBeLessThan(least + 0.1);
      expect(downs.at(-1)).toBeGreaterThan(least + 0.9);
      expect(downs.at(-1)).toBeLessThan(least + 1.01);
    }
  });
});

/**
 * When the recorder acted, in seconds, as its logs show: when the pool was full it let two seconds pass, and to stop a server process took
 * one and a third more; a second after the pool had changed it undid the failure, and a stopped server was back 1.3 s later.
 */
const habits: Record<Trial['kind'], { fails: [number, number]; repairs: [number, number]; starts: number }> =
  {
    refused: { fails: [3.2, 3.7], repairs: [0.9, 1.25], starts: 1.3 },
    silent: { fails: [2, 2.8], repairs: [1, 1.5], starts: 0 },
    http503: { fails: [2, 2.4], repairs: [0.75, 1], starts: 0 },
  };

/** The second of two failures, counted from the return after the first, as in the recordings. */
function recordersTrial(name: string, kind: Trial['kind'], seed: number): Times {
  const random = new Simulation({ seed }).stream('recorder');
  const { fails, repairs, starts } = habits[kind];
  const director = new WatchedDirector(configs[name]!, random.next);
  director.start();
  director.runFor(10);
  const { upAt } = failAndReturn(director, kind, random.between(...repairs), starts);
  director.runUntil((upAt + seconds(random.between(...fails))) as Instant);
  return failAndReturn(director, kind, random.between(...repairs), starts);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** Seconds: once the stopped web server took eight to get its port again. */
const lateStart = 10;

describe('200 trials as the recorder made them: medians within 15 %, every recorded value in the range', () => {
  test.each(cases)('$name, $kind', ({ name, kind }) => {
    const trials = recorded[name]!.trials.filter((each) => each.kind === kind);
    const times = Array.from({ length: phases }, (_, seed) => recordersTrial(name, kind, seed + 1));
    const agree = (simulated: readonly number[], wanted: readonly number[]): void => {
      expect(median(simulated)).toBeGreaterThan(0.85 * median(wanted));
      expect(median(simulated)).toBeLessThan(1.15 * median(wanted));
      expect(Math.min(...wanted)).toBeGreaterThan(Math.min(...simulated) - recorderDelay);
      expect(Math.max(...wanted)).toBeLessThan(Math.max(...simulated) + recorderDelay);
    };
    const downs = trials.map(({ down }) => down);
    const ups = trials.map(({ up }) => up).filter((up) => up < lateStart);
    agree(
      times.map(({ down }) => down),
      downs,
    );
    agree(
      times.map(({ up }) => up),
      ups,
    );
  });
});
