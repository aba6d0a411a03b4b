// Reads what `show ip ospf database … json` of a real router recorded back into LSAs, and its configuration into SPF interfaces.

import { readFileSync, readdirSync } from 'node:fs';
import { ipv4, maskOfLength, parseIpv4Address } from '@ospflab/net';
import {
  lsTypes,
  makeLsa,
  sequenceNumberFromWire,
  type LinkStateId,
  type Lsa,
  type LsaBody,
  type RouterId,
  type RouterLink,
  type SpfInterface,
} from '@ospflab/ospf-core';

const folder = new URL('fixtures/frr/', import.meta.url);

export const recordedCases: readonly string[] = readdirSync(folder).sort();

export function readFixture(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8');
}

export function filesOfCase(name: string): readonly string[] {
  return readdirSync(new URL(`${name}/`, folder)).sort();
}

export interface RecordedLsa {
  readonly areaId: string;
  readonly lsa: Lsa;
  readonly ageSeconds: number;
  readonly recordedChecksum: number;
  readonly recordedLength: number;
}

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** All router- and network-LSAs of the recorded database, area by area. */
export function readRecordedLsdb(name: string): readonly RecordedLsa[] {
  const file = filesOfCase(name).find((candidate) => candidate.startsWith('lsdb-of-'));
  const json = JSON.parse(readFixture(`${name}/${file}`)) as Json;
  const recorded: RecordedLsa[] = [];
  for (const [areaId, lsas] of Object.entries<Json[]>(json['router-lsa']?.routerLinkStates.areas ?? {})) {
    for (const entry of lsas) recorded.push(readRouterLsa(areaId, entry));
  }
  for (const [areaId, lsas] of Object.entries<Json[]>(json['network-lsa']?.networkLinkStates.areas ?? {})) {
    for (const entry of lsas) recorded.push(readNetworkLsa(areaId, entry));
  }
  return recorded;
}

/** All other LSAs of the recorded database; AS-external-LSAs stand under the area id `AS`. */
export function readRecordedRouteLsas(name: string): readonly RecordedLsa[] {
  const file = filesOfCase(name).find((candidate) => candidate.startsWith('lsdb-of-'));
  const json = JSON.parse(readFixture(`${name}/${file}`)) as Json;
  const recorded: RecordedLsa[] = [];
  const readAreas = (areas: Record<string, Json[]> | undefined, type: number): void => {
    for (const [areaId, lsas] of Object.entries(areas ?? {})) {
      for (const entry of lsas) recorded.push(readRouteLsa(areaId, entry, type));
    }
  };
  readAreas(json['summary-lsa']?.summaryLinkStates.areas, lsTypes.summaryNetwork);
  readAreas(json['asbr-lsa']?.asbrSummaryLinkStates.areas, lsTypes.summaryAsbr);
  readAreas(json['nssa-lsa']?.nssaExternalLinkStates.areas, lsTypes.nssaExternal);
  readAreas({ AS: json['external-lsa']?.asExternalLinkStates ?? [] }, lsTypes.asExternal);
  return recorded;
}

function readRouteLsa(areaId: string, entry: Json, type: number): RecordedLsa {
  const mask = maskOfLength(entry['networkMask'] as number);
  const body: LsaBody =
    entry['tos0Metric'] !== undefined
      ? { kind: 'summary', mask, metric: entry['tos0Metric'] as number }
      : {
          kind: 'external',
          mask,
          metricType: (entry['metricType'] as string).startsWith('E1') ? 1 : 2,
          metric: entry['metric'] as number,
          forwardingAddress: ipv4(entry['forwardAddress'] as string),
          tag: entry['externalRouteTag'] as number,
        };
  return recordedOf(areaId, entry, makeLsa({ type, ...identity(entry), body }));
}

function readRouterLsa(areaId: string, entry: Json): RecordedLsa {
  const links = Object.values<Json>(entry['routerLinks']).map(readLink);
  const lsa = makeLsa({
    type: lsTypes.router,
    ...identity(entry),
    body: { kind: 'router', flags: entry['flags'] as number, links },
  });
  return recordedOf(areaId, entry, lsa);
}

function readNetworkLsa(areaId: string, entry: Json): RecordedLsa {
  const attachedRouters = Object.values<Json>(entry['attchedRouters'] ?? entry['attachedRouters']).map(
    (router) => ipv4(router['attachedRouterId'] as string) as number as RouterId,
  );
  const mask = maskOfLength(entry['networkMask'] as number);
  const lsa = makeLsa({
    type: lsTypes.network,
    ...identity(entry),
    body: { kind: 'network', mask, attachedRouters },
  });
  return recordedOf(areaId, entry, lsa);
}

function identity(entry: Json) {
  return {
    options: optionBits(entry['options'] as string),
    linkStateId: ipv4(entry['linkStateId'] as string) as number as LinkStateId,
    advertisingRouter: ipv4(entry['advertisingRouter'] as string) as number as RouterId,
    sequence: sequenceNumberFromWire(Number.parseInt(entry['lsaSeqNumber'] as string, 16)),
  };
}

function recordedOf(areaId: string, entry: Json, lsa: Lsa): RecordedLsa {
  return {
    areaId,
    lsa,
    ageSeconds: entry['lsaAge'] as number,
    recordedChecksum: Number.parseInt(entry['checksum'] as string, 16),
    recordedLength: entry['length'] as number,
  };
}

function optionBits(text: string): number {
  return text.split('|').reduce((bits, name) => bits * 2 + (name === '-' || name === '*' ? 0 : 1), 0);
}

function readLink(link: Json): RouterLink {
  const address = (key: string): number => ipv4(link[key] as string);
  const metric = link['tos0Metric'] as number;
  switch (link['linkType']) {
    case 'another Router (point-to-point)':
      return {
        type: 'pointToPoint',
        linkId: address('neighborRouterId'),
        linkData: address('routerInterfaceAddress'),
        metric,
      };
    case 'a Virtual Link':
      return {
        type: 'virtual',
        linkId: address('neighborRouterId'),
        linkData: address('routerInterfaceAddress'),
        metric,
      };
    case 'a Transit Network':
      return {
        type: 'transit',
        linkId: address('designatedRouterAddress'),
        linkData: address('routerInterfaceAddress'),
        metric,
      };
    case 'Stub Network':
      return { type: 'stub', linkId: address('networkAddress'), linkData: address('networkMask'), metric };
    default:
      throw new Error(`unknown link type ${String(link['linkType'])}`);
  }
}

export interface RecordedRouter {
  readonly name: string;
  readonly routerId: RouterId;
  readonly interfaces: readonly SpfInterface[];
}

/** The routers of a case with the interfaces of their configuration, numbered from 1 in its order. */
export function readRecordedRouters(name: string): readonly RecordedRouter[] {
  return filesOfCase(name)
    .filter((file) => file.endsWith('.conf'))
    .map((file) => readRouter(file.replace('.conf', ''), readFixture(`${name}/${file}`)));
}

function readRouter(name: string, text: string): RecordedRouter {
  const interfaces: SpfInterface[] = [];
  let routerId = '';
  let current = '';
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words[0] === 'interface') current = words[1] ?? '';
    if (words[0] === 'ospf' && words[1] === 'router-id') routerId = words[2] ?? '';
    if (words[0] !== 'ip' || words[1] !== 'address') continue;
    const [address = '', length = ''] = (words[2] ?? '').split('/');
    interfaces.push({
      interfaceIndex: interfaces.length + 1,
      name: current,
      networkType: current === 'lo' ? 'loopback' : 'broadcast',
      address: ipv4(address),
      prefixLength: Number(length),
    });
  }
  return { name, routerId: (parseIpv4Address(routerId) ?? 0) as number as RouterId, interfaces };
}
