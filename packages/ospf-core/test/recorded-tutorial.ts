// The recorded outputs of the tutorial's LAN, command by command, and the views of its router and of its first director at that
// moment, built by hand.

import { readFileSync } from 'node:fs';
import { ipv4, maskOfLength } from '@ospflab/net';
import {
  lsTypes,
  makeLsa,
  sequenceNumberFromWire,
  type AreaId,
  type LinkStateId,
  type Lsa,
  type OspfInterfaceView,
  type OspfLsaView,
  type OspfNeighborView,
  type OspfView,
  type RouterId,
  type RouterLink,
} from '@ospflab/ospf-core';
import { milliseconds, seconds } from '@ospflab/sim';

const folder = new URL('fixtures/tutorial/', import.meta.url);

/** Output of each command by its heading (`router# show ip ospf`), without the line that separates it from the next heading. */
export function readRecordedOutputs(file: string): ReadonlyMap<string, string> {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const outputs = new Map<string, string>();
  for (const section of text.split(/^## /m).slice(1)) {
    const end = section.indexOf('\n');
    outputs.set(section.slice(0, end), section.slice(end + 1).replace(/\n$/, ''));
  }
  return outputs;
}

const idOf = (text: string): RouterId => ipv4(text) as number as RouterId;
const backbone = 0 as AreaId;
const routerAddress = ipv4('192.168.28.210');
const firstDirector = ipv4('192.168.28.101');
const secondDirector = ipv4('192.168.28.102');
const virtualAddress = ipv4('192.168.28.211');
const lan = ipv4('192.168.28.0');

function routerLsa(id: string, sequence: number, links: readonly RouterLink[]): Lsa {
  return makeLsa({
    type: lsTypes.router,
    options: 2,
    linkStateId: idOf(id) as number as LinkStateId,
    advertisingRouter: idOf(id),
    sequence: sequenceNumberFromWire(sequence),
    body: { kind: 'router', flags: 0, links },
  });
}

function networkLsa(sequence: number, routers: readonly string[]): Lsa {
  return makeLsa({
    type: lsTypes.network,
    options: 2,
    linkStateId: routerAddress as number as LinkStateId,
    advertisingRouter: idOf('192.168.28.210'),
    sequence: sequenceNumberFromWire(sequence),
    body: { kind: 'network', mask: maskOfLength(24), attachedRouters: routers.map(idOf) },
  });
}

const lanStub: RouterLink = { type: 'stub', linkId: lan, linkData: maskOfLength(24), metric: 1 };
const host: RouterLink = { type: 'stub', linkId: virtualAddress, linkData: maskOfLength(32), metric: 0 };
const transit = (address: number): RouterLink => ({
  type: 'transit',
  linkId: routerAddress,
  linkData: address,
  metric: 1,
});

function shown(lsa: Lsa, ageSeconds: number, selfOriginated = false): OspfLsaView {
  return { lsa, ageSeconds, selfOriginated, received: !selfOriginated };
}

function neighbor(
  address: string,
  fields: Pick<OspfNeighborView, 'priority' | 'state' | 'stateChanges' | 'linkStateRetransmissionCount'> & {
    readonly upMs: number;
    readonly timersOn: boolean;
  },
): OspfNeighborView {
  const { upMs, timersOn, ...rest } = fields;
  return {
    ...rest,
    routerId: idOf(address),
    address: ipv4(address),
    designatedRouter: routerAddress,
    backupDesignatedRouter: ipv4('0.0.0.0'),
    options: 2,
    sinceProgressiveChange: milliseconds(upMs),
    sinceRegressiveChange: undefined,
    regressiveReason: undefined,
    deadDue: milliseconds(3962),
    databaseSummaryCount: 0,
    linkStateRequestCount: 0,
    databaseDescriptionTimerOn: false,
    linkStateRequestTimerOn: timersOn,
    linkStateUpdateTimerOn: timersOn,
  };
}

const noPackets = {
  hello: 0,
  databaseDescription: 0,
  linkStateRequest: 0,
  linkStateUpdate: 0,
  linkStateAcknowledgement: 0,
};
const noTraffic = { received: noPackets, sent: noPackets };

function ethernet(
  fields: Pick<OspfInterfaceView, 'address' | 'priority' | 'state' | 'neighbors' | 'networkLsaSequence'>,
): OspfInterfaceView {
  return {
    ...fields,
    interfaceIndex: 2,
    name: 'eth0',
    up: true,
    mtu: 1500,
    bandwidthMbit: 10000,
    prefixLength: 24,
    areaId: backbone,
    networkType: 'broadcast',
    cost: 1,
    mtuIgnore: false,
    passive: false,
    traffic: noTraffic,
    transmitDelay: seconds(1),
    helloInterval: seconds(1),
    deadInterval: seconds(4),
    retransmitInterval: seconds(5),
    designatedRouter: routerAddress,
    designatedRouterId: idOf('192.168.28.210'),
    backupDesignatedRouter: ipv4('0.0.0.0'),
    backupDesignatedRouterId: undefined,
    memberOfAllSpfRouters: true,
    memberOfAllDRouters: fields.state === 'DR',
    helloDue: milliseconds(482),
  };
}

const loopback: OspfInterfaceView = {
  interfaceIndex: 1,
  name: 'lo',
  up: true,
  mtu: 65536,
  bandwidthMbit: 0,
  address: virtualAddress,
  prefixLength: 32,
  areaId: backbone,
  networkType: 'loopback',
  cost: 0,
  priority: 1,
  state: 'Loopback',
  mtuIgnore: false,
  passive: false,
  traffic: noTraffic,
  transmitDelay: seconds(1),
  helloInterval: seconds(10),
  deadInterval: seconds(40),
  retransmitInterval: seconds(5),
  designatedRouter: ipv4('0.0.0.0'),
  designatedRouterId: undefined,
  backupDesignatedRouter: ipv4('0.0.0.0'),
  backupDesignatedRouterId: undefined,
  networkLsaSequence: undefined,
  memberOfAllSpfRouters: false,
  memberOfAllDRouters: false,
  helloDue: undefined,
  neighbors: [],
};

const process = {
  spfInitialDelay: milliseconds(0),
  spfHoldMinimum: milliseconds(50),
  spfHoldMaximum: milliseconds(5000),
  spfHoldMultiplier: 2,
  sinceLastSpf: milliseconds(8470),
  lastSpfMicroseconds: 16,
  spfDue: undefined,
  lsaMinInterval: seconds(5),
  lsaMinArrival: seconds(1),
  refreshTimer: seconds(10),
  maximumPaths: 256,
  administrativeDistance: 110,
  areaBorderRouter: false,
  asBoundaryRouter: false,
  opaqueCapability: false,
  rfc1583Compatibility: false,
  adjacencyChangesLogged: true,
  externalLsas: [],
  routerRoutes: [],
  externalRoutes: [],
  interfaceName: (index: number): string => (index === 1 ? 'lo' : 'eth0'),
} as const;

const lanRoute = {
  prefix: { address: lan, length: 24 },
  cost: 1,
  nextHops: [{ interfaceIndex: 2, address: undefined }],
  areaId: backbone,
  pathType: 'intraArea',
} as const;

const full = { state: 'Full', stateChanges: 5, timersOn: true } as const;

export const routerView: OspfView = {
  ...process,
  routerId: idOf('192.168.28.210'),
  areas: [
    {
      areaId: backbone,
      authentication: 'none',
      spfRuns: 3,
      lsas: [
        shown(routerLsa('192.168.28.101', 0x80000002, [lanStub, host]), 12),
        shown(routerLsa('192.168.28.102', 0x80000002, [lanStub, host]), 12),
        shown(routerLsa('192.168.28.210', 0x80000004, [transit(routerAddress)]), 8, true),
        shown(networkLsa(0x80000002, ['192.168.28.101', '192.168.28.102', '192.168.28.210']), 8, true),
      ],
    },
  ],
  interfaces: [
    ethernet({
      address: routerAddress,
      priority: 1,
      state: 'DR',
      networkLsaSequence: 0x80000002,
      neighbors: [
        neighbor('192.168.28.101', { ...full, priority: 0, linkStateRetransmissionCount: 2, upMs: 8128 }),
        neighbor('192.168.28.102', { ...full, priority: 0, linkStateRetransmissionCount: 2, upMs: 8127 }),
      ],
    }),
  ],
  routes: [lanRoute],
};

/** As in the other recording, once both directors' LSAs with the transit link are there. */
export const routerRoutesWithBothDirectors: OspfView['routes'] = [
  lanRoute,
  {
    ...lanRoute,
    prefix: { address: virtualAddress, length: 32 },
    nextHops: [
      { interfaceIndex: 2, address: firstDirector },
      { interfaceIndex: 2, address: secondDirector },
    ],
  },
];

export const directorView: OspfView = {
  ...process,
  routerId: idOf('192.168.28.101'),
  areas: [
    {
      areaId: backbone,
      authentication: 'none',
      spfRuns: 4,
      lsas: [
        shown(routerLsa('192.168.28.101', 0x80000003, [transit(firstDirector), host]), 8, true),
        shown(routerLsa('192.168.28.102', 0x80000002, [lanStub, host]), 13),
        shown(routerLsa('192.168.28.210', 0x80000002, [lanStub]), 9),
        shown(networkLsa(0x80000001, ['192.168.28.101', '192.168.28.210']), 9),
      ],
    },
  ],
  interfaces: [
    ethernet({
      address: firstDirector,
      priority: 0,
      state: 'DROther',
      networkLsaSequence: undefined,
      neighbors: [
        neighbor('192.168.28.102', {
          state: '2-Way',
          stateChanges: 2,
          timersOn: false,
          priority: 0,
          linkStateRetransmissionCount: 0,
          upMs: 11398,
        }),
        neighbor('192.168.28.210', {
          ...full,
          stateChanges: 6,
          priority: 1,
          linkStateRetransmissionCount: 1,
          upMs: 8553,
        }),
      ],
    }),
    loopback,
  ],
  routes: [
    lanRoute,
    {
      ...lanRoute,
      prefix: { address: virtualAddress, length: 32 },
      cost: 0,
      nextHops: [{ interfaceIndex: 1, address: undefined }],
    },
  ],
};

/** Once every LSA has come everywhere. */
function settled(view: OspfView, routes: OspfView['routes']): OspfView {
  const own = (id: string): boolean => idOf(id) === view.routerId;
  const lsas = [
    shown(routerLsa('192.168.28.101', 0x80000003, [transit(firstDirector), host]), 27, own('192.168.28.101')),
    shown(routerLsa('192.168.28.102', 0x80000003, [transit(secondDirector), host]), 27),
    shown(routerLsa('192.168.28.210', 0x80000004, [transit(routerAddress)]), 26, own('192.168.28.210')),
    shown(
      networkLsa(0x80000002, ['192.168.28.101', '192.168.28.102', '192.168.28.210']),
      26,
      own('192.168.28.210'),
    ),
  ];
  return { ...view, areas: view.areas.map((area) => ({ ...area, lsas })), routes };
}

export const settledRouterView = settled(routerView, routerRoutesWithBothDirectors);
export const settledDirectorView = settled(directorView, directorView.routes);
