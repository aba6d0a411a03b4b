// Names and texts in a scenario.

import { integerField, textField } from './field.ts';

const nameRule = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** Letters, digits, `.`, `_`, `-`. */
export function nameField(what: string) {
  const aWhat = `${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}`;
  return textField(
    {
      expected: `the name of ${aWhat}`,
      remedy: 'write letters, digits, dots, underscores or hyphens, at most 63',
      json: { type: 'string', pattern: nameRule.source, description: `Name of ${aWhat}.` },
    },
    (text) => (nameRule.test(text) ? text : undefined),
  );
}

export function sentenceField(description: string) {
  return textField(
    { expected: 'a text', remedy: 'write a text', json: { type: 'string', description } },
    (text) => text,
  );
}

export const portField = integerField(1, 65535, 'TCP or UDP port.');
export const nodeField = nameField('node');
export const interfaceField = nameField('interface');
