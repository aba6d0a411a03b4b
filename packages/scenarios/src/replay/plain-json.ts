// Values of the OSPF core's contract as JSON and back. Bytes are written in hexadecimal, packets as their bytes.

import type { StructuredPayload } from '@ospflab/net';

/** Deeper than any input or configuration; it keeps a crafted file from exhausting the stack. */
const depthMax = 60;

/** What JSON can say. Throws a TypeError for a function, which no contract of the core holds. */
export function toPlain(value: unknown, depth = 0): unknown {
  if (depth > depthMax) throw new TypeError('the value is nested too deeply to be written');
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
  if (typeof value === 'function') throw new TypeError('a function cannot be written');
  if (typeof value !== 'object' || value === null) return value;
  const inner = (one: unknown) => toPlain(one, depth + 1);
  if (value instanceof Uint8Array) return { $hex: hexOf(value) };
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Map) return { $map: [...value].map(([key, one]) => [inner(key), inner(one)]) };
  if (value instanceof Set) return { $set: [...value].map(inner) };
  if (isStructured(value)) return { kind: 'raw', bytes: { $hex: hexOf(value.toBytes()) } };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(one)]));
}

/** The way back; undefined members stay away, as they did in the file. */
export function fromPlain(value: unknown, depth = 0): unknown {
  if (depth > depthMax) throw new TypeError('the value is nested too deeply');
  if (typeof value !== 'object' || value === null) return value;
  const inner = (one: unknown) => fromPlain(one, depth + 1);
  if (Array.isArray(value)) return value.map(inner);
  const tagged = value as Readonly<Record<string, unknown>>;
  if (typeof tagged['$hex'] === 'string') return bytesOf(tagged['$hex']);
  if (typeof tagged['$number'] === 'string') return Number(tagged['$number']);
  if (Array.isArray(tagged['$map'])) return new Map(inner(tagged['$map']) as [unknown, unknown][]);
  if (Array.isArray(tagged['$set'])) return new Set(inner(tagged['$set']) as unknown[]);
  return Object.fromEntries(Object.entries(tagged).map(([key, one]) => [key, inner(one)]));
}

function isStructured(value: object): value is StructuredPayload {
  return 'kind' in value && value.kind === 'structured' && 'toBytes' in value;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new TypeError(`'${hex.slice(0, 20)}' is not hexadecimal`);
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}
