// The LSAs that the tutorial's lab originates, to the checksum, as `show ip ospf database` recorded them from FRR 8.4.4.

import { readFileSync } from 'node:fs';
import { formatIpv4Address, ipv4FromNumber } from '@ospflab/net';
import { describe, expect, it } from 'vitest';
import { formatSequenceNumber } from '@ospflab/ospf-core';
import { view } from '../pair.ts';
import { tutorialLab } from '../tutorial-lab.ts';

const recorded = readFileSync(new URL('../fixtures/tutorial/frr-only.txt', import.meta.url), 'utf8');

/** Every `link id, advertising router, sequence, checksum` that stands in the recorded listings. */
function recordedRows(): Set<string> {
  const rows = new Set<string>();
  for (const match of recorded.matchAll(/^([\d.]+)\s+([\d.]+)\s+\d+ 0x([0-9a-f]{8}) 0x([0-9a-f]{4})/gm)) {
    rows.add(match.slice(1, 5).join(' '));
  }
  return rows;
}

describe('the LSAs of the tutorial’s lab', () => {
  it('equal the recorded ones in content, sequence number and checksum', () => {
    const { network, router, ds1, ds2 } = tutorialLab(1);
    const seen = new Set<string>();
    // Almost together. Director 1 speaks first and is Full first, as the recorded network-LSA shows that it was.
    [ds1, ds2, router].forEach((node, index) => network.start(node, index / 20));
    for (let second = 1; second <= 20; second++) {
      network.runUntil(second);
      for (const node of [router, ds1, ds2]) {
        for (const { lsa } of view(network, node).areas.flatMap(({ lsas }) => lsas)) {
          const sequence = formatSequenceNumber(lsa.sequence);
          const checksum = lsa.checksum.toString(16).padStart(4, '0');
          const id = formatIpv4Address(ipv4FromNumber(lsa.linkStateId));
          const from = formatIpv4Address(ipv4FromNumber(lsa.advertisingRouter));
          seen.add(`${id} ${from} ${sequence} ${checksum}`);
        }
      }
    }
    const truth = recordedRows();
    expect(truth.size).toBeGreaterThan(4);
    const missing = [...truth].filter((row) => !seen.has(row));
    expect(missing).toEqual([]);
  });
});
