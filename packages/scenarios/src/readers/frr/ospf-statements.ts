// Statements inside `router ospf`.

import { areaStatements } from './area-statements.ts';
import { areaNamed } from './area-named.ts';
import type { FrrArea, FrrOspf } from './frr-config.ts';
import type { FrrDraft } from './frr-draft.ts';
import { distanceStatements } from './distance-statements.ts';
import { inOspf, type OspfStatementEffect } from './in-ospf.ts';
import { gracefulRestartStatements } from './graceful-restart-statements.ts';
import { neighborStatements } from './neighbor-statements.ts';
import { redistributionStatements } from './redistribution-statements.ts';
import {
  statement,
  unsupportedStatement,
  type FrrStatement,
  type StatementArguments,
  type StatementProblem,
} from './statement.ts';
import { virtualLinkStatements } from './virtual-link-statements.ts';

const setRouterId: OspfStatementEffect = (ospf, args) => {
  ospf.routerId = args.address('routerId');
  ospf.routerIdAt = args.place('routerId');
};

/** FRR: ospfd/ospf_vty.c, ospf_network_area, 8.4: refused once an interface says itself which area it is in. Not so in Quagga. */
function addNetwork(draft: FrrDraft, args: StatementArguments): StatementProblem | undefined {
  const ospf = draft.enterOspf(args.at);
  const { interfaceInArea } = draft;
  if (interfaceInArea !== undefined && args.dialect === 'frr') {
    return {
      severity: 'warning',
      at: args.at,
      message: `FRR refuses 'network' once an interface has 'ip ospf area', as ${interfaceInArea.name} has, so this line has no effect`,
      remedy: `write 'ip ospf area ${args.text('area')}' in the interfaces that this line is for`,
    };
  }
  ospf.networks.push({
    prefix: args.prefix('prefix'),
    written: args.text('prefix'),
    area: args.area('area'),
    at: args.place('prefix'),
  });
  return undefined;
}

function areasAndNetworks(): FrrStatement[] {
  const areaMode = (mode: FrrArea['authentication']): OspfStatementEffect => {
    return (ospf, args) => void (areaNamed(ospf, args.area('area')).authentication = mode);
  };
  return [
    inOspf('ospf router-id {routerId:ip}', setRouterId),
    inOspf('router-id {routerId:ip}', setRouterId),
    inOspf('no ospf router-id [{rest:line}]', (ospf) => void (ospf.routerId = undefined)),
    statement('ospf', 'ospfd', 'network {prefix:prefix} area {area:area}', addNetwork),
    inOspf('no network {prefix:prefix} area {area:area}', (ospf, args) => {
      const { address, length } = args.prefix('prefix');
      ospf.networks = ospf.networks.filter(
        ({ prefix }) => prefix.address !== address || prefix.length !== length,
      );
    }),
    inOspf('area {area:area} authentication', areaMode('simple')),
    inOspf('area {area:area} authentication message-digest', areaMode('messageDigest')),
    inOspf('no area {area:area} authentication [{rest:line}]', areaMode(undefined)),
  ];
}

function passiveInterfaces(): FrrStatement[] {
  return [
    inOspf('passive-interface default', (ospf) => void (ospf.passiveDefault = true)),
    inOspf('no passive-interface default', (ospf) => void (ospf.passiveDefault = false)),
    inOspf('passive-interface {interface:word}', (ospf, args) => {
      const name = args.text('interface');
      ospf.activeInterfaces = ospf.activeInterfaces.filter((other) => other !== name);
      ospf.passiveInterfaces = [...ospf.passiveInterfaces.filter((other) => other !== name), name];
    }),
    inOspf('no passive-interface {interface:word}', (ospf, args) => {
      const name = args.text('interface');
      ospf.passiveInterfaces = ospf.passiveInterfaces.filter((other) => other !== name);
      ospf.activeInterfaces = [...ospf.activeInterfaces.filter((other) => other !== name), name];
    }),
  ];
}

function timersAndCosts(): FrrStatement[] {
  return [
    inOspf('timers throttle spf {delay:0-600000} {hold:0-600000} {max:0-600000}', (ospf, args) => {
      ospf.spfThrottle = {
        delayMs: args.number('delay'),
        holdMs: args.number('hold'),
        maxHoldMs: args.number('max'),
      };
    }),
    inOspf('no timers throttle spf [{rest:line}]', (ospf) => void (ospf.spfThrottle = undefined)),
    inOspf('timers lsa min-arrival {milliseconds:0-600000}', (ospf, args) => {
      ospf.lsaMinArrivalMs = args.number('milliseconds');
    }),
    inOspf('no timers lsa min-arrival [{rest:line}]', (ospf) => void (ospf.lsaMinArrivalMs = undefined)),
    inOspf('timers throttle lsa all {milliseconds:0-5000}', (ospf, args) => {
      ospf.lsaThrottleMs = args.number('milliseconds');
    }),
    inOspf('no timers throttle lsa all [{rest:line}]', (ospf) => void (ospf.lsaThrottleMs = undefined)),
    inOspf('maximum-paths {paths:1-256}', (ospf, args) => void (ospf.maximumPaths = args.number('paths'))),
    inOspf('no maximum-paths [{rest:line}]', (ospf) => void (ospf.maximumPaths = undefined)),
    inOspf('auto-cost reference-bandwidth {bandwidth:1-4294967}', (ospf, args) => {
      ospf.referenceBandwidthMbps = args.number('bandwidth');
    }),
    inOspf(
      'no auto-cost reference-bandwidth [{rest:line}]',
      (ospf) => void (ospf.referenceBandwidthMbps = undefined),
    ),
    inOspf('compatible rfc1583', (ospf) => void (ospf.rfc1583Compatible = true)),
    inOspf('no compatible rfc1583', (ospf) => void (ospf.rfc1583Compatible = false)),
    inOspf('ospf rfc1583compatibility', (ospf) => void (ospf.rfc1583Compatible = true)),
    inOspf('no ospf rfc1583compatibility', (ospf) => void (ospf.rfc1583Compatible = false)),
    inOspf('ospf abr-type {type:cisco|ibm|shortcut|standard}', (ospf, args) => {
      ospf.abrType = args.text('type') as NonNullable<FrrOspf['abrType']>;
    }),
    ...maxMetric(),
  ];
}

function maxMetric(): FrrStatement[] {
  const none = { administrative: false, onStartup: undefined, onShutdown: undefined };
  return [
    inOspf('max-metric router-lsa administrative', (ospf) => {
      ospf.maxMetric = { ...(ospf.maxMetric ?? none), administrative: true };
    }),
    inOspf('no max-metric router-lsa administrative', (ospf) => {
      ospf.maxMetric = { ...(ospf.maxMetric ?? none), administrative: false };
    }),
    inOspf('no max-metric router-lsa on-startup [{rest:line}]', (ospf) => {
      ospf.maxMetric = { ...(ospf.maxMetric ?? none), onStartup: undefined };
    }),
    inOspf('no max-metric router-lsa on-shutdown [{rest:line}]', (ospf) => {
      ospf.maxMetric = { ...(ospf.maxMetric ?? none), onShutdown: undefined };
    }),
    inOspf('max-metric router-lsa on-startup {seconds:5-86400}', (ospf, args) => {
      ospf.maxMetric = { ...(ospf.maxMetric ?? none), onStartup: args.number('seconds') };
    }),
    inOspf('max-metric router-lsa on-shutdown {seconds:5-100}', (ospf, args) => {
      ospf.maxMetric = { ...(ospf.maxMetric ?? none), onShutdown: args.number('seconds') };
    }),
  ];
}

const opaqueStatements: readonly FrrStatement[] = ['capability opaque', 'ospf opaque-lsa'].flatMap(
  (words) => [
    inOspf(words, (ospf) => void (ospf.opaqueCapable = true)),
    inOspf(`no ${words}`, (ospf) => void (ospf.opaqueCapable = false)),
  ],
);

export const ospfStatements: readonly FrrStatement[] = [
  ...areasAndNetworks(),
  ...areaStatements,
  ...virtualLinkStatements,
  ...redistributionStatements,
  ...passiveInterfaces(),
  ...timersAndCosts(),
  ...distanceStatements,
  ...neighborStatements,
  ...opaqueStatements,
  ...gracefulRestartStatements,
  inOspf('log-adjacency-changes', (ospf) => void (ospf.logsAdjacencyChanges = true)),
  inOspf('log-adjacency-changes detail', (ospf) => void (ospf.logsAdjacencyChanges = 'all')),
  inOspf('no log-adjacency-changes [detail]', (ospf) => void (ospf.logsAdjacencyChanges = false)),
  unsupportedStatement(
    'ospf',
    'ospfd',
    'redistribute {source:babel|bgp|eigrp|isis|nhrp|ospf|rip|sharp|table|vnc} [{rest:line}]',
    'only connected, static and kernel routes are redistributed',
  ),
];
