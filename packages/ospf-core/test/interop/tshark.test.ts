// Packets as tshark reads them: no complaint, every type of LSA, and of signed ones key id, digest length and sequence number where it looks for them.

import { describe, expect, it } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import type {
  AreaId,
  OspfInterfaceConfig,
  OspfKey,
  OspfKeyAlgorithm,
  OspfRouterConfig,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type SentPacket, type TestNode } from '../network.ts';
import { makePair } from '../pair.ts';
import { capture, tshark, tsharkInstalled as installed } from './ospf-capture.ts';

const secret = new TextEncoder().encode('s3cret');

function sentByB(key: OspfKey): readonly SentPacket[] {
  const pair = makePair({ both: { authentication: { kind: 'cryptographic', keys: [key] } } });
  pair.network.keepSent = true;
  pair.network.start(pair.a);
  pair.network.start(pair.b, 0.5);
  pair.network.runUntil(15);
  return pair.network.sent.filter(({ node }) => node === 'b');
}

const algorithms: readonly (readonly [OspfKeyAlgorithm, number])[] = [
  ['md5', 16],
  ['hmacSha1', 20],
  ['hmacSha256', 32],
  ['hmacSha384', 48],
  ['hmacSha512', 64],
];

const title = 'tshark reads signed packets';

describe.runIf(installed)(installed ? title : `${title} (skipped: tshark is not installed)`, () => {
  it.each(algorithms)('%s: all five packet types, without a complaint', (algorithm, digestBytes) => {
    const sent = sentByB({ keyId: 9, algorithm, secret });
    const bytes = capture(sent);
    expect(tshark(bytes, ['-Y', '_ws.malformed || _ws.expert.severity >= warning'])).toEqual([]);
    const fields = ['ospf.auth.type', 'ospf.auth.crypt.key_id', 'ospf.auth.crypt.data_length', 'ospf.msg'];
    const rows = tshark(bytes, ['-T', 'fields', ...fields.flatMap((name) => ['-e', name])]);
    expect(rows.length).toBe(sent.length);
    expect(new Set(rows)).toEqual(new Set([1, 2, 3, 4, 5].map((type) => `2\t9\t${digestBytes}\t${type}`)));
    const sequences = tshark(bytes, ['-T', 'fields', '-e', 'ospf.auth.crypt.seq_nbr']);
    const expected = sent.map(({ packet: { authentication } }) =>
      authentication.kind === 'cryptographic' ? String(authentication.sequence) : '',
    );
    expect(sequences).toEqual(expected);
  });
});

/** A boundary router in the backbone, a border router with a normal and a not-so-stubby area, and a boundary router in the latter. */
function sentInAreas(): readonly SentPacket[] {
  const network = new TestNetwork(5);
  network.keepSent = true;
  const port = (index: number, address: string, area: number): OspfInterfaceConfig =>
    interfaceConfig(index, address, 24, { areaId: area as AreaId, retransmitInterval: seconds(2) });
  const ends = [
    [port(2, '10.1.0.1', 0)],
    [port(2, '10.1.0.2', 0), port(3, '10.2.0.2', 1), port(4, '10.3.0.2', 2)],
    [port(2, '10.2.0.3', 1)],
    [port(2, '10.3.0.4', 2)],
  ];
  const settings: Partial<OspfRouterConfig> = { areas: [{ areaId: 1 as AreaId, kind: 'nssa' }] };
  const boundary = { ...settings, asBoundaryRouter: true };
  const [backbone, border, inNssa, inNormal] = ends.map((interfaces, index) =>
    network.addNode(
      `r${index + 1}`,
      routerConfig(`10.0.0.${index + 1}`, interfaces, index % 2 === 0 ? boundary : settings),
    ),
  ) as [TestNode, TestNode, TestNode, TestNode];
  network.connect([backbone, ends[0]![0]!], [border, ends[1]![0]!]);
  network.connect([border, ends[1]![1]!], [inNssa, ends[2]![0]!]);
  network.connect([border, ends[1]![2]!], [inNormal, ends[3]![0]!]);
  for (const node of [backbone, border, inNssa, inNormal]) network.start(node, network.random());
  for (const [node, third] of [
    [backbone, 1],
    [inNssa, 2],
  ] as const) {
    network.input(node, {
      kind: 'externalRouteAdded',
      source: 'static',
      prefix: { address: ipv4(`172.20.${third}.0`), length: 24 },
      metric: 20,
      metricType: 2,
      tag: 7,
    });
  }
  network.runUntil(40);
  return network.sent;
}

const typesTitle = 'tshark reads what areas and externals bring';

describe.runIf(installed)(installed ? typesTitle : `${typesTitle} (skipped: tshark is not installed)`, () => {
  const bytes = installed ? capture(sentInAreas()) : new Uint8Array();

  it('without a complaint', () => {
    expect(tshark(bytes, ['-Y', '_ws.malformed || _ws.expert.severity >= warning'])).toEqual([]);
  });

  it('all five packet types, and LSAs of types 1 to 5 and 7', () => {
    const seen = (field: string, filter: string) =>
      new Set(tshark(bytes, ['-Y', filter, '-T', 'fields', '-e', field]).flatMap((line) => line.split(',')));
    expect([...seen('ospf.msg', 'ospf')].sort()).toEqual(['1', '2', '3', '4', '5']);
    expect([...seen('ospf.lsa', 'ospf.msg == 4')].sort()).toEqual(['1', '2', '3', '4', '5', '7']);
  });
});
