// `computer:` of a scenario: what the nodes share when they are namespaces of one computer.

import { record, textField } from './field.ts';
import { probabilityField } from './quantities.ts';

const processorsMax = 1024;

const processorsField = textField(
  {
    expected: `own, or a whole number from 1 to ${processorsMax}`,
    remedy: 'write own, or how many processors all nodes share',
    json: {
      type: ['integer', 'string'],
      description:
        'For the OSPF daemons of all nodes: one that wakes up waits while all are taken. own: enough.',
    },
  },
  (text) => {
    if (text === 'own') return text;
    return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= processorsMax
      ? Number(text)
      : undefined;
  },
).default('own');

export const computerSchema = record(
  {
    processors: processorsField,
    otherPrograms: probabilityField(
      'Share of wake-ups that find the processors taken by programs outside the scenario.',
    ).default(0),
    otherLinks: probabilityField(
      'With shared kernels: share of link changes that come within a second of one outside the scenario.',
    ).default(0),
  },
  'One computer under all nodes, beside other work. Without it each node has enough processors to itself.',
);
