// `route add|del [-host|-net] TARGET [netmask M] [gw A] [metric N] [[dev] I]`, of the old net-tools.

import { lengthOfMask, prefixOf, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import type { Word } from '../text-line.ts';
import { deviceOf, WordReader, type ScriptLog } from './script-log.ts';
import type { ShellCommand } from './shell-line.ts';

interface RouteDraft {
  prefix: Ipv4Prefix;
  gateway?: Ipv4Address | undefined;
  device?: string | undefined;
  metric?: number | undefined;
}

function readOption(word: Word, reader: WordReader, route: RouteDraft, log: ScriptLog): void {
  switch (word.text) {
    case 'gw':
      route.gateway = log.address(reader.next(), word);
      return;
    case 'netmask': {
      const maskWord = reader.next();
      const length = lengthOfMask(log.address(maskWord, word) ?? (0 as Ipv4Address));
      if (length === undefined) log.expected(maskWord, word, 'a mask of one bits followed by zero bits');
      else route.prefix = prefixOf(route.prefix.address, length);
      return;
    }
    case 'metric':
      route.metric = log.integer(reader.next(), word, 0, 2 ** 32 - 1);
      return;
    case 'dev':
      route.device = reader.next()?.text ?? log.expected(undefined, word, 'an interface');
      return;
    default:
      if (word.text.startsWith('-')) log.notSimulated(word, 'of route only -host and -net are');
      else route.device = word.text;
  }
}

export function readRoute(command: ShellCommand, log: ScriptLog): void {
  const reader = new WordReader(command.words.slice(1));
  let verb = reader.next();
  while (verb !== undefined && verb.text.startsWith('-')) verb = reader.next();
  if (verb === undefined || !['add', 'del'].includes(verb.text)) return log.ignore(command);
  const errorsBefore = log.diagnostics.length;
  const option = reader.peek();
  if (option !== undefined && ['-host', '-net'].includes(option.text)) reader.next();
  const target = reader.next();
  const prefix = log.prefix(target, option ?? verb);
  if (prefix === undefined || target === undefined) return;
  const route: RouteDraft = { prefix };
  for (let word = reader.next(); word !== undefined; word = reader.next())
    readOption(word, reader, route, log);
  if (log.diagnostics.length > errorsBefore) return;
  const { gateway, device } = route;
  if (verb.text === 'add' && gateway === undefined && device === undefined) {
    return log.expected(undefined, target, "'gw' and an address, or 'dev' and an interface");
  }
  const hop = { address: gateway, interface: device === undefined ? undefined : deviceOf(device), weight: 1 };
  log.commands.push({
    kind: verb.text === 'add' ? 'routeAdd' : 'routeDelete',
    prefix: route.prefix,
    type: 'unicast',
    nextHops: gateway === undefined && device === undefined ? [] : [hop],
    metric: route.metric ?? 0,
    source: undefined,
    at: target,
  });
}
