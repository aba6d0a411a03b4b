// The whole scenario file. What cannot be said key by key (does that node exist?) is checked by check-*.ts.

import { z } from 'zod';
import { whenField } from '../../parameters/applies-when.ts';
import { parametersSchema } from '../../parameters/parameter-schema.ts';
import { hours } from './longest-run.ts';
import { actionTable } from '../actions/action-table.ts';
import { expectationTable } from '../expectations/expectation-table.ts';
import { computerSchema } from './computer-schema.ts';
import { choice, integerField, kindIssue, listOf, mapOf, record } from './field.ts';
import { nameField, sentenceField } from './names.ts';
import { nodeSchema } from './node-schema.ts';
import { clockField, instantField, instantRangeField } from './quantities.ts';
import { segmentSchema } from './segment-schema.ts';
import { trafficSchema } from './traffic-schema.ts';
import { variantsSchema } from './variants-schema.ts';

type AnyRecord = z.ZodObject<z.core.$ZodLooseShape>;

function actionSchema() {
  const schemas = actionTable.map((row): AnyRecord => {
    const shape = {
      at: instantRangeField('When; `60s..65s` lets the seed choose an instant in that span.'),
      name: nameField('timeline entry').optional(),
      after: nameField('timeline entry').optional(),
      when: whenField,
      action: z.literal(row.kind),
      ...row.fields,
    };
    return record(shape, row.about);
  });
  const kinds = actionTable.map((row) => row.kind);
  return z.discriminatedUnion('action', schemas as [AnyRecord, ...AnyRecord[]], {
    error: kindIssue('action', kinds),
  });
}

function expectationSchema() {
  const schemas = expectationTable.map((row): AnyRecord =>
    record({ check: z.literal(row.kind), when: whenField, ...row.fields }, row.about),
  );
  const kinds = expectationTable.map((row) => row.kind);
  return z.discriminatedUnion('check', schemas as [AnyRecord, ...AnyRecord[]], {
    error: kindIssue('check', kinds),
  });
}

export const scenarioSchema = record(
  {
    name: nameField('scenario'),
    about: sentenceField('One sentence for the list of scenarios.').default(''),
    seed: integerField(0, Number.MAX_SAFE_INTEGER, 'Same seed, same run.').default(1),
    until: instantField(`Length of the run, at most ${hours} h.`),
    clock: clockField('What the clocks show at the start of the run. Default: 2026-01-01.').optional(),
    wire: choice(
      ['bytes', 'objects'],
      'Encode every packet at every hop, or pass decoded ones on.',
    ).optional(),
    kernels: choice(
      ['separate', 'shared'],
      'Machines of their own, or containers of one machine: packets keep the hash of their socket, one link watch serves all.',
    ).default('separate'),
    computer: computerSchema.optional(),
    parameters: parametersSchema.default({}),
    variants: variantsSchema.default({}),
    segments: mapOf(segmentSchema, 'segments'),
    nodes: mapOf(nodeSchema, 'nodes'),
    traffic: listOf(trafficSchema, 'traffic').default([]),
    timeline: listOf(actionSchema(), 'actions').default([]),
    expectations: listOf(expectationSchema(), 'checks').default([]),
  },
  'A network, what happens in it, and what is expected of it.',
);

export type ScenarioDeclaration = z.output<typeof scenarioSchema>;

/** JSON Schema 2020-12 of the scenario file, for editors. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
}
