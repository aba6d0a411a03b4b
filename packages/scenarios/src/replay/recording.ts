// The file format of a recorded router, version 1: one JSON object a line. The first says what was recorded; a `router` line
// starts a process with its configuration; every other line is a step: an input, its instant, and marks of the effects it had.
// Random numbers come from the named stream of the header, which outlives the process, as in the run.

import type { OspfInput, OspfRouterConfig } from '@ospflab/ospf-core';
import type { Instant } from '@ospflab/sim';

export const recordingFormat = 'ospflab router recording';
export const recordingVersion = 1;

export interface RecordingHeader {
  readonly format: typeof recordingFormat;
  readonly version: typeof recordingVersion;
  readonly scenario: string;
  readonly node: string;
  readonly seed: number | string;
  /** Name of the random stream. */
  readonly stream: string;
}

export interface RecordedRouter {
  readonly router: OspfRouterConfig;
}

export interface RecordedStep {
  /** Counted from 1. */
  readonly step: number;
  /** Nanoseconds since the start of the run. */
  readonly at: Instant;
  readonly input: OspfInput;
  /** Marks of the effects, in their order; see effect-text.ts. */
  readonly effects: readonly string[];
}
