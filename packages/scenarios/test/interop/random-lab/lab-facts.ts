// What a router of a lab holds, FRR's or the simulation's, as lines that can be compared: routes, zebra's table, every LSA field by field.

import { ospfRouteRows, sortedSet, type OspfRouteTable } from '../../ospf-route-rows.ts';

const lsaWords = ['router', 'network', 'summary', 'asbr-summary', 'external', 'nssa-external'];

/** What `labFacts` reads the answers to, in this order. */
export const factCommands: readonly string[] = [
  'show ip ospf route json',
  'show ip route json',
  ...lsaWords.map((word) => `show ip ospf database ${word} json`),
];

export function labFacts(answers: readonly string[]): string[] {
  const [routes = '', table = '', ...databases] = answers;
  return [
    ...ospfRouteRows(JSON.parse(routes) as OspfRouteTable),
    ...tableRows(JSON.parse(table) as RouteTable),
    ...databases.flatMap((answer, index) =>
      lsasIn(answer)
        .map((lsa) => `${lsaWords[index]} ${lsaText(lsa)}`)
        .sort(),
    ),
  ];
}

type RouteTable = Readonly<
  Record<
    string,
    readonly {
      readonly protocol: string;
      readonly selected?: boolean;
      readonly distance: number;
      readonly metric: number;
      readonly nexthops: readonly {
        readonly ip?: string;
        readonly interfaceName?: string;
        readonly blackhole?: boolean;
        readonly active?: boolean;
      }[];
    }[]
  >
>;

function tableRows(table: RouteTable): string[] {
  return Object.entries(table)
    .flatMap(([prefix, entries]) =>
      entries.map(({ protocol, selected, distance, metric, nexthops }) => {
        const hops = nexthops
          .filter(({ active }) => active === true)
          .map(({ ip, interfaceName, blackhole }) =>
            blackhole === true ? 'blackhole' : `${ip ?? ''}%${interfaceName}`,
          );
        // A route that was there before `distance` was read keeps the distance that it had.
        const settled = selected === true && !hops.every((hop) => hop.startsWith('%'));
        return `${prefix} ${protocol} ${settled ? `[${distance}]` : ''} ${metric} ${sortedSet(hops).join(' ')}`;
      }),
    )
    .sort();
}

export interface LsaFields {
  readonly lsaType: string;
  readonly lsaAge: number;
  readonly linkStateId: string;
  readonly advertisingRouter: string;
  readonly lsaSeqNumber: string;
  readonly checksum: string;
  /** '' for the AS. */
  readonly area: string;
  readonly [field: string]: unknown;
}

/** In the answer to `show ip ospf database TYPE json`, without those that are being flushed. */
export function lsasIn(answer: string): LsaFields[] {
  const found: LsaFields[] = [];
  const walk = (value: unknown, area: string): void => {
    if (Array.isArray(value)) {
      for (const fields of value as LsaFields[]) if (fields.lsaAge < 3600) found.push({ ...fields, area });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, /^\d/.test(key) ? key : area);
    }
  };
  walk(JSON.parse(answer), '');
  return found;
}

/** What differs from run to run: when something was made and how often. */
const volatileFields = ['lsaAge', 'lsaFlags', 'lsaSeqNumber', 'checksum'];

function lsaText(lsa: LsaFields): string {
  // The first summaries of an area say what it was before its kind was read.
  const left = lsa.lsaType === 'summary-LSA' ? [...volatileFields, 'options'] : volatileFields;
  const told = Object.entries(lsa).filter(([field]) => !left.includes(field));
  return JSON.stringify(
    told.map(([field, value]) => [field, field === 'routerLinks' ? linksOf(value) : value]),
  );
}

/** Where the loopback stands among the links depends on when its address was known. */
function linksOf(links: unknown): string[] {
  const texts = Object.values(links as object).map((link) => JSON.stringify(link));
  const isHost = (link: string): boolean => link.includes('"networkMask":"255.255.255.255"');
  return [...texts.filter((link) => !isHost(link)), ...texts.filter(isHost).sort()];
}
