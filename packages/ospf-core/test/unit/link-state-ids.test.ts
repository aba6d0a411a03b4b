// Names of LSAs whose networks share an address, RFC 2328 appendix E.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIpv4Address, ipv4FromNumber, parseIpv4Prefix, prefixOf, type Ipv4Prefix } from '@ospflab/net';
import { assignLinkStateIds } from '@ospflab/ospf-core';

function idsOf(...prefixes: string[]): (string | undefined)[] {
  const parsed = prefixes.map((text) => parseIpv4Prefix(text)!);
  return assignLinkStateIds(parsed).map((id) =>
    id === undefined ? undefined : formatIpv4Address(ipv4FromNumber(id)),
  );
}

describe('link state ids', () => {
  it('are the network addresses while these differ', () => {
    expect(idsOf('10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0')).toEqual(['10.0.0.0', '10.1.0.0', '0.0.0.0']);
  });

  it('of longer prefixes with the same address have their host bits set', () => {
    expect(idsOf('10.0.0.0/24', '10.0.0.0/8', '10.0.0.0/16')).toEqual([
      '10.0.0.255',
      '10.0.0.0',
      '10.0.255.255',
    ]);
  });

  it('leave the address to a host, which has no bits to set', () => {
    expect(idsOf('10.0.0.0/24', '10.0.0.0/32')).toEqual(['10.0.0.255', '10.0.0.0']);
  });

  it('are missing where both names are taken', () => {
    expect(idsOf('10.0.0.0/16', '10.0.0.0/24', '10.0.0.255/32')).toEqual([
      '10.0.0.0',
      '10.0.0.255',
      undefined,
    ]);
  });

  it('are never given twice and stand inside their prefix', () => {
    const prefix = fc
      .tuple(fc.integer({ min: 0, max: 0xf }), fc.integer({ min: 0, max: 32 }))
      .map(([low, length]): Ipv4Prefix => prefixOf(ipv4FromNumber(0x0a000000 + low), length));
    fc.assert(
      fc.property(
        fc.uniqueArray(prefix, { selector: ({ address, length }) => `${address}/${length}`, maxLength: 30 }),
        (prefixes) => {
          const ids = assignLinkStateIds(prefixes);
          const given = ids.filter((id) => id !== undefined);
          expect(new Set(given).size).toBe(given.length);
          ids.forEach((id, index) => {
            const { address, length } = prefixes[index]!;
            if (id !== undefined) expect(prefixOf(ipv4FromNumber(id), length).address).toBe(address);
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});
