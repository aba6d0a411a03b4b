// `ip route VERB [TYPE] PREFIX [via A] [dev I] [metric N] [src A] [nhid N] [nexthop via A dev I weight N …]`

import type { Ipv4Address } from '@ospflab/net';
import type { Word } from '../text-line.ts';
import { deviceOf, type ScriptLog, type WordReader } from './script-log.ts';
import type { RouteCommand, SetupNextHop, SetupRouteType } from './setup-command.ts';

const verbs: Readonly<Record<string, RouteCommand['kind'] | undefined>> = {
  add: 'routeAdd',
  append: 'routeAdd',
  a: 'routeAdd',
  replace: 'routeReplace',
  change: 'routeReplace',
  del: 'routeDelete',
  delete: 'routeDelete',
};

const types: readonly SetupRouteType[] = ['unicast', 'blackhole', 'unreachable', 'prohibit'];

interface NextHopDraft {
  address: Ipv4Address | undefined;
  interface: string | undefined;
  weight: number;
}

interface RouteDraft {
  /** The single next hop, then one for each `nexthop`. */
  readonly nextHops: NextHopDraft[];
  metric: number;
  source: Ipv4Address | undefined;
  nextHopId: number | undefined;
}

const newNextHop = (): NextHopDraft => ({ address: undefined, interface: undefined, weight: 1 });

function readRouteOption(word: Word, reader: WordReader, route: RouteDraft, log: ScriptLog): void {
  const hop = route.nextHops.at(-1) ?? newNextHop();
  switch (word.text) {
    case 'via':
      if (reader.peek()?.text === 'inet') reader.next();
      hop.address = log.address(reader.next(), word);
      return;
    case 'dev': {
      const name = reader.next();
      hop.interface =
        name === undefined ? log.expected(undefined, word, 'an interface') : deviceOf(name.text);
      return;
    }
    case 'weight':
      hop.weight = log.integer(reader.next(), word, 1, 256) ?? 1;
      return;
    case 'nexthop':
      route.nextHops.push(newNextHop());
      return;
    case 'metric':
    case 'preference':
      route.metric = log.integer(reader.next(), word, 0, 2 ** 32 - 1) ?? 0;
      return;
    case 'src':
      route.source = log.address(reader.next(), word);
      return;
    case 'nhid':
      route.nextHopId = log.integer(reader.next(), word, 1, 2 ** 32 - 1);
      return;
    case 'proto':
    case 'scope':
      reader.next();
      return;
    case 'table':
      if (reader.next()?.text !== 'main') log.notSimulated(word, 'there is only the table main');
      return;
    default:
      log.notSimulated(word, 'of a route only via, dev, weight, metric, src, nhid and nexthop are');
  }
}

export function readIpRoute(verb: Word, reader: WordReader, log: ScriptLog): void {
  const kind = verbs[verb.text];
  if (kind === undefined)
    return log.notSimulated(verb, 'of ip route only add, append, replace, change and del are');
  const errorsBefore = log.diagnostics.length;
  const type = types.find((known) => known === reader.peek()?.text) ?? 'unicast';
  if (reader.peek()?.text === type) reader.next();
  const target = reader.next();
  const prefix = log.prefix(target, verb);
  const route: RouteDraft = { nextHops: [newNextHop()], metric: 0, source: undefined, nextHopId: undefined };
  for (let word = reader.next(); word !== undefined; word = reader.next())
    readRouteOption(word, reader, route, log);
  if (prefix === undefined || target === undefined || log.diagnostics.length > errorsBefore) return;
  const nextHops: SetupNextHop[] = route.nextHops.filter(
    (hop) => hop.address !== undefined || hop.interface !== undefined,
  );
  const { metric, source, nextHopId } = route;
  if (kind !== 'routeDelete' && type === 'unicast' && nextHops.length === 0 && nextHopId === undefined) {
    return log.expected(undefined, target, "'via' and an address, or 'dev' and an interface");
  }
  log.commands.push({
    kind,
    prefix,
    type,
    nextHops,
    metric,
    source,
    ...(nextHopId === undefined ? {} : { nextHopId }),
    at: target,
  });
}
