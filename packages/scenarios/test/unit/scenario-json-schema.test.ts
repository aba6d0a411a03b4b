import { describe, expect, it } from 'vitest';
import { actionTable } from '../../src/scenario/actions/action-table.ts';
import { scenarioJsonSchema } from '../../src/scenario/schema/scenario-schema.ts';

describe('the JSON Schema for editors', () => {
  it('knows the keys that must be there and allows no others', () => {
    expect(scenarioJsonSchema()).toMatchObject({
      type: 'object',
      required: ['name', 'until', 'segments', 'nodes'],
      additionalProperties: false,
    });
  });

  it('names every action', () => {
    const text = JSON.stringify(scenarioJsonSchema());
    for (const { kind } of actionTable) expect(text).toContain(`"const":"${kind}"`);
  });
});
