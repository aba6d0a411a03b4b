// `show ip ospf database` and its JSON form: one line per LSA.

import { formatIpv4Prefix, ipv4FromNumber, lengthOfMask, prefixOf, type Ipv4Address } from '@ospflab/net';
import { maxAgeSeconds } from '../lsa/age.ts';
import type { Lsa } from '../lsa/lsa.ts';
import { lsTypes } from '../lsa/lsa.ts';
import { formatSequenceNumber } from '../lsa/sequence-number.ts';
import type { JsonValue } from '../packet/describe-ospf.ts';
import { areaText } from './area-text.ts';
import { dotted } from './dotted.ts';
import type { OspfAreaView, OspfLsaView, OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import type { ShowDialect } from './show-dialect.ts';

interface Section {
  readonly type: number;
  readonly heading: string;
  readonly jsonKey: string;
  /** Heading of a last column and its value, when the type has one. */
  readonly lastColumn?: string;
}

/** One row per LS type, in the order of FRR. */
const sections: readonly Section[] = [
  {
    type: lsTypes.router,
    heading: 'Router Link States',
    jsonKey: 'routerLinkStates',
    lastColumn: '  Link count',
  },
  { type: lsTypes.network, heading: 'Net Link States', jsonKey: 'networkLinkStates' },
  {
    type: lsTypes.summaryNetwork,
    heading: 'Summary Link States',
    jsonKey: 'summaryLinkStates',
    lastColumn: '  Route',
  },
  { type: lsTypes.summaryAsbr, heading: 'ASBR-Summary Link States', jsonKey: 'asbrSummaryLinkStates' },
  {
    type: lsTypes.nssaExternal,
    heading: 'NSSA-external Link States',
    jsonKey: 'nssaExternalLinkStates',
    lastColumn: '  Route',
  },
  { type: lsTypes.opaqueLink, heading: 'Link-Local Opaque-LSA', jsonKey: 'linkLocalOpaqueLsa' },
];

const externalSection: Section = {
  type: lsTypes.asExternal,
  heading: 'AS External Link States',
  jsonKey: 'asExternalLinkStates',
  lastColumn: '  Route',
};

export const showDatabase: OspfShowCommand = {
  words: 'show ip ospf database',
  render: (view, dialect) => databaseText(view, dialect, () => true),
};

export const showOwnDatabase: OspfShowCommand = {
  words: 'show ip ospf database self-originate',
  render: (view, dialect) => databaseText(view, dialect, ({ selfOriginated }) => selfOriginated),
};

/** LSAs on their way out. */
export const showMaxAgeDatabase: OspfShowCommand = {
  words: 'show ip ospf database max-age',
  render: (view) => {
    const leaving = [...view.areas.flatMap(({ lsas }) => lsas), ...view.externalLsas].filter(
      ({ ageSeconds }) => ageSeconds >= maxAgeSeconds,
    );
    const lines = leaving.flatMap(({ lsa }) => [
      `Link type: ${lsa.type}`,
      `Link State ID: ${dotted(lsa.linkStateId)}`,
      `Advertising Router: ${dotted(lsa.advertisingRouter)}`,
      '',
    ]);
    const title = ['', `       OSPF Router with ID (${dotted(view.routerId)})`, '', ''];
    return [...title, '                MaxAge Link States:', '', ...lines, ''].join('\n');
  },
};

function databaseText(
  view: OspfView,
  dialect: ShowDialect,
  isShown: (shown: OspfLsaView) => boolean,
): string {
  const lines = ['', `       OSPF Router with ID (${dotted(view.routerId)})`, ''];
  for (const area of view.areas) {
    const where = ` (Area ${areaText(view, area.areaId)})`;
    const shown = area.lsas.filter(isShown);
    for (const section of sections) lines.push(...sectionLines(shown, section, where, dialect));
  }
  lines.push(...sectionLines(view.externalLsas.filter(isShown), externalSection, '', dialect));
  return [...lines, '', ''].join('\n');
}

function sectionLines(
  all: readonly OspfLsaView[],
  section: Section,
  where: string,
  dialect: ShowDialect,
): string[] {
  const lsas = all.filter(({ lsa }) => lsa.type === section.type);
  if (lsas.length === 0) return [];
  return [
    `                ${section.heading}${where}`,
    '',
    `Link ID         ADV Router      Age  Seq#       CkSum${section.lastColumn ?? ''}`,
    ...lsas.map((shown) => lsaLine(shown, dialect)),
    '',
  ];
}

function lsaLine({ lsa, ageSeconds }: OspfLsaView, { linkIdWidth }: ShowDialect): string {
  const columns = [
    dotted(lsa.linkStateId).padEnd(linkIdWidth),
    dotted(lsa.advertisingRouter).padEnd(15),
    String(ageSeconds).padStart(4),
    `0x${formatSequenceNumber(lsa.sequence)}`,
    `0x${lsa.checksum.toString(16).padStart(4, '0')}`,
  ];
  const last = lastColumn(lsa);
  if (last !== undefined) columns.push(last);
  return columns.join(' ');
}

function lastColumn(lsa: Lsa): string | undefined {
  switch (lsa.body.kind) {
    case 'router':
      return String(lsa.body.links.length);
    case 'summary':
      return lsa.type === lsTypes.summaryNetwork ? prefixText(lsa, lsa.body.mask) : undefined;
    case 'external':
      return `E${lsa.body.metricType} ${prefixText(lsa, lsa.body.mask)} [0x${lsa.body.tag.toString(16)}]`;
    default:
      return undefined;
  }
}

function prefixText({ linkStateId }: Lsa, mask: Ipv4Address): string {
  return formatIpv4Prefix(prefixOf(ipv4FromNumber(linkStateId), lengthOfMask(mask) ?? 0));
}

export const showDatabaseJson: OspfShowCommand = {
  words: 'show ip ospf database json',
  render: (view, { databaseJson }) => {
    const areas: Record<string, JsonValue> = {};
    for (const area of view.areas) areas[dotted(area.areaId)] = areaJson(area);
    const externals = lsaListJson(view.externalLsas, externalSection);
    return `${databaseJson({ routerId: dotted(view.routerId), areas, ...externals })}\n`;
  },
};

function areaJson(area: OspfAreaView): JsonValue {
  const entry: Record<string, JsonValue> = {};
  for (const section of sections) Object.assign(entry, lsaListJson(area.lsas, section));
  return entry;
}

/** Nothing when there are none of the type. */
function lsaListJson(all: readonly OspfLsaView[], section: Section): Record<string, JsonValue> {
  const lsas = all.filter(({ lsa }) => lsa.type === section.type);
  if (lsas.length === 0) return {};
  return { [section.jsonKey]: lsas.map(lsaJson), [`${section.jsonKey}Count`]: lsas.length };
}

function lsaJson({ lsa, ageSeconds }: OspfLsaView): JsonValue {
  const entry: Record<string, JsonValue> = {
    lsId: dotted(lsa.linkStateId),
    advertisedRouter: dotted(lsa.advertisingRouter),
    lsaAge: ageSeconds,
    sequenceNumber: formatSequenceNumber(lsa.sequence),
    checksum: lsa.checksum.toString(16),
  };
  const { body } = lsa;
  if (body.kind === 'router') entry['numOfRouterLinks'] = body.links.length;
  if (body.kind === 'summary' && lsa.type === lsTypes.summaryNetwork) {
    entry['summaryAddress'] = prefixText(lsa, body.mask);
  }
  if (body.kind === 'external') {
    entry['metricType'] = `E${body.metricType}`;
    entry['route'] = prefixText(lsa, body.mask);
    entry['tag'] = body.tag;
  }
  return entry;
}
