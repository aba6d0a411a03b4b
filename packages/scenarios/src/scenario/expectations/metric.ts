// `check: metric`: a figure of the finished run inside bounds.

import type { MetricName } from './metric-table.ts';

/** What the figure is about: an entry of the timeline, a node, one kind of traffic, or the whole run. */
export type MetricSubject =
  | { readonly kind: 'run' }
  | { readonly kind: 'action'; readonly index: number }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'traffic'; readonly traffic: string };

export interface MetricExpectation {
  readonly kind: 'metric';
  readonly metric: MetricName;
  readonly of: MetricSubject;
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
  readonly equals: number | undefined;
}
