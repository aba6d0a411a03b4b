// `show ip ospf database` and its JSON form, FRR 8.4: one line per LSA.

import type { Lsa } from '../lsa/lsa.ts';
import { lsTypes } from '../lsa/lsa.ts';
import { formatSequenceNumber } from '../lsa/sequence-number.ts';
import type { JsonValue } from '../packet/describe-ospf.ts';
import { dotted } from './dotted.ts';
import { spacedJson } from './json-text.ts';
import type { OspfAreaView, OspfLsaView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';

interface Section {
  readonly type: number;
  readonly heading: string;
  readonly jsonKey: string;
  /** Heading of a last column and its value, when the type has one. */
  readonly lastColumn?: string;
}

/** One row per LS type, in the order of FRR; types of other areas and externals slot in here. */
const sections: readonly Section[] = [
  {
    type: lsTypes.router,
    heading: 'Router Link States',
    jsonKey: 'routerLinkStates',
    lastColumn: '  Link count',
  },
  { type: lsTypes.network, heading: 'Net Link States', jsonKey: 'networkLinkStates' },
];

export const showDatabase: OspfShowCommand = {
  words: 'show ip ospf database',
  render: (view) => {
    const lines = ['', `       OSPF Router with ID (${dotted(view.routerId)})`, ''];
    for (const area of view.areas) {
      for (const section of sections) lines.push(...sectionLines(area, section));
    }
    return [...lines, '', ''].join('\n');
  },
};

function sectionLines(area: OspfAreaView, section: Section): string[] {
  const lsas = area.lsas.filter(({ lsa }) => lsa.type === section.type);
  if (lsas.length === 0) return [];
  return [
    `                ${section.heading} (Area ${dotted(area.areaId)})`,
    '',
    `Link ID         ADV Router      Age  Seq#       CkSum${section.lastColumn ?? ''}`,
    ...lsas.map(lsaLine),
    '',
  ];
}

function lsaLine({ lsa, ageSeconds }: OspfLsaView): string {
  const columns = [
    dotted(lsa.linkStateId).padEnd(14),
    dotted(lsa.advertisingRouter).padEnd(15),
    String(ageSeconds).padStart(4),
    `0x${formatSequenceNumber(lsa.sequence)}`,
    `0x${lsa.checksum.toString(16).padStart(4, '0')}`,
  ];
  const links = linkCount(lsa);
  if (links !== undefined) columns.push(String(links));
  return columns.join(' ');
}

function linkCount(lsa: Lsa): number | undefined {
  return lsa.body.kind === 'router' ? lsa.body.links.length : undefined;
}

export const showDatabaseJson: OspfShowCommand = {
  words: 'show ip ospf database json',
  render: (view) => {
    const areas: Record<string, JsonValue> = {};
    for (const area of view.areas) areas[dotted(area.areaId)] = areaJson(area);
    return `${spacedJson({ routerId: dotted(view.routerId), areas })}\n`;
  },
};

function areaJson(area: OspfAreaView): JsonValue {
  const entry: Record<string, JsonValue> = {};
  for (const section of sections) {
    const lsas = area.lsas.filter(({ lsa }) => lsa.type === section.type);
    if (lsas.length === 0) continue;
    entry[section.jsonKey] = lsas.map(lsaJson);
    entry[`${section.jsonKey}Count`] = lsas.length;
  }
  return entry;
}

function lsaJson({ lsa, ageSeconds }: OspfLsaView): JsonValue {
  const entry: Record<string, JsonValue> = {
    lsId: dotted(lsa.linkStateId),
    advertisedRouter: dotted(lsa.advertisingRouter),
    lsaAge: ageSeconds,
    sequenceNumber: formatSequenceNumber(lsa.sequence),
    checksum: lsa.checksum.toString(16),
  };
  const links = linkCount(lsa);
  if (links !== undefined) entry['numOfRouterLinks'] = links;
  return entry;
}
