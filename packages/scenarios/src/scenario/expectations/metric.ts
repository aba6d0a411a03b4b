// `check: metric`: a figure of the finished run inside bounds.

import { choice, textField } from '../schema/field.ts';
import { figureField } from '../schema/quantities.ts';
import { defineExpectation, type ExpectationContext } from './expectation-row.ts';
import { metricTable, type MetricName } from './metric-table.ts';

/** What the figure is about: an entry of the timeline, a node, one kind of traffic, or the whole run. */
export type MetricSubject =
  | { readonly kind: 'run' }
  | { readonly kind: 'action'; readonly index: number; readonly name: string }
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

const subjectField = textField(
  {
    expected: 'the name of an entry of the timeline, a node or a kind of traffic',
    remedy: 'write the name',
    json: {
      type: ['string', 'integer'],
      description: 'What the figure is about. Timeline entries may be counted from 1.',
    },
  },
  (text) => text,
);

function subjectOf(
  metric: MetricName,
  of: string | undefined,
  context: ExpectationContext,
): MetricSubject | undefined {
  const rule = metricTable.find((row) => row.name === metric)?.of ?? 'optionalTraffic';
  if (rule === 'optionalTraffic' && of === undefined) return { kind: 'run' };
  const [what, names] = {
    action: ['an entry of the timeline', context.actionNames] as const,
    node: ['a node', context.nodeNames] as const,
    optionalTraffic: ['traffic', context.trafficNames] as const,
  }[rule];
  const known = names.length === 0 ? 'there is none' : names.join(', ');
  if (of === undefined)
    return context.report([], `'${metric}' needs 'of', the name of ${what}`, `known are: ${known}`);
  const counted = rule === 'action' && /^\d{1,4}$/.test(of) ? Number(of) - 1 : -1;
  const index = names.includes(of) ? names.indexOf(of) : counted;
  if (names[index] === undefined)
    return context.report(['of'], `'${of}' is not ${what}`, `known are: ${known}`);
  if (names.indexOf(of) !== names.lastIndexOf(of)) {
    return context.report(
      ['of'],
      `'${of}' names several entries of the timeline`,
      'give the entries names of their own',
    );
  }
  if (rule === 'action') return { kind: 'action', index, name: names[index] };
  return rule === 'node' ? { kind: 'node', node: of } : { kind: 'traffic', traffic: of };
}

function subjectText(of: MetricSubject): string {
  switch (of.kind) {
    case 'run':
      return '';
    case 'action':
      return ` of ${of.name}`;
    case 'node':
      return ` of ${of.node}`;
    case 'traffic':
      return ` of ${of.traffic}`;
  }
}

export const metricExpectation = defineExpectation({
  kind: 'metric',
  about: 'a figure of the finished run',
  fields: {
    metric: choice(
      metricTable.map((row) => row.name),
      'The figure.',
    ),
    of: subjectField.optional(),
    atLeast: figureField('Lower bound, included.').optional(),
    atMost: figureField('Upper bound, included.').optional(),
    equals: figureField('The only value allowed.').optional(),
  },
  toExpectation: ({ metric, of, atLeast, atMost, equals }, context): MetricExpectation | undefined => {
    const subject = subjectOf(metric, of, context);
    if (atLeast === undefined && atMost === undefined && equals === undefined) {
      return context.report([], 'the check has no bound', "add 'atLeast', 'atMost' or 'equals'");
    }
    if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
      return context.report(['atLeast'], `'atLeast' ${atLeast} is above 'atMost' ${atMost}`, 'exchange them');
    }
    return subject === undefined
      ? undefined
      : { kind: 'metric', metric, of: subject, atLeast, atMost, equals };
  },
  describe: ({ metric, of, atLeast, atMost, equals }) => {
    const bounds = [
      equals === undefined ? '' : `= ${equals}`,
      atLeast === undefined ? '' : `≥ ${atLeast}`,
      atMost === undefined ? '' : `≤ ${atMost}`,
    ].filter((bound) => bound !== '');
    return `${metric}${subjectText(of)} ${bounds.join(' and ')}`;
  },
});
