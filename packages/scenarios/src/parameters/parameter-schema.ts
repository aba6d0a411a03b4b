// The block `parameters:` of a scenario.

import { field, mapOf, record } from '../scenario/schema/field.ts';
import { sentenceField } from '../scenario/schema/names.ts';
import { oneLine, readAllowedValues } from './allowed-values.ts';

const defaultField = field(
  {
    expected: 'a value of one line',
    remedy: 'write the value that holds without --set',
    json: { type: ['string', 'number', 'boolean'], description: 'The value without --set.' },
  },
  oneLine,
);

const allowedField = field(
  {
    expected: 'a list of words, a map from words to texts, or a range',
    remedy: 'write [a, b], {a: text, b: text}, 1..65535 or 0s..30s; leave it out for any text',
    json: { type: ['array', 'object', 'string'], description: 'What the parameter may be set to.' },
  },
  (value) => {
    const allowed = readAllowedValues(value);
    return allowed === undefined
      ? undefined
      : { allowed, written: typeof value === 'string' ? value : undefined };
  },
);

export const parametersSchema = mapOf(
  record(
    {
      about: sentenceField('What it is, for people.').default(''),
      default: defaultField,
      allowed: allowedField.optional(),
    },
    'A value that `--set` changes.',
  ),
  'parameters',
);
