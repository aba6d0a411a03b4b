// Writes down everything that goes into a router of a running network, and a mark of everything that comes out.

import type { OspfEffect, OspfInput, OspfRouterConfig } from '@ospflab/ospf-core';
import type { Instant } from '@ospflab/sim';
import type { Network } from '../network/network.ts';
import type { RouterWatcher } from '../network/ospf-daemon.ts';
import { effectMark, effectText } from './effect-text.ts';
import { toPlain } from './plain-json.ts';
import { recordingFormat, recordingVersion, type RecordingHeader } from './recording.ts';

interface OpenStep {
  readonly at: Instant;
  readonly input: unknown;
  readonly effects: string[];
}

export class RouterRecorder implements RouterWatcher {
  readonly #lines: string[];
  #steps = 0;
  #open: OpenStep | undefined;

  constructor(header: RecordingHeader) {
    this.#lines = [JSON.stringify(header)];
  }

  routerStarted(config: OspfRouterConfig): void {
    this.#lines.push(JSON.stringify({ router: toPlain(config) }));
  }

  inputBegun(input: OspfInput, at: Instant): void {
    if (this.#open !== undefined) throw new Error('an input came while the router was busy with another');
    this.#open = { at, input: toPlain(input), effects: [] };
  }

  effectHappened(effect: OspfEffect): void {
    this.#open?.effects.push(effectMark(effect.kind, effectText(effect)));
  }

  inputFinished(): void {
    if (this.#open === undefined) return;
    this.#lines.push(lineOf(++this.#steps, this.#open));
    this.#open = undefined;
  }

  /** The file so far. A step that never finished, because the router failed in it, is the last line. */
  get text(): string {
    const unfinished = this.#open === undefined ? [] : [lineOf(this.#steps + 1, this.#open)];
    return [...this.#lines, ...unfinished].map((line) => `${line}\n`).join('');
  }
}

function lineOf(step: number, { at, input, effects }: OpenStep): string {
  return JSON.stringify({ step, at, input, effects });
}

/** Records the router of a node from now on; to be called before the network starts. */
export function recordRouter(network: Network, node: string): RouterRecorder {
  const { ospf } = network.machine(node);
  const recorder = new RouterRecorder({
    format: recordingFormat,
    version: recordingVersion,
    scenario: network.scenario.name,
    node,
    seed: network.simulation.seed,
    stream: ospf.streamName,
  });
  ospf.watch(recorder);
  return recorder;
}
