// The variants of a scenario side by side: for each phase that all of them have, what became of the long flows.

import type { LoadedScenario } from '../scenario/scenario.ts';
import { runVariant, type VariantRun } from './run-variant.ts';

export interface Variant {
  readonly name: string;
  readonly about: string;
  /** Loaded with the settings of the variant. */
  readonly scenario: LoadedScenario;
}

/** Plain data, what `--json` writes. Version 1: fields are added, never changed. */
export interface Comparison {
  readonly version: 1;
  readonly scenario: string;
  readonly about: string;
  readonly seeds: readonly number[];
  /** The phases that are compared, by the name of the entry that begins them. */
  readonly phases: readonly { readonly name: string; readonly at: number }[];
  readonly variants: readonly {
    readonly name: string;
    readonly about: string;
    /** One for each seed. */
    readonly runs: readonly VariantRun[];
  }[];
}

export function compareVariants(variants: readonly Variant[], seeds: readonly number[]): Comparison {
  const columns = sharedEntries(variants);
  const compared = variants.map(({ name, about, scenario }) => ({
    name,
    about,
    runs: seeds.map((seed) => runVariant(scenario, name, columns, seed)),
  }));
  const first = variants[0]?.scenario;
  return {
    version: 1,
    scenario: first?.name ?? '',
    about: first?.about ?? '',
    seeds,
    phases: (compared[0]?.runs[0]?.phases ?? []).map(({ name, at }) => ({ name, at })),
    variants: compared,
  };
}

/** The entries of the timeline that every variant has. */
function sharedEntries(variants: readonly Variant[]): Set<string> {
  const [first, ...others] = variants.map(
    ({ scenario }) => new Set(scenario.timeline.map(({ name }) => name)),
  );
  return new Set([...(first ?? [])].filter((name) => others.every((names) => names.has(name))));
}
