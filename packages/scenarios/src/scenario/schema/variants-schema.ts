// `variants:` of a scenario: named settings of its parameters, which `ospflab compare` runs side by side.

import { oneLine } from '../../parameters/allowed-values.ts';
import { field, mapOf, record } from './field.ts';
import { sentenceField } from './names.ts';

const settingField = field(
  {
    expected: 'a value of one line',
    remedy: 'write the value that the parameter shall have',
    json: { type: ['string', 'number', 'boolean'], description: 'What `--set` would give.' },
  },
  oneLine,
);

export const variantsSchema = mapOf(
  record(
    {
      about: sentenceField('What is different, for people.').default(''),
      set: mapOf(settingField, 'parameters').default({}),
    },
    'A name for settings of parameters.',
  ),
  'variants',
);
