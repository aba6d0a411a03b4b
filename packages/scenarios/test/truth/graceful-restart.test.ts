// Graceful restarts beside those of live FRR 8.4.4: who helps whom, when and how that ends, which routes go, and what is shown meanwhile.

import { describe, expect, it } from 'vitest';
import { formatIpv4Address } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import { runScenario, showAt, type SimulationEvent } from '@ospflab/scenarios';
import { preparedAt, recordedRestart, restartScenario, type RecordedRestart } from '../recorded-restart.ts';

/** Hellos and dead timers of the recorded machines have phases of their own; intervals are 1 s. */
const phase = 1.1;

interface Moment {
  readonly at: number;
  readonly what: string;
}

const endWords = {
  completed: 'Successful graceful restart',
  graceOver: 'Grace timer expiry',
  topologyChanged: 'Topology Change',
} as const;

function wordsOfLog(line: string): string | undefined {
  if (line.includes('becomes a HELPER')) return 'helps';
  if (line.includes('So not a HELPER')) return 'refuses';
  if (line.includes('all adjacencies were reestablished')) return 'restarted: completed';
  if (line.includes('detected inconsistent LSA')) return 'restarted: inconsistent';
  return /Exiting from HELPER support to \S+, due to (.*)/.exec(line)?.[1];
}

function wordsOfEvent(event: SimulationEvent): string | undefined {
  switch (event.kind) {
    case 'helpBegun':
      return 'helps';
    case 'helpRefused':
      return 'refuses';
    case 'helpEnded':
      // FRR says nothing of a helped neighbour that BFD loses.
      return event.reason === 'neighborLost' ? undefined : endWords[event.reason];
    case 'restartEnded':
      return `restarted: ${event.reason}`;
    default:
      return undefined;
  }
}

function recordedCourse({ log }: RecordedRestart): Moment[] {
  return Object.entries(log).flatMap(([router, lines]) =>
    lines.flatMap(([at, line]) => {
      const words = wordsOfLog(line);
      return words === undefined ? [] : [{ at, what: `${router} ${words}` }];
    }),
  );
}

function recordedLosses({ kernelRoutes }: RecordedRestart): Moment[] {
  return Object.entries(kernelRoutes).flatMap(([router, lines]) =>
    lines.flatMap(([at, line]) => {
      const lost = /^Deleted (\S+) /.exec(line)?.[1];
      return lost === undefined
        ? []
        : [{ at, what: `${router} ${lost.includes('/') ? lost : `${lost}/32`}` }];
    }),
  );
}

function simulated(recorded: RecordedRestart, restarter: string, seed = 1) {
  const { network } = runScenario(restartScenario(recorded, restarter, seed));
  const course: Moment[] = [];
  const losses: Moment[] = [];
  for (const { instant, node, event } of network.simulation.trace.records()) {
    const at = instant / 1e9 - preparedAt;
    if (at < 0) continue;
    const happened = event as SimulationEvent;
    const words = wordsOfEvent(happened);
    if (words !== undefined) course.push({ at, what: `${node} ${words}` });
    if (happened.kind === 'fibChanged' && happened.nextHops === 'none') {
      losses.push({ at, what: `${node} ${formatIpv4Address(happened.prefix)}/${happened.prefixLength}` });
    }
  }
  return { course, losses };
}

function byName(left: Moment, right: Moment): number {
  if (left.what === right.what) return left.at - right.at;
  return left.what < right.what ? -1 : 1;
}

function expectSame(ours: readonly Moment[], theirs: readonly Moment[]): void {
  const mine = ours.toSorted(byName);
  const expected = theirs.toSorted(byName);
  expect(mine.map(({ what }) => what)).toEqual(expected.map(({ what }) => what));
  for (const [index, { at }] of expected.entries()) {
    expect(Math.abs(mine[index]!.at - at), mine[index]!.what).toBeLessThan(phase);
  }
}

describe('a recorded restart', () => {
  it.each([
    ['success', 'r1', 1],
    ['topology-loose', 'r1', 1],
    ['lan-bdr', 'r2', 1],
    ['lan-other', 'r3', 1],
    ['bfd-ospfd', 'r1', 1],
    ['bfd-cut', 'r1', 1],
    // The neighbour that still helps is heard first.
    ['inconsistent', 'r1', 2],
  ])('%s takes the same course and loses the same routes', (name, restarter, seed) => {
    const recorded = recordedRestart(name);
    const { course, losses } = simulated(recorded, restarter, seed);
    expectSame(course, recordedCourse(recorded));
    expectSame(losses, recordedLosses(recorded));
  });

  it.each(['expiry', 'topology-strict', 'no-helper', 'helper-link-down'])(
    '%s fails in the same way, and takes the same routes along until ospfd is back',
    (name) => {
      const recorded = recordedRestart(name);
      const [start] = recorded.marks.find(([, what]) => what === 'start')!;
      const before = (moments: readonly Moment[]) => moments.filter(({ at }) => at < start);
      const { course, losses } = simulated(recorded, 'r1');
      expectSame(before(course), before(recordedCourse(recorded)));
      const ofOspf = before(losses).filter(({ what }) => !isOwnNetwork(name, what));
      expectSame(ofOspf, before(recordedLosses(recorded)));
    },
  );

  it('lan-dr: the helpers believe that the designated router is back, whatever becomes of it', () => {
    const recorded = recordedRestart('lan-dr');
    const { course, losses } = simulated(recorded, 'r1');
    expectSame(course, recordedCourse(recorded));
    expect(losses).toEqual([]);
  });
});

/** The networks behind a link that is set down go with it; the recording has only what OSPF installed. */
function isOwnNetwork(name: string, what: string): boolean {
  return name === 'helper-link-down' && /^r2 10\.(2\.0\.0|255\.0\.3)/.test(what);
}

/** Times, and what follows from how often and when something happened. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/ *(\d+m)?\d+(\.\d+)?s( +|$)/gm, ' <time> '],
  [/(\w+Msec"): ?\d+/g, '$1: <time>'],
  [/GraceTime:\d+/g, 'GraceTime:<time>'],
  [/("remainGracetime"):\d+/g, '$1:<time>'],
  [/LS age: \d+/g, 'LS age: <age>'],
  [/"lsaAge": \d+/g, '"lsaAge": <age>'],
  [/\d+ state changes/g, '<n> state changes'],
  [/"stateChangeCounter":\d+/g, '"stateChangeCounter":<n>'],
  [/LS Seq Number: [0-9a-f]+|Checksum: 0x[0-9a-f]+|"(lsaSeqNumber|checksum)": "[0-9a-f]+"/g, '<number>'],
  [/(Link State Request Retransmission) (on|off)/g, '$1 <on or off>'],
  [/^ *"threadLinkStateRequestRetransmission":"on",\n/gm, ''],
  [/ +\d+ +\d+ +\d+$/gm, ' <counts>'],
];

function stable(text: string): string[] {
  return volatile
    .reduce((result, [pattern, replacement]) => result.replaceAll(pattern, replacement), text)
    .split('\n');
}

/** FRR does not keep a grace-LSA that it refuses. */
function isKnownToDiffer(name: string, command: string): boolean {
  return name === 'no-helper' && command === 'show ip ospf database opaque-link';
}

describe.each(['success', 'expiry', 'topology-strict', 'no-helper'])('a helper in %s shows', (name) => {
  const recorded = recordedRestart(name);
  const scenario = restartScenario(recorded);
  const cases = Object.entries(recorded.shows).flatMap(([moment, { at, r2 }]) =>
    Object.entries(r2).flatMap(([command, text]) =>
      isKnownToDiffer(name, command) ? [] : [{ moment, at, command, text }],
    ),
  );
  it.each(cases)('$moment: $command', ({ moment, at, command, text }) => {
    const instant = seconds(preparedAt + (moment === 'before' ? -1 : at)) as number as Instant;
    const shown = showAt(scenario, 'r2', command, { at: instant });
    expect(stable(shown.ok ? shown.text : shown.message)).toEqual(stable(text));
  });
});
