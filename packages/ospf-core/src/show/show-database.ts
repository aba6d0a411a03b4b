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
  { type: lsTypes.opaqueArea, heading: 'Area-Local Opaque-LSA', jsonKey: 'areaLocalOpaqueLsa' },
];

const externalSection: Section = {
  type: lsTypes.asExternal,
  heading: 'AS External Link States',
  jsonKey: 'asExternalLinkStates',
  lastColumn: '  Route',
};

const opaqueAsSection: Section = {
  type: lsTypes.opaqueAs,
  heading: 'AS-external Opaque-LSA',
  jsonKey: 'asExternalOpaqueLsa',
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
    const lines = leavingLsas(view).flatMap((shown) => [
      `Link type: ${shown.lsa.type}`,
      `Link State ID: ${dotted(shown.lsa.linkStateId)}`,
      `Advertising Router: ${dotted(shown.lsa.advertisingRouter)}`,
      `LSA lock count: ${lockCount(shown)}`,
      '',
    ]);
    const title = ['', `       OSPF Router with ID (${dotted(view.routerId)})`, '', ''];
    return [...title, '                MaxAge Link States:', '', ...lines, ''].join('\n');
  },
};

export const showMaxAgeDatabaseJson: OspfShowCommand = {
  words: 'show ip ospf database max-age json',
  render: (view, { databaseJson }) => {
    const leaving: Record<string, JsonValue> = {};
    for (const shown of leavingLsas(view)) {
      leaving[dotted(shown.lsa.linkStateId)] = {
        linkType: shown.lsa.type,
        linkStateId: dotted(shown.lsa.linkStateId),
        advertisingRouter: dotted(shown.lsa.advertisingRouter),
        lsaLockCount: lockCount(shown),
      };
    }
    return `${databaseJson({ routerId: dotted(view.routerId), maxAgeLinkStates: leaving })}\n`;
  },
};

function leavingLsas({ areas, externalLsas, opaqueAsLsas = [] }: OspfView): OspfLsaView[] {
  return [...areas.flatMap(({ lsas }) => lsas), ...externalLsas, ...opaqueAsLsas].filter(
    ({ ageSeconds }) => ageSeconds >= maxAgeSeconds,
  );
}

/** How many places in FRR's memory know the LSA: three, the table of externals, and the interface for its own network-LSA. */
function lockCount({ lsa, selfOriginated }: OspfLsaView): number {
  const oneMore = lsa.type === lsTypes.asExternal || (lsa.type === lsTypes.network && selfOriginated);
  return oneMore ? 4 : 3;
}

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
  lines.push(...sectionLines((view.opaqueAsLsas ?? []).filter(isShown), opaqueAsSection, '', dialect));
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

/** Undefined: it is not asked for. */
type LsaEntry = (shown: OspfLsaView) => JsonValue | undefined;

export const showDatabaseJson: OspfShowCommand = {
  words: 'show ip ospf database json',
  render: (view, dialect) => databaseJsonText(view, dialect, lsaJson),
};

/** Beside own ones, what others originated stands there as an empty object, and counts. */
export const showOwnDatabaseJson: OspfShowCommand = {
  words: 'show ip ospf database self-originate json',
  render: (view, dialect) =>
    databaseJsonText(view, dialect, (shown) => (shown.selfOriginated ? lsaJson(shown) : undefined)),
};

function databaseJsonText(view: OspfView, { databaseJson }: ShowDialect, entryOf: LsaEntry): string {
  const areas: Record<string, JsonValue> = {};
  for (const area of view.areas) areas[dotted(area.areaId)] = areaJson(area, entryOf);
  const externals = lsaListJson(view.externalLsas, externalSection, entryOf);
  const opaque = lsaListJson(view.opaqueAsLsas ?? [], opaqueAsSection, entryOf);
  return `${databaseJson({ routerId: dotted(view.routerId), areas, ...externals, ...opaque })}\n`;
}

function areaJson(area: OspfAreaView, entryOf: LsaEntry): JsonValue {
  const entry: Record<string, JsonValue> = {};
  for (const section of sections) Object.assign(entry, lsaListJson(area.lsas, section, entryOf));
  return entry;
}

/** Nothing when none of the type is asked for. */
function lsaListJson(
  all: readonly OspfLsaView[],
  section: Section,
  entryOf: LsaEntry,
): Record<string, JsonValue> {
  const lsas = all.filter(({ lsa }) => lsa.type === section.type);
  const entries = lsas.map(entryOf);
  if (entries.every((entry) => entry === undefined)) return {};
  return { [section.jsonKey]: entries.map((entry) => entry ?? {}), [`${section.jsonKey}Count`]: lsas.length };
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
