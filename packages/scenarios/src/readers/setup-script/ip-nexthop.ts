// `ip nexthop VERB id N { via A dev I | blackhole | group 1,2/3 [type resilient buckets N idle_timer S unbalanced_timer S] }`

import type { Ipv4Address } from '@ospflab/net';
import type { Word } from '../text-line.ts';
import { deviceOf, type ScriptLog, type WordReader } from './script-log.ts';
import type { NextHopCommand, SetupGroupMember } from './setup-command.ts';

const idMax = 2 ** 32 - 1;

interface NextHopDraft {
  id: number | undefined;
  address: Ipv4Address | undefined;
  interface: string | undefined;
  blackhole: boolean;
  members: readonly SetupGroupMember[] | undefined;
  resilient: boolean;
  buckets: number | undefined;
  idleSeconds: number | undefined;
  unbalancedSeconds: number | undefined;
}

function readMembers(word: Word | undefined, after: Word, log: ScriptLog): SetupGroupMember[] | undefined {
  const members: SetupGroupMember[] = [];
  for (const part of (word?.text ?? '').split('/')) {
    const match = /^(\d{1,10})(?:,(\d{1,5}))?$/.exec(part);
    const id = Number(match?.[1]);
    const weight = Number(match?.[2] ?? 1);
    if (match === null || id < 1 || id > idMax || weight < 1 || weight > 256) {
      return log.expected(word, after, 'numbers of next hops, each with a weight of 1 to 256: 1,2/3');
    }
    members.push({ id, weight });
  }
  return members;
}

function readOption(word: Word, reader: WordReader, draft: NextHopDraft, log: ScriptLog): void {
  switch (word.text) {
    case 'id':
      draft.id = log.integer(reader.next(), word, 1, idMax);
      return;
    case 'via':
      if (reader.peek()?.text === 'inet') reader.next();
      draft.address = log.address(reader.next(), word);
      return;
    case 'dev': {
      const name = reader.next();
      draft.interface =
        name === undefined ? log.expected(undefined, word, 'an interface') : deviceOf(name.text);
      return;
    }
    case 'blackhole':
      draft.blackhole = true;
      return;
    case 'group':
      draft.members = readMembers(reader.next(), word, log);
      return;
    case 'type': {
      const type = reader.next();
      if (type?.text === 'resilient') draft.resilient = true;
      else if (type?.text !== 'mpath') log.expected(type, word, 'mpath or resilient');
      return;
    }
    case 'buckets':
      draft.buckets = log.integer(reader.next(), word, 1, 65_535);
      return;
    case 'idle_timer':
      draft.idleSeconds = log.integer(reader.next(), word, 0, 2 ** 31);
      return;
    case 'unbalanced_timer':
      draft.unbalancedSeconds = log.integer(reader.next(), word, 0, 2 ** 31);
      return;
    case 'proto':
    case 'protocol':
      reader.next();
      return;
    case 'onlink':
      log.notSimulated(word, 'a gateway must lie on the link of its interface');
      return;
    default:
      log.notSimulated(
        word,
        'of a next hop only via, dev, blackhole, group, type, buckets and the two timers are',
      );
  }
}

function nextHopOf(
  draft: NextHopDraft,
  first: Word,
  verb: Word,
  log: ScriptLog,
): NextHopCommand['nextHop'] | undefined {
  const { members, resilient, buckets, idleSeconds, unbalancedSeconds } = draft;
  if (draft.blackhole) return { kind: 'blackhole' };
  if (members !== undefined) {
    if (!resilient) return { kind: 'group', members, resilient: undefined };
    if (buckets === undefined && verb.text !== 'replace') {
      return log.expected(undefined, first, "'buckets' and their number, which a new resilient group needs");
    }
    return { kind: 'group', members, resilient: { buckets, idleSeconds, unbalancedSeconds } };
  }
  if (draft.interface === undefined) {
    return log.expected(undefined, first, "'dev' and an interface, 'group' or 'blackhole'");
  }
  return { kind: 'hop', address: draft.address, interface: draft.interface };
}

export function readIpNextHop(verb: Word, reader: WordReader, log: ScriptLog): void {
  const first = reader.peek();
  if (!['add', 'replace', 'del', 'delete'].includes(verb.text) || first === undefined) {
    return log.notSimulated(verb, 'of ip nexthop only add, replace and del of one id are');
  }
  const errorsBefore = log.diagnostics.length;
  const draft: NextHopDraft = {
    id: undefined,
    address: undefined,
    interface: undefined,
    blackhole: false,
    members: undefined,
    resilient: false,
    buckets: undefined,
    idleSeconds: undefined,
    unbalancedSeconds: undefined,
  };
  for (let word = reader.next(); word !== undefined; word = reader.next())
    readOption(word, reader, draft, log);
  if (log.diagnostics.length > errorsBefore) return;
  const { id } = draft;
  if (id === undefined) return log.expected(undefined, first, "'id' and a number");
  if (verb.text.startsWith('del')) {
    log.commands.push({ kind: 'nextHopDelete', id, at: first });
    return;
  }
  const nextHop = nextHopOf(draft, first, verb, log);
  if (nextHop === undefined) return;
  log.commands.push({
    kind: verb.text === 'add' ? 'nextHopAdd' : 'nextHopReplace',
    id,
    nextHop,
    at: first,
  });
}
