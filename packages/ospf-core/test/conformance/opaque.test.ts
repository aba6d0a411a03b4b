// Opaque LSAs are carried, as far as their scope goes, from router to router that understand them: RFC 5250 §3, §3.1.

import { describe, expect, it } from 'vitest';
import { ipv4 } from '@ospflab/net';
import {
  allSpfRouters,
  makeLsa,
  makeOspfPayload,
  type LinkStateId,
  type Lsa,
  type OspfAreaConfig,
  type OspfInput,
  type OspfInterfaceConfig,
  type RouterId,
  type SequenceNumber,
} from '@ospflab/ospf-core';
import { backbone, interfaceConfig, routerConfig, TestNetwork, type TestNode } from '../network.ts';

const idA = ipv4('10.0.0.1') as number as RouterId;
const stranger = ipv4('10.0.0.99') as number as RouterId;

function opaqueLsa(type: number, sequence = -0x7fffffff): Lsa {
  return makeLsa({
    type,
    options: 2,
    linkStateId: 0x01000007 as LinkStateId,
    advertisingRouter: stranger,
    sequence: sequence as SequenceNumber,
    body: { kind: 'uninterpreted', bytes: Uint8Array.of(0, 1, 0, 4, 10, 0, 0, 99) },
  });
}

interface Chain {
  readonly network: TestNetwork;
  readonly a: TestNode;
  readonly b: TestNode;
  readonly c: TestNode;
}

interface Settings {
  readonly capable?: readonly [boolean, boolean, boolean];
  readonly kind?: OspfAreaConfig['kind'];
  readonly startOfC?: number;
}

/** a – b – c in one area. */
function chainOf({ capable = [true, true, true], kind = 'normal', startOfC = 0.4 }: Settings = {}): Chain {
  const network = new TestNetwork(3);
  const areaId = (kind === 'normal' ? backbone : 7) as OspfAreaConfig['areaId'];
  const link = (index: number, address: string): OspfInterfaceConfig =>
    interfaceConfig(index, address, 24, { networkType: 'pointToPoint', areaId });
  const ports = [[link(2, '10.1.0.1')], [link(2, '10.1.0.2'), link(3, '10.2.0.2')], [link(2, '10.2.0.3')]];
  const [a, b, c] = ports.map((interfaces, index) =>
    network.addNode(
      `r${index + 1}`,
      routerConfig(`10.0.0.${index + 1}`, interfaces, {
        areas: [{ areaId, kind }],
        opaqueCapable: capable[index]!,
      }),
    ),
  ) as [TestNode, TestNode, TestNode];
  network.connect([a, ports[0]![0]!], [b, ports[1]![0]!]);
  network.connect([b, ports[1]![1]!], [c, ports[2]![0]!]);
  network.start(a);
  network.start(b, 0.2);
  network.start(c, startOfC);
  network.runUntil(25);
  return { network, a, b, c };
}

/** b hears the LSA from a. */
function receive({ network, b }: Chain, lsa: Lsa, kind: OspfAreaConfig['kind'] = 'normal'): void {
  network.input(b, fromNeighbor(lsa, 2, '10.1.0.1', '10.0.0.1', kind === 'normal' ? 0 : 7));
}

function fromNeighbor(
  lsa: Lsa,
  interfaceIndex: number,
  source: string,
  routerId: string,
  areaId = 0,
): OspfInput {
  return {
    kind: 'packetReceived',
    interfaceIndex,
    source: ipv4(source),
    destination: allSpfRouters,
    payload: makeOspfPayload({
      routerId: ipv4(routerId) as number as RouterId,
      areaId: areaId as typeof backbone,
      authentication: { kind: 'null' },
      body: { kind: 'linkStateUpdate', lsas: [{ lsa, ageSeconds: 1 }] },
    }),
  };
}

function installed({ network }: Chain, node: string): number[] {
  return network.log.flatMap(({ node: where, event }) =>
    where === node && event.kind === 'lsaInstalled' && event.lsType >= 9 ? [event.lsType] : [],
  );
}

describe('opaque LSAs', () => {
  it.each([10, 11])('of type %i go on to the next router that is capable', (type) => {
    const chain = chainOf();
    receive(chain, opaqueLsa(type));
    chain.network.runUntil(27);
    expect([installed(chain, 'r2'), installed(chain, 'r3')]).toEqual([[type], [type]]);
  });

  it.each([10, 11])('of type %i reach a router that comes later, in the exchange of databases', (type) => {
    const chain = chainOf({ startOfC: 40 });
    receive(chain, opaqueLsa(type));
    chain.network.runUntil(70);
    expect(installed(chain, 'r3')).toEqual([type]);
  });

  it('are not sent to a router that did not say that it is capable, early or late', () => {
    for (const startOfC of [0.4, 40]) {
      const chain = chainOf({ capable: [true, true, false], startOfC });
      receive(chain, opaqueLsa(10));
      chain.network.runUntil(70);
      expect(installed(chain, 'r3')).toEqual([]);
      const discarded = chain.network.log.filter(
        ({ node, event }) => node === 'r3' && event.kind === 'lsaDiscarded' && event.lsType >= 9,
      );
      expect(discarded).toEqual([]);
    }
  });

  it('are discarded by a router that is not capable', () => {
    const chain = chainOf({ capable: [true, false, true] });
    receive(chain, opaqueLsa(10));
    expect(installed(chain, 'r2')).toEqual([]);
    expect(chain.network.log.at(-1)?.event).toMatchObject({ kind: 'lsaDiscarded', reason: 'notFloodedHere' });
  });

  it('of AS scope stay out of stub areas, those of area scope do not', () => {
    const chain = chainOf({ kind: 'stub' });
    receive(chain, opaqueLsa(11), 'stub');
    receive(chain, opaqueLsa(10), 'stub');
    chain.network.runUntil(27);
    expect(installed(chain, 'r3')).toEqual([10]);
  });

  it('change no route and ask for no calculation', () => {
    const chain = chainOf();
    const runs = () => chain.network.log.filter(({ event }) => event.kind === 'spfScheduled').length;
    const before = runs();
    receive(chain, opaqueLsa(10));
    receive(chain, opaqueLsa(11));
    chain.network.runUntil(35);
    expect(runs()).toBe(before);
    expect(chain.c.router.view(chain.network.now).externalLsas).toEqual([]);
  });

  it('of link scope stay on the link that they came in on', () => {
    const chain = chainOf();
    receive(chain, opaqueLsa(9));
    chain.network.runUntil(50);
    expect([installed(chain, 'r2'), installed(chain, 'r3')]).toEqual([[9], []]);
  });

  it('of link scope and one name are told apart by their links', () => {
    const chain = chainOf();
    receive(chain, opaqueLsa(9));
    chain.network.input(chain.b, fromNeighbor(opaqueLsa(9), 3, '10.2.0.3', '10.0.0.3'));
    chain.network.runUntil(27);
    expect(installed(chain, 'r2')).toEqual([9, 9]);
  });

  it('of link scope reach a router that comes later on that link', () => {
    const chain = chainOf({ startOfC: 40 });
    receive(chain, opaqueLsa(9));
    chain.network.input(chain.b, { kind: 'neighborsCleared', neighborId: idA });
    chain.network.runUntil(70);
    expect([installed(chain, 'r1'), installed(chain, 'r3')]).toEqual([[9], []]);
  });

  it.each([9, 10])('of type %i are acknowledged, so that nobody sends them again', (type) => {
    const chain = chainOf();
    receive(chain, opaqueLsa(type));
    chain.network.input(chain.b, { kind: 'neighborsCleared' });
    chain.network.runUntil(60);
    expect(
      chain.network.log.filter(({ event }) => event.kind === 'lsaRetransmitted' && event.lsType === type),
    ).toEqual([]);
  });
});
