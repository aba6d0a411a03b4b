// Building blocks of the scenario schema. An issue's message holds two lines: what was expected, and the remedy;
// schema-diagnostics.ts gives them their place in the file.

import { z } from 'zod';
import { closestWord } from '../../readers/closest-word.ts';

export interface FieldText {
  /** Completes "… where … was expected". */
  readonly expected: string;
  /** Or made from the value that was written. */
  readonly remedy: string | ((value: unknown) => string);
  /** For editors: the JSON type and a word about the meaning. */
  readonly json: Readonly<Record<string, unknown>>;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `'${String(value).slice(0, 60)}'`;
}

/** A scalar read by a function that answers undefined for what it does not accept. */
export function field<T>(text: FieldText, read: (value: unknown) => T | undefined) {
  return z
    .unknown()
    .meta(text.json)
    .transform((value, context): T => {
      const result = read(value);
      if (result !== undefined) return result;
      const remedy = typeof text.remedy === 'string' ? text.remedy : text.remedy(value);
      const message = `${shown(value)} where ${text.expected} was expected\n${remedy}`;
      context.issues.push({ code: 'custom', message, input: value });
      return z.NEVER;
    });
}

/** A field made from the text of a scalar; a number in the file counts as its text. */
export function textField<T>(text: FieldText, read: (value: string) => T | undefined) {
  return field(text, (value) =>
    typeof value === 'string' || typeof value === 'number' ? read(String(value).trim()) : undefined,
  );
}

/** One of a few words. */
export function choice<const T extends string>(choices: readonly T[], description: string) {
  const remedy = (value: unknown): string => {
    const near = typeof value === 'string' ? closestWord(value, choices) : undefined;
    return near === undefined ? 'write one of these' : `did you mean '${near}'?`;
  };
  return field(
    { expected: `one of ${choices.join(', ')}`, remedy, json: { enum: choices, description } },
    (value) => choices.find((known) => known === value),
  );
}

export function integerField(lowest: number, highest: number, description: string) {
  return field(
    {
      expected: `a whole number from ${lowest} to ${highest}`,
      remedy: `write a number from ${lowest} to ${highest}`,
      json: { type: 'integer', minimum: lowest, maximum: highest, description },
    },
    (value) =>
      Number.isInteger(value) && Number(value) >= lowest && Number(value) <= highest
        ? Number(value)
        : undefined,
  );
}

/** `true` or `false`. */
export function flagField(description: string) {
  return field(
    {
      expected: 'true or false',
      remedy: 'write true or false',
      json: { type: 'boolean', description },
    },
    (value) => (typeof value === 'boolean' ? value : undefined),
  );
}

/** The message of an issue about a map: unknown keys (two lines each), or no map at all. */
function recordIssue(known: readonly string[]) {
  return (issue: {
    readonly code: string | undefined;
    readonly input: unknown;
    readonly keys?: readonly string[];
  }): string => {
    if (issue.code !== 'unrecognized_keys') {
      return `${shown(issue.input)} where a map with the keys ${known.join(', ')} was expected\nwrite \`key: value\` lines`;
    }
    return (issue.keys ?? [])
      .map((key) => {
        const near = closestWord(key, known);
        const remedy = near === undefined ? 'remove it' : `did you mean '${near}'?`;
        return `unknown key '${key}', expected one of ${known.join(', ')}\n${remedy}`;
      })
      .join('\n');
  };
}

/** A map with exactly these keys. */
export function record<Shape extends z.core.$ZodLooseShape>(shape: Shape, description: string) {
  return z.strictObject(shape, { error: recordIssue(Object.keys(shape)) }).meta({ description });
}

/** A map from names to values. */
export function mapOf<Value extends z.ZodType>(value: Value, what: string) {
  return z.record(z.string(), value, {
    error: (issue) => `${shown(issue.input)} where a map of ${what} was expected\nwrite \`name: …\` lines`,
  });
}

export function listOf<Value extends z.ZodType>(value: Value, what: string) {
  return z.array(value, {
    error: (issue) =>
      `${shown(issue.input)} where a list of ${what} was expected\nbegin each entry with \`- \``,
  });
}

/** The message when the key that tells the kinds apart names none of them. */
export function kindIssue(key: string, known: readonly string[]) {
  return (issue: { readonly input: unknown }): string => {
    const { input } = issue;
    const written =
      typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[key] : input;
    const near = typeof written === 'string' ? closestWord(written, known) : undefined;
    const remedy =
      near === undefined
        ? `write \`${key}: ${known[0] ?? ''}\`, or another of these`
        : `did you mean '${near}'?`;
    return `${shown(written)} where one of ${known.join(', ')} was expected for '${key}'\n${remedy}`;
  };
}
