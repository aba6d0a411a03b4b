// `show ip ospf database router|network` and their JSON forms, FRR 8.4: every LSA of a type with its body.

import { ipv4FromNumber, lengthOfMask } from '@ospflab/net';
import { maxAgeSeconds } from '../lsa/age.ts';
import { lsTypes, type Lsa, type RouterLink } from '../lsa/lsa.ts';
import { optionsText } from '../lsa/lsa-text.ts';
import { formatSequenceNumber } from '../lsa/sequence-number.ts';
import type { JsonValue } from '../packet/describe-ospf.ts';
import { dotted } from './dotted.ts';
import { spacedJson } from './json-text.ts';
import type { OspfLsaView, OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';

interface LsaLayout {
  readonly type: number;
  readonly heading: string;
  readonly jsonKey: string;
  readonly name: string;
  /** What FRR writes behind the link state id. */
  readonly linkStateIdNote: string;
  readonly showsFlags: boolean;
}

const routerLayout: LsaLayout = {
  type: lsTypes.router,
  heading: 'Router Link States',
  jsonKey: 'routerLinkStates',
  name: 'router-LSA',
  linkStateIdNote: '',
  showsFlags: true,
};

const networkLayout: LsaLayout = {
  type: lsTypes.network,
  heading: 'Net Link States',
  jsonKey: 'networkLinkStates',
  name: 'network-LSA',
  linkStateIdNote: '(address of Designated Router)',
  showsFlags: false,
};

export const showDatabaseRouter: OspfShowCommand = {
  words: 'show ip ospf database router',
  render: (view) => detailText(view, routerLayout),
};
export const showDatabaseNetwork: OspfShowCommand = {
  words: 'show ip ospf database network',
  render: (view) => detailText(view, networkLayout),
};
export const showDatabaseRouterJson: OspfShowCommand = {
  words: 'show ip ospf database router json',
  render: (view) => detailJson(view, routerLayout),
};
export const showDatabaseNetworkJson: OspfShowCommand = {
  words: 'show ip ospf database network json',
  render: (view) => detailJson(view, networkLayout),
};

function detailText(view: OspfView, layout: LsaLayout): string {
  const lines = ['', `       OSPF Router with ID (${dotted(view.routerId)})`, ''];
  for (const area of view.areas) {
    const lsas = area.lsas.filter(({ lsa }) => lsa.type === layout.type);
    lines.push('', `                ${layout.heading} (Area ${dotted(area.areaId)})`, '');
    for (const shown of lsas) lines.push(...headerLines(shown, layout), ...bodyLines(shown.lsa), '');
  }
  return [...lines, ''].join('\n');
}

function headerLines(shown: OspfLsaView, layout: LsaLayout): string[] {
  const { lsa } = shown;
  return [
    `  LS age: ${shown.ageSeconds}`,
    `  Options: 0x${lsa.options.toString(16)}  : ${optionsText(lsa.options)}`,
    `  LS Flags: 0x${localFlags(shown).toString(16)}  `,
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

// FRR's own marks on an LSA: 1 originated here, 2 looked at, 4 received, 0x80 at MaxAge.
function localFlags(shown: OspfLsaView): number {
  return (
    (shown.selfOriginated ? 1 : 0) |
    2 |
    (shown.received && !shown.selfOriginated ? 4 : 0) |
    (shown.ageSeconds >= maxAgeSeconds ? 0x80 : 0)
  );
}

function routerFlagsText(lsa: Lsa): string {
  const flags = lsa.body.kind === 'router' ? lsa.body.flags : 0;
  const names = [
    (flags & 1) !== 0 ? ' ABR' : '',
    (flags & 2) !== 0 ? ' ASBR' : '',
    (flags & 4) !== 0 ? ' VL-endpoint' : '',
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
    case 'uninterpreted':
      return [`  ${lsa.body.bytes.length} bytes`];
  }
}

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

function detailJson(view: OspfView, layout: LsaLayout): string {
  const areas: Record<string, JsonValue> = {};
  for (const area of view.areas) {
    const lsas = area.lsas.filter(({ lsa }) => lsa.type === layout.type);
    areas[dotted(area.areaId)] = lsas.map((shown) => lsaJson(shown, layout));
  }
  return `${spacedJson({ routerId: dotted(view.routerId), [layout.jsonKey]: { areas } })}\n`;
}

function lsaJson(shown: OspfLsaView, layout: LsaLayout): JsonValue {
  const { lsa } = shown;
  const entry: Record<string, JsonValue> = {
    lsaAge: shown.ageSeconds,
    options: optionsText(lsa.options),
    lsaFlags: localFlags(shown),
  };
  if (lsa.body.kind === 'router') entry['flags'] = lsa.body.flags;
  entry['lsaType'] = layout.name;
  entry['linkStateId'] = dotted(lsa.linkStateId);
  entry['advertisingRouter'] = dotted(lsa.advertisingRouter);
  entry['lsaSeqNumber'] = formatSequenceNumber(lsa.sequence);
  entry['checksum'] = lsa.checksum.toString(16);
  entry['length'] = lsa.length;
  addBody(entry, lsa);
  return entry;
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
