// Show commands with an argument: one interface, one neighbour, some of the LSAs of a type. They print a part of the view as the command
// without argument prints the whole, and where there is nothing what FRR 8.4.4 says then.

import { dotted } from './dotted.ts';
import { unescapedPrettyJson } from './json-text.ts';
import type { OspfInterfaceView, OspfLsaView, OspfView } from './ospf-view.ts';
import { lsaLayouts, showDatabaseDetails } from './show-database-detail.ts';
import { keyedDatabaseJson } from './show-database-keyed.ts';
import type { ShowDialect } from './show-dialect.ts';
import { showInterface, showInterfaceJson } from './show-interface.ts';
import { showInterfaceTraffic, showInterfaceTrafficJson } from './show-interface-traffic.ts';
import { neighborDetailEntry, showNeighborDetail } from './show-neighbor-detail.ts';
import { neighborEntry, neighborRow, neighborsById, showNeighbor } from './show-neighbor.ts';

type Words = Readonly<Record<string, string | undefined>>;

interface NarrowedShow {
  /** As a person would write it down. */
  readonly form: string;
  /** Of words in lower case and single spaces. */
  readonly pattern: RegExp;
  /** Undefined when there is no such type of LSA. */
  readonly render: (view: OspfView, words: Words, dialect: ShowDialect) => string | undefined;
}

const address = String.raw`\d+\.\d+\.\d+\.\d+`;

const narrowedShows: readonly NarrowedShow[] = [
  {
    form: 'show ip ospf interface INTERFACE [json]',
    pattern: /^show ip ospf interface (?!traffic\b)(?<name>\S+)(?<json> json)?$/,
    render: interfaceNamed,
  },
  {
    form: 'show ip ospf interface traffic INTERFACE [json]',
    pattern: /^show ip ospf interface traffic (?!json$)(?<name>\S+)(?<json> json)?$/,
    render: (view, { name, json }, dialect) => {
      const interfaces = view.interfaces.filter((one) => isNamed(one, name));
      const command = json === undefined ? showInterfaceTraffic : showInterfaceTrafficJson;
      return command.render({ ...view, interfaces }, dialect);
    },
  },
  {
    form: 'show ip ospf neighbor ROUTER-ID [detail] [json]',
    pattern: new RegExp(`^show ip ospf neighbor (?<id>${address})(?<detail> detail)?(?<json> json)?$`),
    render: neighborWithId,
  },
  {
    form: 'show ip ospf neighbor INTERFACE [detail] [json]',
    pattern: /^show ip ospf neighbor (?!all\b|detail\b)(?<name>\S+)(?<detail> detail)?(?<json> json)?$/,
    render: neighborsOn,
  },
  {
    form: 'show ip ospf database TYPE LINK-STATE-ID [json]',
    pattern: new RegExp(`^(?<base>show ip ospf database [a-z-]+) (?<id>${address})(?<json> json)?$`),
    render: (view, words, dialect) =>
      lsasOf(view, words, dialect, ({ lsa }) => dotted(lsa.linkStateId) === words['id']),
  },
  {
    form: 'show ip ospf database TYPE [LINK-STATE-ID] self-originate [json]',
    pattern: new RegExp(
      `^(?<base>show ip ospf database [a-z-]+)( (?<id>${address}))? self-originate(?<json> json)?$`,
    ),
    render: (view, words, dialect) =>
      lsasOf(
        view,
        words,
        dialect,
        (shown) => shown.selfOriginated && isListed(shown, words) && hasId(shown, words['id']),
      ),
  },
  {
    form: 'show ip ospf database TYPE [LINK-STATE-ID] adv-router ROUTER-ID [json]',
    pattern: new RegExp(
      `^(?<base>show ip ospf database [a-z-]+)( (?<id>${address}))? adv-router (?<router>${address})(?<json> json)?$`,
    ),
    render: (view, words, dialect) =>
      lsasOf(
        view,
        words,
        dialect,
        (shown) =>
          dotted(shown.lsa.advertisingRouter) === words['router'] &&
          isListed(shown, words) &&
          hasId(shown, words['id']),
      ),
  },
];

/** For lists of what can be typed. */
export const narrowedShowForms: readonly string[] = narrowedShows.map(({ form }) => form);

/** Undefined when no command reads like that. */
export function renderNarrowedShow(view: OspfView, words: string, dialect: ShowDialect): string | undefined {
  for (const { pattern, render } of narrowedShows) {
    const match = pattern.exec(words);
    if (match !== null) return render(view, match.groups ?? {}, dialect);
  }
  return undefined;
}

function isNamed({ name }: OspfInterfaceView, wanted: string | undefined): boolean {
  return name.toLowerCase() === wanted;
}

function interfaceNamed(view: OspfView, { name, json }: Words, dialect: ShowDialect): string {
  const interfaces = view.interfaces.filter((one) => isNamed(one, name));
  if (interfaces.length === 0) {
    return json === undefined
      ? 'No such interface name\n\n'
      : `${unescapedPrettyJson({ noSuchIface: true })}\n`;
  }
  return (json === undefined ? showInterface : showInterfaceJson).render({ ...view, interfaces }, dialect);
}

function neighborWithId(view: OspfView, { id, detail, json }: Words, dialect: ShowDialect): string {
  const interfaces = view.interfaces.map((attached) => ({
    ...attached,
    neighbors: attached.neighbors.filter(({ routerId }) => dotted(routerId) === id),
  }));
  const narrowed = { ...view, interfaces };
  if (json !== undefined) return `${unescapedPrettyJson(entriesById(narrowed, detail, dialect))}\n`;
  if (detail !== undefined) return showNeighborDetail.render(narrowed, dialect);
  const rows = interfaces.flatMap((attached) =>
    attached.neighbors.map((neighbor) => `${neighborRow(attached, neighbor, dialect)}\n`),
  );
  return `${rows.join('')}\n`;
}

function neighborsOn(view: OspfView, { name, detail, json }: Words, dialect: ShowDialect): string {
  const narrowed = { ...view, interfaces: view.interfaces.filter((one) => isNamed(one, name)) };
  const none = narrowed.interfaces.length === 0;
  if (json !== undefined) {
    if (none) return detail === undefined ? '' : '{}\n';
    return `${unescapedPrettyJson(entriesById(narrowed, detail, dialect))}\n`;
  }
  if (detail !== undefined) {
    return none ? 'No such interface.\n' : showNeighborDetail.render(narrowed, dialect);
  }
  const table = showNeighbor.render(narrowed, dialect);
  return none ? table.slice(0, -1) : table;
}

function entriesById(view: OspfView, detail: string | undefined, dialect: ShowDialect) {
  return neighborsById(
    view,
    detail === undefined ? neighborEntry(dialect) : neighborDetailEntry(view, dialect),
  );
}

// FRR: ospfd/ospf_vty.c, show_lsa_detail_adv_router_proc, 8.4, leaves out what it translated itself.
function isListed({ translated }: OspfLsaView, { id }: Words): boolean {
  return id !== undefined || translated !== true;
}

function hasId({ lsa }: OspfLsaView, id: string | undefined): boolean {
  return id === undefined || dotted(lsa.linkStateId) === id;
}

function lsasOf(
  view: OspfView,
  { base, id, json = '' }: Words,
  dialect: ShowDialect,
  isWanted: (shown: OspfLsaView) => boolean,
): string | undefined {
  const layout = lsaLayouts.find(({ word }) => base?.endsWith(` ${word}`));
  if (id === undefined && json !== '' && layout !== undefined) {
    return keyedDatabaseJson(view, layout, isWanted, dialect);
  }
  const command = showDatabaseDetails.find(({ words }) => words === `${base}${json}`);
  const areas = view.areas.map((area) => ({ ...area, lsas: area.lsas.filter(isWanted) }));
  const externalLsas = view.externalLsas.filter(isWanted);
  const opaqueAsLsas = (view.opaqueAsLsas ?? []).filter(isWanted);
  return command?.render({ ...view, areas, externalLsas, opaqueAsLsas }, dialect);
}
