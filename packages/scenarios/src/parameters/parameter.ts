// A parameter of a scenario: a name that its YAML and its configuration files may write as `${name}`.

import type { Duration } from '@ospflab/sim';

/** What a parameter may be set to. */
export type AllowedValues =
  | { readonly kind: 'anyText' }
  /** Words, each with the text that takes the place of `${name}`; often the word itself. */
  | { readonly kind: 'words'; readonly texts: ReadonlyMap<string, string> }
  | { readonly kind: 'wholeNumber'; readonly lowest: number; readonly highest: number }
  /** One duration, or `shortest..longest` where the seed shall choose. */
  | { readonly kind: 'duration'; readonly shortest: Duration; readonly longest: Duration };

export interface ScenarioParameter {
  readonly name: string;
  readonly about: string;
  /** As it was set, or its default. */
  readonly value: string;
  readonly default: string;
  /** What takes the place of `${name}`. */
  readonly text: string;
  /** What is allowed, in words. */
  readonly allowed: string;
  /** Words that `when` can compare with; undefined when every text is one. */
  readonly words: readonly string[] | undefined;
}
