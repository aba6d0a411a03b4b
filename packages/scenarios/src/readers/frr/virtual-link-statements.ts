// `area A virtual-link R …` inside `router ospf`. Its options may stand in any order and on several lines.

import type { AreaDraft, VirtualLinkDraft } from './frr-draft.ts';
import { areaNamed } from './area-named.ts';
import { statement, type FrrStatement, type StatementArguments, type StatementProblem } from './statement.ts';

const secondsMax = 65535;
const intervals = {
  'hello-interval': 'helloInterval',
  'dead-interval': 'deadInterval',
  'retransmit-interval': 'retransmitInterval',
  'transmit-delay': 'transmitDelay',
} as const;

function linkTo(area: AreaDraft, args: StatementArguments): VirtualLinkDraft {
  const neighborId = args.address('router');
  let found = area.virtualLinks.find((candidate) => candidate.neighborId === neighborId);
  if (found === undefined) {
    found = {
      neighborId,
      helloInterval: undefined,
      deadInterval: undefined,
      retransmitInterval: undefined,
      transmitDelay: undefined,
      authentication: undefined,
      authenticationKey: undefined,
      messageDigestKeys: [],
    };
    area.virtualLinks.push(found);
  }
  return found;
}

function isInterval(word: string): word is keyof typeof intervals {
  return Object.hasOwn(intervals, word);
}

/** True when all words fit; the link has what was read up to the first that does not. */
function applyOptions(link: VirtualLinkDraft, words: string[], args: StatementArguments): boolean {
  while (words.length > 0) {
    const option = words.shift()!;
    if (option === 'authentication') {
      link.authentication = 'simple';
      if (words[0] === 'message-digest' || words[0] === 'null') {
        link.authentication = words.shift() === 'null' ? 'none' : 'messageDigest';
      }
      continue;
    }
    const value = words.shift();
    if (value === undefined) return false;
    if (isInterval(option)) {
      if (!/^\d{1,5}$/.test(value) || Number(value) < 1 || Number(value) > secondsMax) return false;
      link[intervals[option]] = Number(value);
    } else if (option === 'authentication-key') {
      link.authenticationKey = value;
    } else if (option === 'message-digest-key') {
      const [algorithm, key] = words.splice(0, 2);
      const keyId = /^\d{1,3}$/.test(value) ? Number(value) : 0;
      if (algorithm !== 'md5' || key === undefined || keyId < 1 || keyId > 255) return false;
      link.messageDigestKeys = [
        ...link.messageDigestKeys.filter((other) => other.keyId !== keyId),
        { keyId, key, at: args.place('options') },
      ];
    } else {
      return false;
    }
  }
  return true;
}

function addLink(area: AreaDraft, args: StatementArguments): StatementProblem | undefined {
  const words = args
    .line('options')
    .split(' ')
    .filter((word) => word !== '');
  if (applyOptions(linkTo(area, args), words, args)) return undefined;
  return {
    severity: 'error',
    at: args.place('options'),
    message: `'${args.line('options')}' is not understood, expected ${Object.keys(intervals).join(', ')} (seconds), authentication [message-digest|null], authentication-key KEY or message-digest-key N md5 KEY`,
    remedy: 'write each option with its value behind it',
  };
}

export const virtualLinkStatements: readonly FrrStatement[] = [
  statement(
    'ospf',
    'ospfd',
    'area {area:area} virtual-link {router:ip} [{options:line}]',
    (draft, args): StatementProblem | undefined => {
      const id = args.area('area');
      if (id === 0) {
        return {
          severity: 'error',
          at: args.place('area'),
          message: 'a virtual link belongs to the backbone and cannot lead through it',
          remedy: 'name the area that both ends share beside the backbone',
        };
      }
      return addLink(areaNamed(draft.enterOspf(args.at), id), args);
    },
  ),
  statement('ospf', 'ospfd', 'no area {area:area} virtual-link {router:ip} [{rest:line}]', (draft, args) => {
    const area = areaNamed(draft.enterOspf(args.at), args.area('area'));
    area.virtualLinks = area.virtualLinks.filter(({ neighborId }) => neighborId !== args.address('router'));
    return undefined;
  }),
];
