import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema } from '@ospflab/scenarios';

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
    const kinds = [
      'cut',
      'heal',
      'linkDown',
      'portDown',
      'kill',
      'stop',
      'start',
      'crash',
      'boot',
      'stopService',
      'addAddress',
      'setCost',
      'configure',
      'clearOspf',
      'prepareRestart',
    ];
    for (const kind of kinds) expect(text).toContain(`"const":"${kind}"`);
  });
});
