// The databases of the lab folders, field by field as FRR 8.4.4 held them, and the texts of its tables.

import { describe, expect, it } from 'vitest';
import { ipv4 } from '@ospflab/net';
import {
  initialSequenceNumber,
  lsaKeyOf,
  lsTypes,
  makeLsa,
  maxAgeSeconds,
  sequenceNumberFromWire,
  type OspfLsaView,
  type RouterLsaBody,
} from '@ospflab/ospf-core';
import { recordedAreaLabs, recordedLabs } from '../recorded-labs.ts';
import { convergedLab, recordedDatabase, type ConvergedRouter, type Json } from '../converged-lab.ts';

/** The E-bit. */
const externalRoutingOption = 0x02;

type Fields = Readonly<Record<string, Json>>;

/** What differs from run to run: when something was made and how often. */
const volatileFields = new Set(['lsaAge', 'lsaSeqNumber', 'sequenceNumber', 'checksum', 'lsaFlags']);

function withoutVolatile(fields: Fields): string {
  return JSON.stringify(Object.entries(fields).filter(([key]) => !volatileFields.has(key)));
}

const lsaTypeOfSection: Readonly<Record<string, number>> = {
  routerLinkStates: lsTypes.router,
  networkLinkStates: lsTypes.network,
  summaryLinkStates: lsTypes.summaryNetwork,
  asbrSummaryLinkStates: lsTypes.summaryAsbr,
  nssaExternalLinkStates: lsTypes.nssaExternal,
  asExternalLinkStates: lsTypes.asExternal,
};

interface RecordedLsa {
  readonly area: string;
  readonly section: string;
  readonly fields: Fields;
}

/** The lines of `show ip ospf database json`, without LSAs that were just being flushed. */
function databaseLines(text: string): RecordedLsa[] {
  const { areas, ...ofTheAs } = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, Json>>>>;
  const lines: RecordedLsa[] = [];
  for (const [area, sections] of [...Object.entries(areas ?? {}), ['AS', ofTheAs] as const]) {
    for (const [section, entries] of Object.entries(sections as Readonly<Record<string, Json>>)) {
      if (!Array.isArray(entries)) continue;
      for (const fields of entries as readonly Fields[]) {
        if (fields['lsaAge'] !== maxAgeSeconds) lines.push({ area, section, fields });
      }
    }
  }
  return lines;
}

function lineTexts(text: string): string[] {
  return databaseLines(text)
    .map(({ area, section, fields }) => `${area} ${section} ${withoutVolatile(fields)}`)
    .sort();
}

function heldLsa({ view }: ConvergedRouter, { area, section, fields }: RecordedLsa): OspfLsaView {
  const type = lsaTypeOfSection[section]!;
  const key = lsaKeyOf(type, ipv4(fields['lsId'] as string), ipv4(fields['advertisedRouter'] as string));
  const held =
    area === 'AS'
      ? view.externalLsas
      : (view.areas.find(({ areaId }) => (areaId as number) === ipv4(area))?.lsas ?? []);
  const found = held.find(({ lsa }) => lsa.key === key);
  if (found === undefined) throw new Error(`${area} ${section} ${withoutVolatile(fields)} is not held`);
  return found;
}

/**
 * Of the held body under the recorded sequence number. Two things depend on the order in which the real daemon came by its
 * configuration: where among the interfaces it describes its loopback, and which first summaries were made before their area became a stub.
 */
function possibleChecksums({ lsa }: OspfLsaView, recordedSequence: string): string[] {
  const { type, linkStateId, advertisingRouter, body } = lsa;
  const sequence = sequenceNumberFromWire(Number.parseInt(recordedSequence, 16));
  const first = type === lsTypes.summaryNetwork && sequence === initialSequenceNumber;
  const optionsOf = first ? [lsa.options, externalRoutingOption] : [lsa.options];
  const bodies = body.kind === 'router' ? loopbackPlaces(body) : [body];
  return optionsOf.flatMap((options) =>
    bodies.map((one) =>
      makeLsa({ type, options, linkStateId, advertisingRouter, sequence, body: one }).checksum.toString(16),
    ),
  );
}

function loopbackPlaces(body: RouterLsaBody): RouterLsaBody[] {
  const { links } = body;
  const from = links.findLastIndex(({ type, linkData }) => type === 'stub' && linkData === 0xffffffff);
  if (from < 0) return [body];
  const others = links.toSpliced(from, 1);
  return links.map((_, place) => ({ ...body, links: others.toSpliced(place, 0, links[from]!) }));
}

/** Every LSA of the complete database as text, area by area; stub links to hosts, the loopback's among them, at the end. */
function bodies(answer: Json): string[] {
  const texts: string[] = [];
  const walk = (value: Json, place: string): void => {
    if (Array.isArray(value)) {
      for (const fields of value as readonly Fields[]) {
        if (fields['lsaAge'] !== maxAgeSeconds) texts.push(`${place} ${withoutVolatile(hostsLast(fields))}`);
      }
      return;
    }
    if (typeof value !== 'object') return;
    for (const [key, inner] of Object.entries(value as Fields)) walk(inner, `${place} ${key}`);
  };
  walk(answer, '');
  return texts.sort();
}

function hostsLast(fields: Fields): Fields {
  if (fields['routerLinks'] === undefined) return fields;
  const links = Object.values(fields['routerLinks'] as Fields).map((link) => JSON.stringify(link));
  const isHost = (link: string): boolean => link.includes('"networkMask":"255.255.255.255"');
  return {
    ...fields,
    routerLinks: [...links.filter((link) => !isHost(link)), ...links.filter(isHost).sort()],
  };
}

const commandOfType: Readonly<Record<string, string>> = {
  'router-lsa': 'router',
  'network-lsa': 'network',
  'summary-lsa': 'summary',
  'asbr-lsa': 'asbr-summary',
  'external-lsa': 'external',
  'nssa-lsa': 'nssa-external',
};

const volatileNeighborFields =
  /"(stateChangeCounter|lastPrgrsvChangeMsec|lastRegressiveChange\w*|routerDeadIntervalTimerDueMsec|threadLinkStateRequestRetransmission)":\s*("[^"]*"|\d+),?/g;

function neighborTexts(text: string): unknown {
  return JSON.parse(text.replaceAll(volatileNeighborFields, '')) as unknown;
}

/** Lines with the next hops behind each. */
function routeBlocks(text: string): string[] {
  const blocks: string[][] = [];
  for (const line of text.split('\n')) {
    if (/^ {27}/.test(line)) blocks.at(-1)!.push(line);
    else blocks.push([line]);
  }
  return blocks.map(([head, ...hops]) => [head, ...[...new Set(hops)].sort()].join('\n'));
}

/** FRR 8.4.4 lists the next hop of a virtual link behind an interface of the backbone, where it is not. */
function withoutUnusable(text: string, lab: string, router: string): string {
  return lab === 'frr/virtual-link' && router === 'r2'
    ? text.replaceAll(`${' '.repeat(27)}via 10.0.2.2, eth0\n`, '')
    : text;
}

const converged = new Map<string, readonly ConvergedRouter[]>();

function convergedOnce(lab: string): readonly ConvergedRouter[] {
  let routers = converged.get(lab);
  if (routers === undefined) converged.set(lab, (routers = convergedLab(lab)));
  return routers;
}

describe.each([...recordedLabs, ...recordedAreaLabs])('%s', (lab) => {
  const routers = convergedOnce(lab);

  it('every router holds the recorded LSAs and no others', () => {
    for (const { name, show, recorded } of routers) {
      expect(lineTexts(show('show ip ospf database json')), name).toEqual(
        lineTexts(recorded('database.json')),
      );
    }
  });

  it('with the recorded checksums under the recorded sequence numbers', () => {
    for (const router of routers) {
      for (const line of databaseLines(router.recorded('database.json'))) {
        const sequence = line.fields['sequenceNumber'] as string;
        const possible = possibleChecksums(heldLsa(router, line), sequence);
        expect(possible, JSON.stringify(line)).toContain(line.fields['checksum']);
      }
    }
  });
});

describe.each(recordedLabs)('%s', (lab) => {
  const routers = convergedOnce(lab);

  it('has the recorded bodies, field by field', () => {
    const { name, byType } = recordedDatabase(lab, routers);
    const { show } = routers.find((router) => router.name === name)!;
    for (const [type, word] of Object.entries(commandOfType)) {
      const shown = JSON.parse(show(`show ip ospf database ${word} json`)) as Json;
      expect(bodies(shown), type).toEqual(bodies(byType[type]!));
    }
  });

  it('`show ip ospf route` prints the recorded text, next hops of one route in any order and once each', () => {
    for (const { name, show, recorded } of routers) {
      const text = withoutUnusable(recorded('ospf-route.txt'), lab, name);
      expect(routeBlocks(show('show ip ospf route')), name).toEqual(routeBlocks(text));
    }
  });

  it('`show ip ospf neighbor detail json` says the same of every neighbour', () => {
    for (const { name, show, recorded } of routers) {
      expect(neighborTexts(show('show ip ospf neighbor detail json')), name).toEqual(
        neighborTexts(recorded('neighbor.json')),
      );
    }
  });
});
