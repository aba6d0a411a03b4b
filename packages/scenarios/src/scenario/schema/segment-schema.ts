// `segments:` of a scenario.

import { microseconds } from '@ospflab/sim';
import { choice, record } from './field.ts';
import { bandwidthField, durationField, probabilityField, sizeField } from './quantities.ts';

export const segmentSchema = record(
  {
    kind: choice(
      ['lan', 'pointToPoint'],
      'A switch with any number of ports, or a cable with two ends.',
    ).default('lan'),
    delay: durationField('One way.').default(microseconds(50)),
    bandwidth: bandwidthField.optional(),
    queue: sizeField.optional(),
    loss: probabilityField('Frames lost.').default(0),
    duplication: probabilityField('Frames delivered twice.').default(0),
    reordering: probabilityField('Frames that are late by up to `reorderingDelay`.').default(0),
    reorderingDelay: durationField('Greatest extra delay of a reordered frame.').default(microseconds(1000)),
  },
  'A piece of Ethernet.',
);
