// The forwarding addresses of imported routes in NSSAs, and of their translations, as FRR 8.4.4 told them: a next hop on any network of
// OSPF lends its address, even when the network is not of that NSSA.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadLab, Network, playTimeline } from '@ospflab/scenarios';
import { lsTypes, type OspfLsaView } from '@ospflab/ospf-core';
import { formatIpv4Address, ipv4FromNumber } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import { fixturePath } from '../folder-source.ts';

const { topology, lsas } = JSON.parse(readFileSync(fixturePath('frr-nssa-forwarding.json'), 'utf8')) as {
  readonly topology: { readonly routers: Readonly<Record<string, string>> };
  /** Router that shows it, type, area, link state id, advertising router, forwarding address, and whether it asks for translation. */
  readonly lsas: readonly string[];
};
const { routers, ...segments } = topology;
const files: Readonly<Record<string, string>> = {
  'lab/topology.json': JSON.stringify({ ...segments, routers: { a: 'a.conf', x: 'x.conf' } }),
  'lab/a.conf': routers['a']!,
  'lab/x.conf': routers['x']!,
};
const propagates = 8;
const dotted = (value: number): string => formatIpv4Address(ipv4FromNumber(value));

function rowOf(router: string, type: string, area: string, { lsa }: OspfLsaView): string {
  const { body } = lsa;
  const forwarding = body.kind === 'external' ? dotted(body.forwardingAddress) : '';
  const asks = (lsa.options & propagates) === 0 ? '-' : 'P';
  return [router, type, area, dotted(lsa.linkStateId), dotted(lsa.advertisingRouter), forwarding, asks].join(
    ' ',
  );
}

describe('imported routes of NSSAs', () => {
  const { scenario } = loadLab({ read: (path) => files[path] }, 'lab');
  const network = new Network(scenario!, { seed: 1, wireMode: 'objects' });
  playTimeline(network, seconds(25) as number as Instant);

  it.each(['a', 'x'])('%s tells the same forwarding addresses as FRR', (router) => {
    const { areas, externalLsas } = network.machine(router).ospf.router!.view(network.simulation.now);
    const told = [
      ...areas.flatMap(({ areaId, lsas: held }) =>
        held
          .filter(({ lsa }) => lsa.type === lsTypes.nssaExternal)
          .map((shown) => rowOf(router, 'nssa-external', dotted(areaId), shown)),
      ),
      ...externalLsas.map((shown) => rowOf(router, 'external', 'AS', shown)),
    ];
    // Of the area that both are in, the rows of a say everything.
    const recorded = lsas.filter((row) => row.startsWith(router));
    expect(told.filter((row) => router === 'a' || !row.includes('0.0.0.1'))).toEqual(recorded);
  });
});
