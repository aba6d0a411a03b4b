// Show commands against the recorded outputs of FRR 8.4.4: byte for byte, with digits of times masked.

import {
  buildLinkStateGraph,
  computeIntraAreaRoutes,
  computeRouterRoutes,
  computeShortestPaths,
  ospfShowCommands,
  renderOspfShow,
  type AreaId,
  type OspfInterfaceView,
  type OspfNeighborView,
  type OspfView,
  type RouterId,
} from '@ospflab/ospf-core';
import { ipv4 } from '@ospflab/net';
import { milliseconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import {
  filesOfCase,
  readFixture,
  readRecordedLsdb,
  readRecordedRouters,
  recordedCases,
} from '../recorded-lsdb.ts';
import {
  directorView,
  readRecordedOutputs,
  routerRoutesWithBothDirectors,
  routerView,
} from '../recorded-tutorial.ts';

/** Digits of durations and of the milliseconds of JSON become `#`; their number stays, and with it the layout. */
function masked(text: string): string {
  return text
    .replace(/\d+\.\d{3}s/g, (duration) => duration.replace(/\d/g, '#'))
    .replace(/\d+ usecs/g, '# usecs')
    .replace(
      /("(?:upTimeInMsec|deadTimeMsecs|routerDeadIntervalTimerDueMsec|timerHelloInMsecs|spfLastExecutedMsecs)":)[1-9]\d*/g,
      '$1#',
    );
}

/** FRR lists next hops in the order in which SPF met them; here they are sorted in both. */
function withSortedNextHops(text: string): string {
  return text.replace(/( {27}.*\n)+/g, (hops) =>
    hops
      .split(/(?<=\n)/)
      .sort()
      .join(''),
  );
}

function withSortedJson(text: string): string {
  const sortHops = (key: string, value: unknown): unknown =>
    key === 'nexthops' ? (value as unknown[]).map((hop) => JSON.stringify(hop)).sort() : value;
  return JSON.stringify(JSON.parse(text, sortHops));
}

const views: readonly (readonly [string, OspfView])[] = [
  ['router', routerView],
  ['ds1', directorView],
];

describe('on the tutorial’s LAN', () => {
  const outputs = readRecordedOutputs('frr-only.txt');
  for (const [node, view] of views) {
    for (const { words } of ospfShowCommands) {
      const recorded = outputs.get(`${node}# ${words}`);
      if (recorded === undefined) continue;
      it(`${node}# ${words} prints what FRR printed`, () => {
        expect(masked(renderOspfShow(view, words) ?? '')).toBe(masked(recorded));
      });
    }
  }

  it('every kind of command on one area without externals was recorded but two JSON forms and neighbor detail json', () => {
    const ofOtherNetworks =
      /border-routers|traffic|neighbor (detail )?all|graceful-restart|summary-address|database (self-originate|max-age|summary|asbr-summary|external|nssa-external|opaque-)|reachable|vrf/;
    const missing = ospfShowCommands.filter(({ words }) => !outputs.has(`router# ${words}`));
    expect(missing.map(({ words }) => words).filter((words) => !ofOtherNetworks.test(words))).toEqual([
      'show ip ospf neighbor detail json',
      'show ip ospf database router json',
      'show ip ospf database network json',
    ]);
  });

  it('routes with two next hops are printed one per line', () => {
    const view = { ...routerView, routes: routerRoutesWithBothDirectors };
    const recorded = readRecordedOutputs('whole-deployment.txt');
    const words = 'show ip ospf route';
    expect(renderOspfShow(view, words)).toBe(withSortedNextHops(recorded.get(`router# ${words}`)!));
    expect(withSortedJson(renderOspfShow(view, `${words} json`)!)).toBe(
      withSortedJson(recorded.get(`router# ${words} json`)!),
    );
  });
});

const singleArea = recordedCases.filter(
  (name) => !/^(areas-|externals|intra-over-inter|virtual-link)/.test(name),
);

/** The database and the routes of one router of a recorded case; nothing else of the view is looked at. */
function viewOf(name: string, routerName: string): OspfView {
  const recorded = readRecordedLsdb(name);
  const router = readRecordedRouters(name).find((candidate) => candidate.name === routerName)!;
  const paths = computeShortestPaths(
    buildLinkStateGraph(recorded.map(({ lsa }) => lsa)),
    router.routerId,
    router.interfaces,
  );
  const area = 0 as AreaId;
  return {
    ...routerView,
    routerId: router.routerId,
    areas: [
      {
        areaId: area,
        authentication: 'none',
        spfRuns: 1,
        lsas: recorded.map(({ lsa, ageSeconds }) => ({
          lsa,
          ageSeconds,
          selfOriginated: lsa.advertisingRouter === router.routerId,
          received: lsa.advertisingRouter !== router.routerId,
        })),
      },
    ],
    routes: computeIntraAreaRoutes(paths, area, 256),
    routerRoutes: computeRouterRoutes(paths, area, 256),
    interfaceName: (index) => router.interfaces.find((candidate) => candidate.interfaceIndex === index)!.name,
  };
}

describe('route tables from recorded databases', () => {
  for (const name of [...singleArea, 'externals']) {
    const routers = readRecordedRouters(name).filter((router) =>
      readRecordedLsdb(name).some(({ lsa }) => lsa.advertisingRouter === router.routerId),
    );
    it(`of ${name} print as FRR printed them, apart from external routes and the order of next hops`, () => {
      for (const router of routers) {
        const printed = renderOspfShow(viewOf(name, router.name), 'show ip ospf route') ?? '';
        const recorded = readFixture(`${name}/${router.name}.ospf-route.txt`);
        const withoutExternals = recorded.replace(/(external routing table =+\n)[^]*$/, '$1\n\n');
        expect(withSortedNextHops(printed)).toBe(withSortedNextHops(withoutExternals));
      }
    });
  }

  it('have the keys of FRR’s JSON in FRR’s order', () => {
    for (const name of singleArea) {
      for (const router of readRecordedRouters(name).slice(0, 1)) {
        const printed = renderOspfShow(viewOf(name, router.name), 'show ip ospf route json') ?? '';
        expect(withSortedJson(printed)).toBe(
          withSortedJson(readFixture(`${name}/${router.name}.ospf-route.json`)),
        );
      }
    }
  });
});

describe('databases', () => {
  it('have the keys and values of FRR’s JSON in FRR’s order', () => {
    for (const name of singleArea) {
      const recording = readRecordedRouters(name).find(({ name: router }) => /^(r1|edge)$/.test(router))!;
      const view = viewOf(name, recording.name);
      const file = `lsdb-of-${recording.name}.json`;
      const recorded = JSON.parse(readFixture(`${name}/${file}`)) as Record<string, unknown>;
      for (const type of ['router', 'network']) {
        const whole = recorded[`${type}-lsa`];
        const printed = renderOspfShow(view, `show ip ospf database ${type} json`) ?? '';
        expect(JSON.stringify(JSON.parse(printed)), name).toBe(JSON.stringify(whole));
      }
    }
  });
});

interface RecordedNeighbor {
  readonly [key: string]: string | number;
}

/** A view whose interfaces and neighbours are those of a recorded `show ip ospf neighbor detail json`. */
function viewOfNeighbors(recorded: Readonly<Record<string, readonly RecordedNeighbor[]>>): OspfView {
  const template = routerView.interfaces[0]!;
  const interfaces = Object.entries(recorded).flatMap(([id, entries]) =>
    entries.map((entry): OspfInterfaceView => {
      const [state = '', role = ''] = String(entry['nbrState']).split('/');
      const address = ipv4(String(entry['ifaceAddress']));
      const since = (key: string) => (key in entry ? milliseconds(Number(entry[key])) : undefined);
      const neighbor: OspfNeighborView = {
        ...template.neighbors[0]!,
        routerId: ipv4(id) as number as RouterId,
        address,
        priority: Number(entry['nbrPriority']),
        state: state as OspfNeighborView['state'],
        stateChanges: Number(entry['stateChangeCounter']),
        sinceProgressiveChange: since('lastPrgrsvChangeMsec'),
        sinceRegressiveChange: since('lastRegressiveChangeMsec'),
        regressiveReason: entry['lastRegressiveChangeReason'] as string | undefined,
        designatedRouter: ipv4(String(entry['routerDesignatedId'])),
        backupDesignatedRouter: ipv4(String(entry['routerDesignatedBackupId'])),
        options: Number(entry['optionsCounter']),
        deadDue: since('routerDeadIntervalTimerDueMsec'),
        databaseSummaryCount: Number(entry['databaseSummaryListCounter']),
        linkStateRequestCount: Number(entry['linkStateRequestListCounter']),
        linkStateRetransmissionCount: Number(entry['linkStateRetransmissionListCounter']),
        linkStateRequestTimerOn: 'threadLinkStateRequestRetransmission' in entry,
        linkStateUpdateTimerOn: 'threadLinkStateUpdateRetransmission' in entry,
      };
      return {
        ...template,
        name: String(entry['ifaceName']),
        areaId: ipv4(String(entry['areaId'])) as number as AreaId,
        networkType: role === '-' ? 'pointToPoint' : 'broadcast',
        designatedRouter: role === 'DR' ? address : ipv4('0.0.0.0'),
        backupDesignatedRouter: role === 'Backup' ? address : ipv4('0.0.0.0'),
        neighbors: [neighbor],
      };
    }),
  );
  return { ...routerView, interfaces };
}

describe('neighbours in detail', () => {
  it('have the keys and values of FRR’s JSON in FRR’s order, at every router of every single-area case', () => {
    let seen = 0;
    for (const name of singleArea) {
      for (const file of filesOfCase(name).filter((candidate) => candidate.endsWith('.neighbor.json'))) {
        const recorded = JSON.parse(readFixture(`${name}/${file}`)) as {
          readonly neighbors: Record<string, readonly RecordedNeighbor[]>;
        };
        const view = viewOfNeighbors(recorded.neighbors);
        const printed = renderOspfShow(view, 'show ip ospf neighbor detail json') ?? '';
        expect(JSON.stringify(JSON.parse(printed)), file).toBe(JSON.stringify(recorded));
        seen += view.interfaces.length;
      }
    }
    expect(seen).toBeGreaterThan(150);
  });
});
