// Real OSPF routers on a random mesh of point-to-point links, in mode `objects`, with nothing around them but the kernel.

import { ipv4FromNumber } from '@ospflab/net';
import {
  frrProfile,
  makeOspfPayload,
  OspfRouter,
  type AreaId,
  type OspfEffect,
  type OspfInterfaceConfig,
  type RouterId,
} from '@ospflab/ospf-core';
import {
  after,
  instantFromNanoseconds,
  milliseconds,
  RandomStream,
  seconds,
  Simulation,
  TimerTable,
  type EventTarget,
  type TargetId,
  type Instant,
} from '@ospflab/sim';

export interface MeshLink {
  readonly left: number;
  readonly right: number;
  readonly cost: number;
}

/** A ring through all nodes, so that it is connected, and random links up to `linkCount`. */
export function randomMesh(nodeCount: number, linkCount: number): readonly MeshLink[] {
  const stream = new RandomStream('bench', `mesh ${nodeCount}`);
  const links: MeshLink[] = [];
  for (let node = 0; node < nodeCount; node++) {
    links.push({ left: node, right: (node + 1) % nodeCount, cost: 1 + stream.integer(10) });
  }
  while (links.length < linkCount) {
    const left = stream.integer(nodeCount);
    const right = stream.integer(nodeCount);
    if (left !== right) links.push({ left, right, cost: 1 + stream.integer(10) });
  }
  return links;
}

const firstRouterId = 0x0a000001;
const linkDelay = milliseconds(1);

interface Port {
  readonly peer: TargetId;
  readonly peerIndex: number;
}

type SendPacket = Extract<OspfEffect, { kind: 'sendPacket' }>;

class MeshNode implements EventTarget {
  readonly router: OspfRouter;
  readonly ports: Port[] = [];
  readonly timers: TimerTable;
  readonly mesh: OspfMesh;
  readonly target: TargetId;
  routeCount = 0;

  constructor(
    mesh: OspfMesh,
    index: number,
    interfaces: readonly OspfInterfaceConfig[],
    random: () => number,
  ) {
    this.mesh = mesh;
    this.target = mesh.simulation.register(this);
    this.router = new OspfRouter(
      {
        routerId: (firstRouterId + index) as RouterId,
        profile: frrProfile,
        areas: [],
        interfaces,
      },
      random,
      (effect) => this.carryOut(effect),
    );
    this.timers = new TimerTable(mesh.simulation, (timer, now) =>
      this.router.handle({ kind: 'timerExpired', timer }, now),
    );
  }

  handleEvent(kind: number, argument: unknown, now: Instant): void {
    if (kind < 0) {
      this.router.handle({ kind: 'started' }, now);
      return;
    }
    const { source, destination, packet } = argument as SendPacket;
    this.mesh.packets++;
    if (packet.body.kind === 'linkStateUpdate') this.mesh.deliveries += packet.body.lsas.length;
    this.router.handle(
      { kind: 'packetReceived', interfaceIndex: kind, source, destination, payload: makeOspfPayload(packet) },
      now,
    );
  }

  private carryOut(effect: OspfEffect): void {
    const { mesh } = this;
    switch (effect.kind) {
      case 'setTimer':
        this.timers.set(effect.timer, effect.at);
        return;
      case 'cancelTimer':
        this.timers.cancel(effect.timer);
        return;
      case 'sendPacket': {
        const port = this.ports[effect.interfaceIndex]!;
        mesh.simulation.schedule(after(mesh.simulation.now, linkDelay), port.peer, port.peerIndex, effect);
        return;
      }
      case 'installRoute':
        this.routeCount++;
        return;
      case 'record':
        if (effect.event.kind === 'lsaOriginated') mesh.originations++;
        else if (effect.event.kind === 'spfRun') mesh.spfRuns++;
    }
  }
}

export class OspfMesh {
  readonly simulation: Simulation;
  readonly nodes: MeshNode[] = [];
  packets = 0;
  deliveries = 0;
  originations = 0;
  spfRuns = 0;

  constructor(nodeCount: number, links: readonly MeshLink[]) {
    this.simulation = new Simulation({ seed: 'bench', trace: { keep: 'none' } });
    const interfaces: OspfInterfaceConfig[][] = Array.from({ length: nodeCount }, () => []);
    const ends: { node: number; index: number }[][] = [];
    links.forEach((link, number) => {
      ends.push(
        [link.left, link.right].map((node, side) => {
          const index = interfaces[node]!.length;
          interfaces[node]!.push(linkInterface(index, number, side, link.cost));
          return { node, index };
        }),
      );
    });
    const stream = this.simulation.stream('routers');
    interfaces.forEach((own, index) => this.nodes.push(new MeshNode(this, index, own, () => stream.next())));
    for (const [left, right] of ends) {
      this.nodes[left!.node]!.ports[left!.index] = {
        peer: this.nodes[right!.node]!.target,
        peerIndex: right!.index,
      };
      this.nodes[right!.node]!.ports[right!.index] = {
        peer: this.nodes[left!.node]!.target,
        peerIndex: left!.index,
      };
    }
    for (const node of this.nodes) {
      this.simulation.schedule(instantFromNanoseconds(stream.integer(10e9)), node.target, -1);
    }
  }

  /** `router: neighbours` of every router-LSA in that router's database, by number. */
  topologySeenBy(index: number): string[] {
    const { areas } = this.nodes[index]!.router.view(this.simulation.now);
    return areas[0]!.lsas.map(({ lsa }) => {
      const links = lsa.body.kind === 'router' ? lsa.body.links : [];
      const neighbors = links
        .filter(({ type }) => type === 'pointToPoint')
        .map(({ linkId }) => linkId - firstRouterId);
      return `${lsa.advertisingRouter - firstRouterId}: ${neighbors.sort((a, b) => a - b).join(' ')}`;
    });
  }

  run(untilSeconds: number): void {
    this.simulation.run({ until: instantFromNanoseconds(untilSeconds * 1e9) });
  }
}

function linkInterface(index: number, link: number, side: number, cost: number): OspfInterfaceConfig {
  return {
    interfaceIndex: index,
    name: `eth${index}`,
    address: ipv4FromNumber(0x0b000001 + link * 4 + side),
    prefixLength: 30,
    mtu: 1500,
    networkType: 'pointToPoint',
    areaId: 0 as AreaId,
    cost,
    priority: 1,
    helloInterval: seconds(1),
    deadInterval: seconds(4),
    retransmitInterval: seconds(5),
    transmitDelay: seconds(1),
  };
}
