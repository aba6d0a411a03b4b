// `area A virtual-link R …` inside `router ospf`: intervals on one line, how packets are signed on another. Each line adds to the ones
// before. FRR: ospfd/ospf_vty.c, area_vlink, 8.4; key chains as in 10.

import type { FrrAuthenticationMode } from './frr-config.ts';
import type { AreaDraft, VirtualLinkDraft } from './frr-draft.ts';
import { areaNamed } from './area-named.ts';
import { addDigestKey, longestDigestKey } from './digest-keys.ts';
import { statement, type FrrStatement, type StatementArguments, type StatementProblem } from './statement.ts';

const secondsMax = 65535;
const intervals = {
  'hello-interval': 'helloInterval',
  'dead-interval': 'deadInterval',
  'retransmit-interval': 'retransmitInterval',
  'transmit-delay': 'transmitDelay',
} as const;
type IntervalKey = (typeof intervals)[keyof typeof intervals];

/** What one line says. */
interface LinkOptions {
  readonly intervals: readonly (readonly [IntervalKey, number])[];
  readonly mode: FrrAuthenticationMode | undefined;
  readonly keyChain: string | undefined;
  readonly password: string | undefined;
  readonly digestKey: { readonly keyId: number; readonly key: string } | undefined;
}

const silent: LinkOptions = {
  intervals: [],
  mode: undefined,
  keyChain: undefined,
  password: undefined,
  digestKey: undefined,
};

/** Undefined when the words do not fit. */
function optionsOf(words: readonly string[]): LinkOptions | undefined {
  const [first] = words;
  if (first === undefined) return silent;
  return Object.hasOwn(intervals, first) ? intervalsOf(words) : signingOf([...words]);
}

function intervalsOf(words: readonly string[]): LinkOptions | undefined {
  const read: [IntervalKey, number][] = [];
  for (let index = 0; index < words.length; index += 2) {
    const name = words[index]!;
    const value = words[index + 1] ?? '';
    if (!Object.hasOwn(intervals, name)) return undefined;
    if (!/^\d{1,5}$/.test(value) || Number(value) < 1 || Number(value) > secondsMax) return undefined;
    read.push([intervals[name as keyof typeof intervals], Number(value)]);
  }
  return { ...silent, intervals: read };
}

function signingOf(words: string[]): LinkOptions | undefined {
  const mode = words[0] === 'authentication' ? takeMode(words) : undefined;
  const keyChain = mode === 'keyChain' ? words.shift() : undefined;
  if (mode === 'keyChain' && keyChain === undefined) return undefined;
  const read = { ...silent, mode, keyChain };
  const [option, first, second, third] = words;
  if (option === undefined) return read;
  if (option === 'authentication-key' && first !== undefined && words.length === 2) {
    return { ...read, password: first };
  }
  if (option !== 'message-digest-key' || second !== 'md5' || third === undefined || words.length > 4) {
    return undefined;
  }
  const keyId = /^\d{1,3}$/.test(first ?? '') ? Number(first) : 0;
  return keyId < 1 || keyId > 255 ? undefined : { ...read, digestKey: { keyId, key: third } };
}

function takeMode(words: string[]): FrrAuthenticationMode {
  words.shift();
  switch (words[0]) {
    case 'message-digest':
      words.shift();
      return 'messageDigest';
    case 'key-chain':
      words.shift();
      return 'keyChain';
    case 'null':
      words.shift();
      return 'none';
    default:
      return 'simple';
  }
}

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
      keyChain: undefined,
      messageDigestKeys: [],
    };
    area.virtualLinks.push(found);
  }
  return found;
}

function apply(
  link: VirtualLinkDraft,
  options: LinkOptions,
  args: StatementArguments,
): StatementProblem | undefined {
  const at = args.place('options');
  for (const [key, value] of options.intervals) link[key] = value;
  if (options.mode !== undefined) link.authentication = options.mode;
  if (options.keyChain !== undefined) link.keyChain = { name: options.keyChain, at };
  if (options.password !== undefined) link.authenticationKey = options.password;
  if (options.digestKey === undefined) return undefined;
  const { keyId, key } = options.digestKey;
  return addDigestKey(link, { keyId, key: key.slice(0, longestDigestKey), at });
}

function takeBack(link: VirtualLinkDraft, options: LinkOptions): undefined {
  for (const [key] of options.intervals) link[key] = undefined;
  if (options.mode !== undefined) link.authentication = undefined;
  if (options.password !== undefined) link.authenticationKey = undefined;
  const { digestKey } = options;
  link.messageDigestKeys = link.messageDigestKeys.filter(({ keyId }) => keyId !== digestKey?.keyId);
}

function notUnderstood(args: StatementArguments): StatementProblem {
  return {
    severity: 'error',
    at: args.place('options'),
    message: `'${args.line('options')}' is not understood, expected ${Object.keys(intervals).join(', ')} (seconds), or authentication [message-digest|null|key-chain NAME] and then authentication-key KEY or message-digest-key N md5 KEY`,
    remedy: 'write intervals on one line, and authentication with one key on another',
  };
}

function readOptions(args: StatementArguments): LinkOptions | undefined {
  const words = args.line('options').split(' ');
  return optionsOf(words.filter((word) => word !== ''));
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
      const options = readOptions(args);
      if (options === undefined) return notUnderstood(args);
      return apply(linkTo(areaNamed(draft.enterOspf(args.at), id), args), options, args);
    },
  ),
  statement(
    'ospf',
    'ospfd',
    'no area {area:area} virtual-link {router:ip} [{options:line}]',
    (draft, args): StatementProblem | undefined => {
      const area = areaNamed(draft.enterOspf(args.at), args.area('area'));
      const link = area.virtualLinks.find(({ neighborId }) => neighborId === args.address('router'));
      const options = readOptions(args);
      if (options === undefined) return notUnderstood(args);
      if (link === undefined) return undefined;
      if (args.has('options')) return takeBack(link, options);
      area.virtualLinks = area.virtualLinks.filter((other) => other !== link);
      return undefined;
    },
  ),
];
