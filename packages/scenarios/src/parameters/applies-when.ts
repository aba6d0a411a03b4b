// `when: { failure: silent }`: an entry that counts only while a parameter has that value, or one of several.

import { field, mapOf } from '../scenario/schema/field.ts';
import type { LoadLog } from '../scenario/load-log.ts';
import { reportUnknownName } from '../scenario/unknown-name.ts';
import type { DocumentPath, YamlText } from '../scenario/yaml-text.ts';
import { oneLine } from './allowed-values.ts';
import type { ScenarioParameter } from './parameter.ts';

export const whenField = mapOf(
  field(
    {
      expected: 'a value, or a list of values',
      remedy: 'write `parameter: value` or `parameter: [value, value]`',
      json: { description: 'The entry counts only while the parameter has this value, or one of these.' },
    },
    (value) => {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      const texts = list.map(oneLine);
      return texts.every((text) => text !== undefined) ? (texts as string[]) : undefined;
    },
  ),
  'parameters',
).optional();

/** Whether an entry at `path` counts; unknown names and values that can never be go to the log. */
export function appliesWhen(
  when: unknown,
  parameters: readonly ScenarioParameter[],
  path: DocumentPath,
  text: YamlText,
  log: LoadLog,
): boolean {
  const conditions = Object.entries((when ?? {}) as Readonly<Record<string, readonly string[]>>);
  return conditions
    .map(([name, values]): boolean => {
      const parameter = parameters.find((one) => one.name === name);
      if (parameter === undefined) {
        const names = parameters.map((one) => one.name);
        reportUnknownName(log, text.keyPlace([...path, 'when'], name), 'parameter', name, names);
        return false;
      }
      for (const value of values) {
        if (parameter.words?.includes(value) !== false) continue;
        const at = text.place([...path, 'when', name]);
        reportUnknownName(log, at, `value of ${name}`, value, parameter.words);
      }
      return values.includes(parameter.value);
    })
    .every((holds) => holds);
}
