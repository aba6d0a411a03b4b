// topology.json of a lab folder.

import type { z } from 'zod';
import { listOf, mapOf, record, textField } from './field.ts';
import { nameField, sentenceField } from './names.ts';

const endField = textField(
  { expected: 'an end router:interface', remedy: 'write it as in r1:eth0', json: { type: 'string' } },
  (text) => {
    const match = /^([A-Za-z0-9][A-Za-z0-9_.-]*):([A-Za-z][A-Za-z0-9_.-]{0,14})$/.exec(text);
    return match === null ? undefined : { node: match[1] ?? '', interface: match[2] ?? '' };
  },
);

export const topologySchema = record(
  {
    name: nameField('lab'),
    about: sentenceField('One sentence.').default(''),
    segments: mapOf(listOf(endField, 'ends'), 'segments'),
    routers: mapOf(sentenceField('The configuration file of the router.'), 'routers'),
  },
  'A lab folder: routers, their configuration files, and what connects them.',
);

export type TopologyDeclaration = z.output<typeof topologySchema>;
