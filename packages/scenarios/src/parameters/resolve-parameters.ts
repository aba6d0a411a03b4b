// The values of a scenario's parameters: what `--set` gives, else the defaults; judged by what each allows.

import { closestWord } from '../readers/closest-word.ts';
import type { LoadLog } from '../scenario/load-log.ts';
import { schemaDiagnostics } from '../scenario/schema-diagnostics.ts';
import type { YamlText } from '../scenario/yaml-text.ts';
import { describeAllowed, oneLine, textOfValue } from './allowed-values.ts';
import { parametersSchema } from './parameter-schema.ts';
import type { AllowedValues, ScenarioParameter } from './parameter.ts';

/** `--set name=value`, by name. */
export type ParameterSettings = ReadonlyMap<string, string>;

const nameRule = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;

/** In file order. What is wrong goes to the log, placed in the block `parameters:`. */
export function resolveParameters(
  text: YamlText,
  settings: ParameterSettings,
  log: LoadLog,
): ScenarioParameter[] {
  const block = blockOf(text);
  const parsed = parametersSchema.safeParse(block ?? {});
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ['parameters', ...issue.path] }));
    log.diagnostics.push(...schemaDiagnostics(issues, text));
    return [];
  }
  const declared = Object.entries(parsed.data);
  reportUnknown(
    declared.map(([name]) => name),
    settings,
    text,
    log,
  );
  return declared.map(([name, { about, default: usual, allowed: given }]): ScenarioParameter => {
    const allowed: AllowedValues = given?.allowed ?? { kind: 'anyText' };
    const inWords = describeAllowed(allowed, given?.written);
    if (!nameRule.test(name)) {
      const remedy = 'write a letter, then letters, digits or underscores';
      log.error(text.keyPlace(['parameters'], name), `'${name}' cannot name a parameter`, remedy);
    }
    const check = (value: string, from: string, path: readonly string[]): string => {
      const found = oneLine(value) === undefined ? undefined : textOfValue(allowed, value);
      if (found !== undefined) return found;
      const message = `${name}: '${value.slice(0, 60)}' ${from} where ${inWords} was expected`;
      log.error(text.place(['parameters', name, ...path]), message, remedyFor(allowed, value, usual));
      return usual;
    };
    const usualText = check(usual, 'as default', ['default']);
    const set = settings.get(name);
    const value = set ?? usual;
    return {
      name,
      about,
      value,
      default: usual,
      text: set === undefined ? usualText : check(set, 'from --set', []),
      allowed: inWords,
      words: allowed.kind === 'words' ? [...allowed.texts.keys()] : undefined,
    };
  });
}

function blockOf(text: YamlText): unknown {
  const { value } = text;
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)['parameters']
    : undefined;
}

function remedyFor(allowed: AllowedValues, value: string, usual: string): string {
  const near = allowed.kind === 'words' ? closestWord(value, [...allowed.texts.keys()]) : undefined;
  return near === undefined ? `the default is ${usual}` : `did you mean '${near}'?`;
}

function reportUnknown(
  names: readonly string[],
  settings: ParameterSettings,
  text: YamlText,
  log: LoadLog,
): void {
  for (const name of settings.keys()) {
    if (names.includes(name)) continue;
    const near = closestWord(name, names);
    const known =
      names.length === 0 ? 'the scenario has no parameters' : `its parameters are ${names.join(', ')}`;
    log.error(
      text.keyPlace([], 'parameters'),
      `--set ${name}: there is no such parameter`,
      near === undefined ? known : `did you mean '${near}'?`,
    );
  }
}
