// A recording, line by line: what each says, or why it cannot be one.

import { fromPlain } from './plain-json.ts';
import {
  recordingFormat,
  recordingVersion,
  type RecordedRouter,
  type RecordedStep,
  type RecordingHeader,
} from './recording.ts';

export interface Recording {
  readonly header: RecordingHeader;
  /** With the number of its line, counted from 1. */
  readonly entries: readonly (
    | ({ readonly kind: 'router'; readonly line: number } & RecordedRouter)
    | ({ readonly kind: 'step'; readonly line: number } & RecordedStep)
  )[];
}

export type ReadRecording =
  | { readonly ok: true; readonly value: Recording }
  | { readonly ok: false; readonly line: number; readonly reason: string };

type Fields = Readonly<Record<string, unknown>>;

export function readRecording(text: string): ReadRecording {
  const lines = text.split('\n');
  const header = objectOf(lines[0] ?? '');
  if (header?.['format'] !== recordingFormat) {
    return { ok: false, line: 1, reason: 'this is no recording of a router (`ospflab run --record`)' };
  }
  if (header['version'] !== recordingVersion) {
    const reason = `the recording has version ${String(header['version'])}, this program reads version ${recordingVersion}`;
    return { ok: false, line: 1, reason };
  }
  if (typeof header['stream'] !== 'string' || !/^(number|string)$/.test(typeof header['seed'])) {
    return { ok: false, line: 1, reason: 'seed and stream of the random numbers are missing' };
  }
  const entries: Recording['entries'][number][] = [];
  let earliest = 0;
  for (const [index, content] of lines.entries()) {
    if (index === 0 || content.trim() === '') continue;
    const line = index + 1;
    const fields = objectOf(content);
    if (fields === undefined) return { ok: false, line, reason: 'this is not a JSON object' };
    const entry = entryOf(fields, line, entries.length > 0);
    if (typeof entry === 'string') return { ok: false, line, reason: entry };
    if (entry.kind === 'step') {
      if (entry.at < earliest) return { ok: false, line, reason: 'the step lies before the one above it' };
      earliest = entry.at;
    }
    entries.push(entry);
  }
  return { ok: true, value: { header: header as unknown as RecordingHeader, entries } };
}

function entryOf(fields: Fields, line: number, routerKnown: boolean): Recording['entries'][number] | string {
  const { step, at, input, effects, router } = fields;
  try {
    if (isObject(router)) return { kind: 'router', line, router: fromPlain(router) as never };
    if (!Number.isSafeInteger(step) || !Number.isSafeInteger(at) || Number(at) < 0)
      return 'neither a router nor a step with its instant';
    if (!isObject(input) || typeof input['kind'] !== 'string') return 'the step has no input';
    if (!Array.isArray(effects) || !effects.every((mark) => typeof mark === 'string'))
      return 'the step has no list of effects';
    if (!routerKnown) return 'the step comes before any router';
    return {
      kind: 'step',
      line,
      step: step as number,
      at: at as never,
      input: fromPlain(input) as never,
      effects,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function objectOf(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
