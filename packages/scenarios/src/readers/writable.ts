// A configuration record while it is being filled.

export type Writable<T> = {
  -readonly [Key in keyof T]: T[Key] extends readonly (infer Element)[] ? Element[] : T[Key];
};

/** Its lists are copied, too; what stands in them is not. */
export function writableCopy<T extends object>(record: T): Writable<T> {
  const entries = Object.entries(record).map(([key, value]: [string, unknown]) => [
    key,
    Array.isArray(value) ? [...(value as unknown[])] : value,
  ]);
  return Object.fromEntries(entries) as Writable<T>;
}
