// `show ip ospf database router|network|summary|asbr-summary|external|nssa-external|opaque-link|opaque-area|opaque-as` and their JSON
// forms: every LSA of a type with its body.

import { ipv4FromNumber, lengthOfMask } from '@ospflab/net';
import { isOpaque } from '../flooding/flooded-types.ts';
import { isGraceLsa, readGraceLsa } from '../graceful-restart/grace-lsa.ts';
import { maxAgeSeconds } from '../lsa/age.ts';
import {
  lsTypes,
  routerFlags,
  type ExternalLsaBody,
  type Lsa,
  type RouterLink,
  type UninterpretedLsaBody,
} from '../lsa/lsa.ts';
import { optionsText } from '../lsa/lsa-text.ts';
import { formatSequenceNumber } from '../lsa/sequence-number.ts';
import type { JsonValue } from '../packet/describe-ospf.ts';
import { areaText } from './area-text.ts';
import { dotted } from './dotted.ts';
import type { OspfLsaView, OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import { restartReasonTexts } from './restart-texts.ts';
import type { ShowDialect } from './show-dialect.ts';

export interface LsaLayout {
  readonly word: string;
  readonly type: number;
  readonly heading: string;
  readonly jsonKey: string;
  readonly name: string;
  /** What FRR writes behind the link state id. */
  readonly linkStateIdNote: string;
  readonly showsFlags: boolean;
  /** The type belongs to the AS and not to areas. */
  readonly ofTheAs?: boolean;
}

export const lsaLayouts: readonly LsaLayout[] = [
  {
    word: 'router',
    type: lsTypes.router,
    heading: 'Router Link States',
    jsonKey: 'routerLinkStates',
    name: 'router-LSA',
    linkStateIdNote: '',
    showsFlags: true,
  },
  {
    word: 'network',
    type: lsTypes.network,
    heading: 'Net Link States',
    jsonKey: 'networkLinkStates',
    name: 'network-LSA',
    linkStateIdNote: '(address of Designated Router)',
    showsFlags: false,
  },
  {
    word: 'summary',
    type: lsTypes.summaryNetwork,
    heading: 'Summary Link States',
    jsonKey: 'summaryLinkStates',
    name: 'summary-LSA',
    linkStateIdNote: '(summary Network Number)',
    showsFlags: false,
  },
  {
    word: 'asbr-summary',
    type: lsTypes.summaryAsbr,
    heading: 'ASBR-Summary Link States',
    jsonKey: 'asbrSummaryLinkStates',
    name: 'summary-LSA',
    linkStateIdNote: '(AS Boundary Router address)',
    showsFlags: false,
  },
  {
    word: 'external',
    type: lsTypes.asExternal,
    heading: 'AS External Link States',
    jsonKey: 'asExternalLinkStates',
    name: 'AS-external-LSA',
    linkStateIdNote: '(External Network Number)',
    showsFlags: false,
    ofTheAs: true,
  },
  {
    word: 'nssa-external',
    type: lsTypes.nssaExternal,
    heading: 'NSSA-external Link States',
    jsonKey: 'nssaExternalLinkStates',
    name: 'NSSA-LSA',
    linkStateIdNote: '(External Network Number for NSSA)',
    showsFlags: false,
  },
  {
    word: 'opaque-link',
    type: lsTypes.opaqueLink,
    heading: 'Link-Local Opaque-LSA',
    jsonKey: 'linkLocalOpaqueLsa',
    name: 'Link-Local Opaque-LSA',
    linkStateIdNote: '(Link-Local Opaque-Type/ID)',
    showsFlags: false,
  },
  {
    word: 'opaque-area',
    type: lsTypes.opaqueArea,
    heading: 'Area-Local Opaque-LSA',
    jsonKey: 'areaLocalOpaqueLsa',
    name: 'Area-Local Opaque-LSA',
    linkStateIdNote: '(Area-Local Opaque-Type/ID)',
    showsFlags: false,
  },
  {
    word: 'opaque-as',
    type: lsTypes.opaqueAs,
    heading: 'AS-external Opaque-LSA',
    jsonKey: 'asExternalOpaqueLsa',
    name: 'AS-external Opaque-LSA',
    linkStateIdNote: '(AS-external Opaque-Type/ID)',
    showsFlags: false,
    ofTheAs: true,
  },
];

/** For each type the text and the JSON form. */
export const showDatabaseDetails: readonly OspfShowCommand[] = lsaLayouts.flatMap((layout) => [
  { words: `show ip ospf database ${layout.word}`, render: (view: OspfView) => detailText(view, layout) },
  {
    words: `show ip ospf database ${layout.word} json`,
    render: (view: OspfView, dialect: ShowDialect) => detailJson(view, layout, dialect),
  },
]);

function detailText(view: OspfView, layout: LsaLayout): string {
  const lines = ['', `       OSPF Router with ID (${dotted(view.routerId)})`, ''];
  for (const { heading, lsas } of sectionsOf(view, layout)) {
    lines.push(...(layout.ofTheAs === true ? [] : ['']), `                ${heading}`, '');
    for (const shown of lsas) lines.push(...headerLines(shown, layout), ...bodyLines(shown.lsa), '');
  }
  return [...lines, ''].join('\n');
}

/** One for each area, or one for the AS. */
function sectionsOf(view: OspfView, layout: LsaLayout) {
  if (layout.ofTheAs === true) return [{ heading: `${layout.heading} `, lsas: lsasOfTheAs(view, layout) }];
  return view.areas.map(({ areaId, lsas }) => ({
    heading: `${layout.heading} (Area ${areaText(view, areaId)})`,
    lsas: lsas.filter(({ lsa }) => lsa.type === layout.type),
  }));
}

export function lsasOfTheAs({ externalLsas, opaqueAsLsas }: OspfView, { type }: LsaLayout) {
  return type === lsTypes.asExternal ? externalLsas : (opaqueAsLsas ?? []);
}

function headerLines(shown: OspfLsaView, layout: LsaLayout): string[] {
  const { lsa } = shown;
  return [
    `  LS age: ${shown.ageSeconds}`,
    `  Options: ${hexText(lsa.options)} : ${optionsText(lsa.options)}`,
    `  LS Flags: ${hexText(localFlags(shown))} ${shown.translated === true ? '(Translated from Type-7)' : ''}`,
    ...(layout.showsFlags ? [`  Flags: ${routerFlagsText(lsa)}`] : []),
    `  LS Type: ${layout.name}`,
    `  Link State ID: ${dotted(lsa.linkStateId)} ${layout.linkStateIdNote}`,
    `  Advertising Router: ${dotted(lsa.advertisingRouter)}`,
    `  LS Seq Number: ${formatSequenceNumber(lsa.sequence)}`,
    `  Checksum: 0x${lsa.checksum.toString(16).padStart(4, '0')}`,
    `  Length: ${lsa.length}`,
    '',
  ];
}

/** In columns of two digits. */
function hexText(value: number): string {
  return `0x${value.toString(16).padEnd(2)}`;
}

// FRR's own marks on an LSA: 1 originated here, 2 looked at, 4 received, 8 an own description of routes, 0x20 translated,
// 0x80 at MaxAge.
function localFlags(shown: OspfLsaView): number {
  if (shown.selfOriginated && isOpaque(shown.lsa.type)) return 1;
  return (
    (shown.selfOriginated ? 1 : 0) |
    2 |
    (shown.received && !shown.selfOriginated ? 4 : 0) |
    (shown.selfOriginated && shown.lsa.type > lsTypes.network ? 8 : 0) |
    (shown.translated === true ? 0x20 : 0) |
    (shown.ageSeconds >= maxAgeSeconds ? 0x80 : 0)
  );
}

function routerFlagsText(lsa: Lsa): string {
  const flags = lsa.body.kind === 'router' ? lsa.body.flags : 0;
  const names = [
    (flags & routerFlags.border) !== 0 ? ' ABR' : '',
    (flags & routerFlags.boundary) !== 0 ? ' ASBR' : '',
    (flags & routerFlags.virtualEndpoint) !== 0 ? ' VL-endpoint' : '',
  ].join('');
  return `0x${flags.toString(16)}${flags === 0 ? '' : ` :${names}`}`;
}

function bodyLines(lsa: Lsa): string[] {
  switch (lsa.body.kind) {
    case 'router':
      return [`   Number of Links: ${lsa.body.links.length}`, '', ...lsa.body.links.flatMap(linkLines)];
    case 'network':
      return [
        `  Network Mask: /${lengthOfMask(ipv4FromNumber(lsa.body.mask)) ?? 0}`,
        ...lsa.body.attachedRouters.flatMap((router) => [`        Attached Router: ${dotted(router)}`, '']),
      ].slice(0, -1);
    case 'summary':
      return [
        `  Network Mask: /${lengthOfMask(lsa.body.mask) ?? 0}`,
        `        TOS: 0  Metric: ${lsa.body.metric}`,
      ];
    case 'external':
      return externalLines(lsa, lsa.body);
    case 'uninterpreted':
      return isOpaque(lsa.type) ? opaqueLines(lsa, lsa.body) : [`  ${lsa.body.bytes.length} bytes`];
  }
}

function opaqueLines(lsa: Lsa, { bytes }: UninterpretedLsaBody): string[] {
  return [
    `  Opaque-Type ${lsa.linkStateId >>> 24} (${opaqueTypeText(lsa)})`,
    `  Opaque-ID   0x${(lsa.linkStateId & 0xffffff).toString(16)}`,
    `  Opaque-Info: ${bytes.length} octets of data`,
    ...(isGraceLsa(lsa) ? graceLines(lsa) : []),
  ];
}

function opaqueTypeText(lsa: Lsa): string {
  return isGraceLsa(lsa) ? 'Grace-LSA' : 'Unassigned';
}

function graceLines(lsa: Lsa): string[] {
  const grace = readGraceLsa(lsa);
  if (grace === undefined) return [];
  const { graceSeconds, reason, interfaceAddress } = grace;
  return [
    '  TLV info:',
    `   Grace period:${graceSeconds}`,
    `   Restart reason:${restartReasonTexts[reason]}`,
    ...(interfaceAddress === undefined ? [] : [`   Restarter address:${dotted(interfaceAddress)}`]),
  ];
}

function externalLines(lsa: Lsa, body: ExternalLsaBody): string[] {
  const forward = lsa.type === lsTypes.nssaExternal ? 'NSSA: Forward Address' : 'Forward Address';
  return [
    `  Network Mask: /${lengthOfMask(body.mask) ?? 0}`,
    `        Metric Type: ${body.metricType === 2 ? type2Words : '1'}`,
    '        TOS: 0',
    `        Metric: ${body.metric}`,
    `        ${forward}: ${dotted(body.forwardingAddress)}`,
    `        External Route Tag: ${body.tag}`,
  ];
}

const type2Words = '2 (Larger than any link state path)';

interface LinkWords {
  readonly kind: string;
  readonly id: string;
  readonly idKey: string;
  readonly data: string;
  readonly dataKey: string;
}

function linkWords(type: RouterLink['type']): LinkWords {
  switch (type) {
    case 'pointToPoint':
      return neighborWords('another Router (point-to-point)');
    case 'virtual':
      return neighborWords('a Virtual Link');
    case 'transit':
      return {
        kind: 'a Transit Network',
        id: 'Designated Router address',
        idKey: 'designatedRouterAddress',
        data: 'Router Interface address',
        dataKey: 'routerInterfaceAddress',
      };
    case 'stub':
      return {
        kind: 'Stub Network',
        id: 'Net',
        idKey: 'networkAddress',
        data: 'Network Mask',
        dataKey: 'networkMask',
      };
  }
}

function neighborWords(kind: string): LinkWords {
  return {
    kind,
    id: 'Neighboring Router ID',
    idKey: 'neighborRouterId',
    data: 'Router Interface address',
    dataKey: 'routerInterfaceAddress',
  };
}

function linkLines(link: RouterLink): string[] {
  const words = linkWords(link.type);
  return [
    `    Link connected to: ${words.kind}`,
    `     (Link ID) ${words.id}: ${dotted(link.linkId)}`,
    `     (Link Data) ${words.data}: ${dotted(link.linkData)}`,
    '      Number of TOS metrics: 0',
    `       TOS 0 Metric: ${link.metric}`,
    '',
  ];
}

function detailJson(view: OspfView, layout: LsaLayout, { databaseJson }: ShowDialect): string {
  if (layout.ofTheAs === true) {
    const lsas = lsasOfTheAs(view, layout).map((shown) => lsaJson(shown, layout));
    return `${databaseJson({ routerId: dotted(view.routerId), [layout.jsonKey]: lsas })}\n`;
  }
  const areas: Record<string, JsonValue> = {};
  for (const area of view.areas) {
    const lsas = area.lsas.filter(({ lsa }) => lsa.type === layout.type);
    areas[dotted(area.areaId)] = lsas.map((shown) => lsaJson(shown, layout));
  }
  return `${databaseJson({ routerId: dotted(view.routerId), [layout.jsonKey]: { areas } })}\n`;
}

export function lsaJson(shown: OspfLsaView, layout: LsaLayout): JsonValue {
  const { lsa } = shown;
  const entry: Record<string, JsonValue> = {
    lsaAge: shown.ageSeconds,
    options: optionsText(lsa.options),
    lsaFlags: localFlags(shown),
  };
  if (shown.translated === true) entry['translatedFromType7'] = true;
  if (lsa.body.kind === 'router') addFlags(entry, lsa.body.flags);
  entry['lsaType'] = layout.name;
  entry['linkStateId'] = dotted(lsa.linkStateId);
  entry['advertisingRouter'] = dotted(lsa.advertisingRouter);
  entry['lsaSeqNumber'] = formatSequenceNumber(lsa.sequence);
  entry['checksum'] = lsa.checksum.toString(16);
  entry['length'] = lsa.length;
  addBody(entry, lsa);
  return entry;
}

function addFlags(entry: Record<string, JsonValue>, flags: number): void {
  entry['flags'] = flags;
  if ((flags & routerFlags.border) !== 0) entry['abr'] = true;
  if ((flags & routerFlags.boundary) !== 0) entry['asbr'] = true;
  if ((flags & routerFlags.virtualEndpoint) !== 0) entry['vlEndpoint'] = true;
}

function addBody(entry: Record<string, JsonValue>, lsa: Lsa): void {
  if (lsa.body.kind === 'router') {
    const links: Record<string, JsonValue> = {};
    lsa.body.links.forEach((link, index) => (links[`link${index}`] = linkJson(link)));
    entry['numOfLinks'] = lsa.body.links.length;
    entry['routerLinks'] = links;
  } else if (lsa.body.kind === 'network') {
    const routers: Record<string, JsonValue> = {};
    for (const router of lsa.body.attachedRouters) {
      routers[dotted(router)] = { attachedRouterId: dotted(router) };
    }
    entry['networkMask'] = lengthOfMask(ipv4FromNumber(lsa.body.mask)) ?? 0;
    // The key is misspelt in FRR.
    entry['attchedRouters'] = routers;
  } else if (lsa.body.kind === 'summary') {
    entry['networkMask'] = lengthOfMask(lsa.body.mask) ?? 0;
    entry['tos0Metric'] = lsa.body.metric;
  } else if (lsa.body.kind === 'external') {
    entry['networkMask'] = lengthOfMask(lsa.body.mask) ?? 0;
    entry['metricType'] = lsa.body.metricType === 2 ? `E${type2Words}` : 'E1';
    entry['tos'] = 0;
    entry['metric'] = lsa.body.metric;
    entry[lsa.type === lsTypes.nssaExternal ? 'nssaForwardAddress' : 'forwardAddress'] = dotted(
      lsa.body.forwardingAddress,
    );
    entry['externalRouteTag'] = lsa.body.tag;
  } else if (isOpaque(lsa.type)) {
    const { bytes } = lsa.body;
    entry['opaqueType'] = opaqueTypeText(lsa);
    entry['opaqueId'] = lsa.linkStateId & 0xffffff;
    entry['opaqueDataLength'] = bytes.length;
    entry['opaqueDataLengthValid'] = true;
    entry['opaqueData'] = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

function linkJson(link: RouterLink): JsonValue {
  const words = linkWords(link.type);
  return {
    linkType: words.kind,
    [words.idKey]: dotted(link.linkId),
    [words.dataKey]: dotted(link.linkData),
    numOfTosMetrics: 0,
    tos0Metric: link.metric,
  };
}
