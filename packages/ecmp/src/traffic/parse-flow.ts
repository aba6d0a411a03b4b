// Flows and weights as users write them: {"src", "dst", "proto", "sport", "dport"}, one JSON object a line, and "1,1,2".

import { parseIpv4Address, type FiveTuple, type Ipv4Address } from '@ospflab/net';

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

const protocolNumbers = new Map([
  ['icmp', 1],
  ['ipip', 4],
  ['tcp', 6],
  ['udp', 17],
  ['gre', 47],
  ['esp', 50],
  ['sctp', 132],
]);

const knownFields = ['src', 'dst', 'proto', 'sport', 'dport'];

/** One line of NDJSON. */
export function parseFlowLine(line: string): Parsed<FiveTuple> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return wrong(`not JSON: ${line.length > 60 ? `${line.slice(0, 60)}…` : line}`);
  }
  return parseFlow(value);
}

/**
 * A flow from an object. `proto` is a number or one of the names icmp, ipip, tcp, udp, gre, esp, sctp; ports may be left out (0),
 * but then a field that is not known is taken for a misspelt port and refused.
 */
export function parseFlow(value: unknown): Parsed<FiveTuple> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong('a flow is an object with src, dst, proto, sport, dport');
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const source = addressField(fields, 'src');
  if (!source.ok) return source;
  const destination = addressField(fields, 'dst');
  if (!destination.ok) return destination;
  const protocol = protocolField(fields);
  if (!protocol.ok) return protocol;
  const sourcePort = portField(fields, 'sport');
  if (!sourcePort.ok) return sourcePort;
  const destinationPort = portField(fields, 'dport');
  if (!destinationPort.ok) return destinationPort;
  return {
    ok: true,
    value: {
      source: source.value,
      destination: destination.value,
      protocol: protocol.value,
      sourcePort: sourcePort.value,
      destinationPort: destinationPort.value,
    },
  };
}

/** Weights as `1,1,2`: 1 … 65536 each. */
export function parseWeights(text: string): Parsed<readonly number[]> {
  const weights: number[] = [];
  for (const part of text.split(',')) {
    const weight = /^\s*\d{1,6}\s*$/.test(part) ? Number(part) : 0;
    if (weight < 1 || weight > 65536) {
      return wrong(`weight ${JSON.stringify(part)} is not a whole number of 1 … 65536; write them as 1,1,2`);
    }
    weights.push(weight);
  }
  return { ok: true, value: weights };
}

function addressField(fields: ReadonlyMap<string, unknown>, name: string): Parsed<Ipv4Address> {
  const value = fields.get(name);
  if (value === undefined) return missing(fields, name, 'an IPv4 address such as "192.0.2.1"');
  const address = typeof value === 'string' ? parseIpv4Address(value) : undefined;
  if (address === undefined) return wrong(`${name} ${JSON.stringify(value)} is not an IPv4 address`);
  return { ok: true, value: address };
}

function protocolField(fields: ReadonlyMap<string, unknown>): Parsed<number> {
  const value = fields.get('proto');
  const allowed = 'tcp, udp, icmp or a number of 0 … 255';
  if (value === undefined) return missing(fields, 'proto', allowed);
  const protocol = typeof value === 'string' ? protocolNumbers.get(value.toLowerCase()) : undefined;
  const number = protocol ?? wholeNumber(value);
  if (number === undefined || number > 255) {
    return wrong(`proto ${JSON.stringify(value)} is not ${allowed}`);
  }
  return { ok: true, value: number };
}

function portField(fields: ReadonlyMap<string, unknown>, name: string): Parsed<number> {
  const value = fields.get(name);
  if (value === undefined) {
    return unknownField(fields) === undefined
      ? { ok: true, value: 0 }
      : missing(fields, name, 'a port of 0 … 65535');
  }
  const port = wholeNumber(value);
  if (port === undefined || port > 65535) {
    return wrong(`${name} ${JSON.stringify(value)} is not a port of 0 … 65535`);
  }
  return { ok: true, value: port };
}

/** A number, or its decimal digits as text, as a command line gives it. */
function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'string') return /^\d{1,6}$/.test(value) ? Number(value) : undefined;
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}

function unknownField(fields: ReadonlyMap<string, unknown>): string | undefined {
  for (const name of fields.keys()) if (!knownFields.includes(name)) return name;
  return undefined;
}

function missing(fields: ReadonlyMap<string, unknown>, name: string, expected: string): Parsed<never> {
  const unknown = unknownField(fields);
  const hint = unknown === undefined ? '' : ` (${JSON.stringify(unknown)} is not a field of a flow)`;
  return wrong(`${name} is missing${hint}: give ${expected}`);
}

function wrong(reason: string): Parsed<never> {
  return { ok: false, reason };
}
