// JSON as FRR prints it through json-c, which differs between commands and releases: over several lines with slashes escaped or not, on
// one line with spaces, or on one line without any.

import type { JsonValue } from '../packet/describe-ospf.ts';

/** Two spaces a level, no space after colons, `/` as `\/`. */
export function prettyJson(value: JsonValue): string {
  return pretty(value, '', escaped);
}

/** The same with `/` as it is. */
export function unescapedPrettyJson(value: JsonValue): string {
  return pretty(value, '', plainJson);
}

/** One line, no spaces, `/` as it is. */
export function plainJson(value: JsonValue): string {
  return JSON.stringify(value);
}

/** One line: `{ "a": 1, "b": [ 2 ] }`. */
export function spacedJson(value: JsonValue): string {
  if (isArray(value)) return value.length === 0 ? '[ ]' : `[ ${value.map(spacedJson).join(', ')} ]`;
  if (!isObject(value)) return escaped(value);
  const members = Object.entries(value).map(([key, member]) => `${escaped(key)}: ${spacedJson(member)}`);
  return members.length === 0 ? '{ }' : `{ ${members.join(', ')} }`;
}

function pretty(value: JsonValue, indent: string, atom: (value: JsonValue) => string): string {
  const inner = `${indent}  `;
  if (isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + pretty(item, inner, atom)).join(',\n')}\n${indent}]`;
  }
  if (!isObject(value)) return atom(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${inner}${atom(key)}:${pretty(member, inner, atom)}`,
  );
  return members.length === 0 ? `{\n${indent}}` : `{\n${members.join(',\n')}\n${indent}}`;
}

function escaped(value: JsonValue): string {
  return JSON.stringify(value).replaceAll('/', '\\/');
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null;
}
