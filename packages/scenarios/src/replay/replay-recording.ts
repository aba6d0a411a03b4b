// Gives a recorded router's inputs to a router of its own, without any network, and compares what comes out.

import { OspfRouter, type OspfEffect } from '@ospflab/ospf-core';
import { Digest, RandomStream } from '@ospflab/sim';
import { effectMark, effectText } from './effect-text.ts';
import { toPlain } from './plain-json.ts';
import type { Recording } from './read-recording.ts';
import type { RecordedStep } from './recording.ts';

export type ReplayOutcome =
  | { readonly kind: 'same'; readonly steps: number; readonly effects: number; readonly digest: string }
  | {
      readonly kind: 'different';
      readonly step: number;
      readonly line: number;
      readonly at: number;
      /** As JSON. */
      readonly input: string;
      /** Of the first effect that differs, counted from 1. */
      readonly position: number;
      /** Its mark; undefined: the recording has no more effects. */
      readonly recorded: string | undefined;
      /** The effect as JSON; undefined: the replay has no more effects. */
      readonly replayed: string | undefined;
    }
  | {
      /** The router threw, which is a defect of it or a recording that never was one. */
      readonly kind: 'failed';
      readonly step: number;
      readonly line: number;
      readonly reason: string;
    };

export interface ReplayedEffect {
  readonly mark: string;
  readonly text: string;
}

/** Stops at the first difference. `onStep` sees every step with what the replay made of it. */
export function replayRecording(
  { header, entries }: Recording,
  onStep?: (step: RecordedStep, effects: readonly ReplayedEffect[]) => void,
): ReplayOutcome {
  const random = new RandomStream(header.seed, header.stream);
  const digest = new Digest();
  let effects: ReplayedEffect[] = [];
  let router: OspfRouter | undefined;
  const sink = (effect: OspfEffect): void => {
    const text = effectText(effect);
    effects.push({ mark: effectMark(effect.kind, text), text });
  };
  let steps = 0;
  let effectsTotal = 0;
  for (const entry of entries) {
    effects = [];
    try {
      if (entry.kind === 'router') {
        router = new OspfRouter(entry.router, random.next, sink);
        continue;
      }
      router?.handle(entry.input, entry.at);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', step: entry.kind === 'step' ? entry.step : steps, line: entry.line, reason };
    }
    onStep?.(entry, effects);
    const found = differenceOf(entry, effects);
    if (found !== undefined) return found;
    steps++;
    effectsTotal += effects.length;
    for (const { mark } of effects) {
      for (let index = 0; index < mark.length; index++) digest.foldInteger(mark.charCodeAt(index));
    }
  }
  return { kind: 'same', steps, effects: effectsTotal, digest: digest.toString() };
}

function differenceOf(
  entry: RecordedStep & { readonly line: number },
  effects: readonly ReplayedEffect[],
): ReplayOutcome | undefined {
  const length = Math.max(entry.effects.length, effects.length);
  for (let index = 0; index < length; index++) {
    if (entry.effects[index] === effects[index]?.mark) continue;
    return {
      kind: 'different',
      step: entry.step,
      line: entry.line,
      at: entry.at,
      input: JSON.stringify(toPlain(entry.input)),
      position: index + 1,
      recorded: entry.effects[index],
      replayed: effects[index]?.text,
    };
  }
  return undefined;
}
