// `traffic:` of a scenario.

import { milliseconds, seconds } from '@ospflab/sim';
import { z } from 'zod';
import { addressField, endpointField, sourcesField } from './addresses.ts';
import { integerField, kindIssue, record } from './field.ts';
import { nameField, nodeField } from './names.ts';
import { durationField, instantField, positiveField } from './quantities.ts';

const shared = {
  name: nameField('kind of traffic'),
  from: nodeField,
  start: instantField('The first attempt is not before this.'),
  stop: instantField('No new attempt after this; the end of the run if left out.').optional(),
  sources: sourcesField.optional(),
};

const kinds = [
  record(
    {
      kind: z.literal('short'),
      ...shared,
      to: endpointField,
      rate: positiveField('Requests per second, on average.'),
      timeout: durationField('A request without complete answer after this is lost.').default(seconds(5)),
    },
    'One connection per request, at random instants.',
  ),
  record(
    {
      kind: z.literal('long'),
      ...shared,
      to: endpointField,
      connections: integerField(1, 100_000, 'How many stand at the same time.'),
      interval: durationField('Between two bytes.').default(milliseconds(250)),
    },
    'Connections that stay.',
  ),
  record(
    {
      kind: z.literal('ping'),
      ...shared,
      to: addressField('Whom to ping.'),
      interval: durationField('Between two echo requests.').default(seconds(1)),
    },
    'ICMP echo requests.',
  ),
] as const;

export const trafficSchema = z.discriminatedUnion('kind', kinds, {
  error: kindIssue('kind', ['short', 'long', 'ping']),
});

export type TrafficDeclaration = z.output<typeof trafficSchema>;
