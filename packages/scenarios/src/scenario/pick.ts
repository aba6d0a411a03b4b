// Some keys of a record, present even when their value is undefined.

export function pick(
  from: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}
