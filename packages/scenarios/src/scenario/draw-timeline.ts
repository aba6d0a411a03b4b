// The instants that a timeline leaves to the seed, drawn: each from a named stream of its own, so that entries do not shift each other.

import { RandomStream, after, nanoseconds, startOfTime, type Instant } from '@ospflab/sim';
import type { LoadedScenario, ScenarioExpectation, TimelineEntry } from './scenario.ts';

/** The scenario with every instant fixed; itself when nothing was open. Expectations follow their entries. */
export function drawTimeline(scenario: LoadedScenario, seed: number): LoadedScenario {
  if (scenario.timeline.every(({ drawn }) => drawn === undefined)) return scenario;
  const instants = new Map<string, Instant>();
  // An entry comes no earlier than the one it counts from, and behind it in the file: that one's instant is known by now.
  const fixed = scenario.timeline.map((entry): TimelineEntry => {
    const at = instantOf(entry, instants, seed);
    instants.set(entry.name, at);
    return { ...entry, at, drawn: undefined };
  });
  const timeline = fixed.toSorted((left, right) => left.at - right.at);
  const positions = fixed.map((entry) => timeline.indexOf(entry));
  const expectations = scenario.expectations.map((expectation): ScenarioExpectation => {
    const { check } = expectation;
    if (check.kind !== 'metric' || check.of.kind !== 'action') return expectation;
    const index = positions[check.of.index] ?? check.of.index;
    return { ...expectation, check: { ...check, of: { ...check.of, index } } };
  });
  return { ...scenario, timeline, expectations };
}

function instantOf(
  { at, drawn }: TimelineEntry,
  instants: ReadonlyMap<string, Instant>,
  seed: number,
): Instant {
  if (drawn === undefined) return at;
  const base = drawn.after === undefined ? startOfTime : (instants.get(drawn.after) ?? startOfTime);
  const wait = new RandomStream(seed, drawn.stream).between(drawn.earliest, drawn.latest);
  return after(base, nanoseconds(wait));
}
