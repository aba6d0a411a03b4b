// IPv4 addresses as branded unsigned 32-bit numbers: 192.168.28.211 is 0xc0a81cd3.
// Comparison is `<` on the number, which is also the canonical order for anything sent or printed.

declare const ipv4AddressBrand: unique symbol;

/** An IPv4 address in host order, 0 … 2³² − 1. */
export type Ipv4Address = number & { readonly [ipv4AddressBrand]: true };

/** Brands a number; the value is taken modulo 2³², so the results of bit operations may be given as they are. */
export function ipv4FromNumber(value: number): Ipv4Address {
  return (value >>> 0) as Ipv4Address;
}

/** Reads dotted decimal with exactly four parts of 0 … 255 and no leading zeros; undefined when it is not one. */
export function parseIpv4Address(text: string): Ipv4Address | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0;
  for (let part = 1; part <= 4; part++) {
    const digits = match[part] ?? '';
    const octet = Number(digits);
    if (octet > 255 || (digits.length > 1 && digits.startsWith('0'))) return undefined;
    value = value * 256 + octet;
  }
  return value as Ipv4Address;
}

/** For literals in code and tests; throws on text that is not an address. Input from users goes through `parseIpv4Address`. */
export function ipv4(text: string): Ipv4Address {
  const address = parseIpv4Address(text);
  if (address === undefined) throw new RangeError(`not an IPv4 address: ${text}`);
  return address;
}

export function formatIpv4Address(address: Ipv4Address): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** 224.0.0.0/4. */
export function isMulticastIpv4(address: Ipv4Address): boolean {
  return address >>> 28 === 0xe;
}
