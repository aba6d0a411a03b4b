// Addresses in a scenario: single ones, interface addresses, ranges, prefixes.

import {
  formatIpv4Address,
  ipv4FromNumber,
  parseIpv4Address,
  parseIpv4Prefix,
  parseMacAddress,
  type Ipv4Address,
} from '@ospflab/net';
import { textField } from './field.ts';

/** Addresses that one range may stand for. */
const rangeMax = 65_536;

export interface HostAddress {
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly length: number;
}

function parseRange(text: string): Ipv4Address[] | undefined {
  const [firstText = '', lastText, ...rest] = text.split('-');
  const first = parseIpv4Address(firstText.trim());
  const last = lastText === undefined ? first : parseIpv4Address(lastText.trim());
  if (first === undefined || last === undefined || rest.length > 0) return undefined;
  if (last < first || last - first >= rangeMax) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => ipv4FromNumber(first + index));
}

export function addressField(description: string) {
  return textField(
    {
      expected: 'an address a.b.c.d',
      remedy: 'write four numbers from 0 to 255 with dots',
      json: { type: 'string', description },
    },
    parseIpv4Address,
  );
}

export const prefixField = textField(
  {
    expected: 'a prefix a.b.c.d/n',
    remedy: 'write it as in 10.0.0.0/8, with the bits behind the length zero',
    json: { type: 'string' },
  },
  (text) => {
    const prefix = parseIpv4Prefix(text);
    return prefix === undefined || !text.startsWith(`${formatIpv4Address(prefix.address)}/`)
      ? undefined
      : prefix;
  },
);

/** `default` or a prefix. */
export const routeTargetField = textField(
  {
    expected: "'default' or a prefix a.b.c.d/n",
    remedy: 'write default, or a prefix such as 10.0.0.0/8',
    json: { type: 'string' },
  },
  (text) => parseIpv4Prefix(text === 'default' ? '0.0.0.0/0' : text),
);

/** `a.b.c.d/n` */
export const hostAddressField = textField(
  { expected: 'an address a.b.c.d/n', remedy: 'write it as in 192.168.28.10/24', json: { type: 'string' } },
  (text): HostAddress | undefined => hostAddresses(text, false)?.[0],
);

/** `a.b.c.d/n` or `a.b.c.d-e.f.g.h/n` */
export const hostAddressesField = textField(
  {
    expected: 'an address a.b.c.d/n or a range a.b.c.d-e.f.g.h/n',
    remedy: 'write it as in 192.168.28.10/24 or 10.0.1.10-10.0.1.59/24',
    json: { type: 'string', description: 'One address, or a range of them.' },
  },
  (text) => hostAddresses(text, true),
);

function hostAddresses(text: string, range: boolean): HostAddress[] | undefined {
  const [addressText = '', lengthText = '', ...rest] = text.split('/');
  const length = /^\d{1,2}$/.test(lengthText) ? Number(lengthText) : 33;
  const addresses = range ? parseRange(addressText) : undefined;
  const single = parseIpv4Address(addressText);
  const found = addresses ?? (single === undefined ? undefined : [single]);
  if (found === undefined || length > 32 || rest.length > 0) return undefined;
  return found.map((address) => ({ address, length }));
}

/** `a.b.c.d` or `a.b.c.d-e.f.g.h` */
export const sourcesField = textField(
  {
    expected: 'an address a.b.c.d or a range a.b.c.d-e.f.g.h',
    remedy: 'write it as in 10.0.1.10 or 10.0.1.10-10.0.1.59',
    json: { type: 'string', description: 'Source addresses, owned by the sending node.' },
  },
  parseRange,
);

export interface Endpoint {
  readonly address: Ipv4Address;
  readonly port: number;
}

/** `a.b.c.d:port` */
export const endpointField = textField(
  {
    expected: 'an address and port a.b.c.d:port',
    remedy: 'write it as in 192.168.28.211:80',
    json: { type: 'string' },
  },
  (text): Endpoint | undefined => {
    const match = /^([\d.]+):(\d{1,5})$/.exec(text);
    const address = parseIpv4Address(match?.[1] ?? '');
    const port = Number(match?.[2]);
    return address !== undefined && port >= 1 && port <= 65535 ? { address, port } : undefined;
  },
);

export const macField = textField(
  { expected: 'an Ethernet address', remedy: 'write it as in 02:00:00:00:00:01', json: { type: 'string' } },
  parseMacAddress,
);
