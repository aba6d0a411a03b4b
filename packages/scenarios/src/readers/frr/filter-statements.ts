// Prefix lists, access lists and route maps, and what zebra does with them.

import { ipv4FromNumber, lengthOfMask, prefixOf, type Ipv4Prefix } from '@ospflab/net';
import type { FrrRouteMapMatch } from './frr-config.ts';
import type { FrrDraft } from './frr-draft.ts';
import {
  irrelevantStatement,
  statement,
  unsupportedStatement,
  type FrrStatement,
  type StatementArguments,
  type StatementProblem,
} from './statement.ts';

const anywhere: Ipv4Prefix = { address: ipv4FromNumber(0), length: 0 };

function addPrefixListEntry(draft: FrrDraft, args: StatementArguments): StatementProblem | undefined {
  const name = args.text('name');
  const entries = draft.prefixLists.get(name) ?? [];
  const last = entries.reduce((highest, entry) => Math.max(highest, entry.sequence), 0);
  const any = !args.has('prefix');
  const prefix = any ? anywhere : args.prefix('prefix');
  const ge = args.optionalNumber('ge');
  const le = any ? 32 : args.optionalNumber('le');
  // Lengths are increasing: prefix < ge <= le, as FRR's prefix_list_entry checks before it takes a line.
  if (
    (ge !== undefined && ge <= prefix.length) ||
    (le !== undefined && le < Math.max(prefix.length, ge ?? 0))
  ) {
    return {
      severity: 'error',
      at: args.place(ge !== undefined && ge <= prefix.length ? 'ge' : 'le'),
      message: `the lengths must rise: ${prefix.length} (prefix), then 'ge', then 'le' up to 32`,
      remedy: 'correct the lengths, for example 10.0.0.0/8 ge 16 le 24',
    };
  }
  const sequence = args.optionalNumber('sequence') ?? Math.floor(last / 5) * 5 + 5;
  const entry = { sequence, permit: args.text('action') === 'permit', prefix, ge, le, at: args.at };
  draft.prefixLists.set(name, [...entries.filter((other) => other.sequence !== sequence), entry]);
  return undefined;
}

function addAccessListEntry(draft: FrrDraft, args: StatementArguments): StatementProblem | undefined {
  let prefix = anywhere;
  if (args.has('prefix')) prefix = args.prefix('prefix');
  else if (args.has('wildcard')) {
    const length = lengthOfMask(ipv4FromNumber(~args.address('wildcard')));
    if (length === undefined) {
      return {
        severity: 'unsupported',
        at: args.place('wildcard'),
        message: `'${args.text('wildcard')}': a wildcard with gaps is not simulated`,
        remedy: 'write the addresses as prefixes, one line each',
      };
    }
    prefix = prefixOf(args.address('address'), length);
  } else if (args.has('address')) prefix = prefixOf(args.address('address'), 32);
  const name = args.text('name');
  const entries = draft.accessLists.get(name) ?? [];
  entries.push({ permit: args.text('action') === 'permit', prefix, exact: args.has('exact'), at: args.at });
  draft.accessLists.set(name, entries);
  return undefined;
}

function lists(): FrrStatement[] {
  const prefixList = 'ip prefix-list {name:word} [seq {sequence:1-4294967295}] {action:permit|deny}';
  const accessList = 'access-list {name:word} [seq {sequence:1-4294967295}] {action:permit|deny}';
  return [
    statement('top', 'any', `${prefixList} any`, addPrefixListEntry),
    statement(
      'top',
      'any',
      `${prefixList} {prefix:prefix} [ge {ge:0-32}] [le {le:0-32}]`,
      addPrefixListEntry,
    ),
    statement('top', 'any', `${prefixList} {prefix:prefix} le {le:0-32} ge {ge:0-32}`, addPrefixListEntry),
    irrelevantStatement('top', 'ip prefix-list {name:word} description {text:line}'),
    statement('top', 'any', 'no ip prefix-list {name:word}', (draft, args) => {
      draft.prefixLists.delete(args.text('name'));
    }),
    statement('top', 'any', `${accessList} any`, addAccessListEntry),
    statement('top', 'any', `${accessList} {prefix:prefix} [{exact:exact-match}]`, addAccessListEntry),
    statement('top', 'any', `${accessList} host {address:ip}`, addAccessListEntry),
    statement('top', 'any', `${accessList} {address:ip} [{wildcard:ip}]`, addAccessListEntry),
    irrelevantStatement('top', 'access-list {name:word} remark {text:line}'),
    statement('top', 'any', 'no access-list {name:word}', (draft, args) => {
      draft.accessLists.delete(args.text('name'));
    }),
  ];
}

function signOf(metric: string): 'plus' | 'minus' | 'set' {
  if (metric.startsWith('+')) return 'plus';
  return metric.startsWith('-') ? 'minus' : 'set';
}

/** One clause of a kind stands in an entry; the last one written counts. FRR: lib/routemap.c, route_map_add_match, 8.4. */
function matchClause(
  pattern: string,
  argument: string,
  match: (args: StatementArguments, at: FrrRouteMapMatch['at']) => FrrRouteMapMatch,
): FrrStatement[] {
  const replace = (draft: FrrDraft, added: FrrRouteMapMatch): void => {
    const entry = draft.routeMapEntry;
    entry.matches = [...entry.matches.filter(({ kind }) => kind !== added.kind), added];
  };
  return [
    statement(
      'routeMap',
      'any',
      `match ${pattern}`,
      (draft, args) => void replace(draft, match(args, args.place(argument))),
    ),
    statement('routeMap', 'any', `no match ${pattern}`, (draft, args) => {
      const { kind } = match(args, args.at);
      const entry = draft.routeMapEntry;
      entry.matches = entry.matches.filter((other) => other.kind !== kind);
      return undefined;
    }),
  ];
}

function matchClauses(): FrrStatement[] {
  const named =
    (kind: 'prefixList' | 'accessList' | 'nextHopPrefixList' | 'nextHopAccessList' | 'interface') =>
    (args: StatementArguments, at: FrrRouteMapMatch['at']): FrrRouteMapMatch => ({
      kind,
      name: args.text('name'),
      at,
    });
  return [
    ...matchClause('ip address prefix-list {name:word}', 'name', named('prefixList')),
    ...matchClause('ip address {name:word}', 'name', named('accessList')),
    ...matchClause('ip address prefix-len {length:0-32}', 'length', (args, at) => ({
      kind: 'prefixLength',
      length: args.number('length'),
      at,
    })),
    ...matchClause('ip next-hop prefix-list {name:word}', 'name', named('nextHopPrefixList')),
    ...matchClause('ip next-hop {name:word}', 'name', named('nextHopAccessList')),
    ...matchClause('ip next-hop address {address:ip}', 'address', (args, at) => ({
      kind: 'nextHopAddress',
      address: args.address('address'),
      at,
    })),
    ...matchClause('ip next-hop type {type:blackhole}', 'type', (_args, at) => ({
      kind: 'nextHopBlackhole',
      at,
    })),
    ...matchClause('interface {name:word}', 'name', named('interface')),
    ...matchClause('tag {tag:1-4294967295}', 'tag', (args, at) => ({
      kind: 'tag',
      tag: args.number('tag'),
      at,
    })),
  ];
}

function routeMaps(): FrrStatement[] {
  return [
    statement(
      'top',
      'any',
      'route-map {name:word} {action:permit|deny} {sequence:1-65535}',
      (draft, args) => {
        const permit = args.text('action') === 'permit';
        draft.enterRouteMap(args.text('name'), permit, args.number('sequence'), args.at);
      },
      'routeMap',
    ),
    statement('top', 'any', 'no route-map {name:word}', (draft, args) => {
      draft.routeMaps.delete(args.text('name'));
    }),
    ...matchClauses(),
    statement('routeMap', 'any', 'set src {address:ip}', (draft, args) => {
      draft.routeMapEntry.setSource = args.address('address');
    }),
    statement('routeMap', 'any', 'set metric {metric:metric}', (draft, args) => {
      const text = args.text('metric');
      draft.routeMapEntry.setMetric = { change: signOf(text), amount: Number(text.replace(/^[+-]/, '')) };
    }),
    statement('routeMap', 'any', 'set metric-type {type:type-1|type-2}', (draft, args) => {
      draft.routeMapEntry.setMetricType = args.text('type') === 'type-1' ? 1 : 2;
    }),
    statement('routeMap', 'any', 'set tag {tag:1-4294967295}', (draft, args) => {
      draft.routeMapEntry.setTag = args.number('tag');
    }),
    irrelevantStatement('routeMap', 'description {text:line}'),
    // ospfd takes these and looks at none of them; zebra looks at prefixes alone. Read off FRR 8.4.4.
    ...['match metric {metric:1-4294967295}', 'set ip next-hop {address:ip}'].flatMap((pattern) => [
      irrelevantStatement('routeMap', pattern),
      irrelevantStatement('routeMap', `no ${pattern}`),
    ]),
    statement('routeMap', 'any', 'set metric {how:rtt|+rtt|-rtt}', (draft) => {
      draft.routeMapEntry.setMetric = undefined;
    }),
    ...flow(),
    unsupportedStatement(
      'routeMap',
      'any',
      'match {rest:line}',
      'only `match ip address`, `match ip next-hop`, `match interface` and `match tag` are simulated',
    ),
    unsupportedStatement(
      'routeMap',
      'any',
      'set {rest:line}',
      'only `set src`, `set metric`, `set metric-type` and `set tag` are simulated',
    ),
  ];
}

/** What happens after an entry has matched. */
function flow(): FrrStatement[] {
  const goTo = (draft: FrrDraft, args: StatementArguments): StatementProblem | undefined => {
    const entry = draft.routeMapEntry;
    const sequence = args.number('sequence');
    if (!entry.permit) return denies(args);
    if (sequence <= entry.sequence) {
      return {
        severity: 'error',
        at: args.place('sequence'),
        message: `a route map does not go back: entry ${sequence} stands before entry ${entry.sequence}`,
        remedy: `write a number above ${entry.sequence}`,
      };
    }
    entry.onMatch = sequence;
    return undefined;
  };
  const leave = (draft: FrrDraft): undefined => {
    draft.routeMapEntry.onMatch = 'exit';
  };
  return [
    statement('routeMap', 'any', 'call {map:word}', (draft, args) => {
      draft.routeMapEntry.call = args.text('map');
    }),
    statement('routeMap', 'any', 'no call [{map:word}]', (draft) => {
      draft.routeMapEntry.call = undefined;
    }),
    statement('routeMap', 'any', 'on-match next', (draft, args) => {
      if (!draft.routeMapEntry.permit) return denies(args);
      draft.routeMapEntry.onMatch = 'next';
      return undefined;
    }),
    statement('routeMap', 'any', 'on-match goto {sequence:1-65535}', goTo),
    statement('routeMap', 'any', 'continue {sequence:1-65535}', goTo),
    statement('routeMap', 'any', 'no on-match {what:next|goto}', leave),
    statement('routeMap', 'any', 'no continue [{sequence:1-65535}]', leave),
  ];
}

function denies({ at }: StatementArguments): StatementProblem {
  return {
    severity: 'error',
    at,
    message: 'an entry that denies goes nowhere',
    remedy: 'remove the line, or make the entry `permit`',
  };
}

export const filterStatements: readonly FrrStatement[] = [
  ...lists(),
  ...routeMaps(),
  statement('top', 'zebra', 'ip protocol {protocol:word} route-map {name:word}', (draft, args) => {
    const protocol = args.text('protocol');
    const entry = { protocol, routeMap: args.text('name'), at: args.place('name') };
    draft.protocolRouteMaps = [
      ...draft.protocolRouteMaps.filter((other) => other.protocol !== protocol),
      entry,
    ];
  }),
  statement('top', 'zebra', 'no ip protocol {protocol:word} [{rest:line}]', (draft, args) => {
    const protocol = args.text('protocol');
    draft.protocolRouteMaps = draft.protocolRouteMaps.filter((other) => other.protocol !== protocol);
  }),
];
