// Key chains and what binds an interface to one. FRR 10: lib/keychain_cli.c, ospfd/ospf_vty.c; ospfd 8.4 knows neither.

import { frrKeyAlgorithms, type FrrKeyAlgorithm } from './frr-config.ts';
import type { Position } from '../diagnostic.ts';
import type { FrrDraft, KeyChainDraft } from './frr-draft.ts';
import { keyLifetimeOf, keyLifetimePatterns, keyLifetimeProblem } from './key-lifetime.ts';
import { statement, type FrrStatement, type StatementArguments, type StatementProblem } from './statement.ts';

type KeyDraft = KeyChainDraft['keys'][number];

/** Writes into the key whose block is open. */
function inKey(
  pattern: string,
  write: (key: KeyDraft, args: StatementArguments) => StatementProblem | undefined,
): FrrStatement {
  return statement('keyChainKey', 'any', pattern, (draft, args) => {
    const key = draft.keyChain?.keys.find(({ keyId }) => keyId === draft.keyOfChain);
    return key === undefined ? undefined : write(key, args);
  });
}

function enterKey(draft: FrrDraft, keyId: number, at: Position): void {
  const keys = draft.keyChain?.keys;
  draft.keyOfChain = keyId;
  if (keys === undefined || keys.some((key) => key.keyId === keyId)) return;
  keys.push({ at, keyId, secret: undefined, algorithm: undefined, accepts: undefined, sends: undefined });
}

function lifetime(words: string, which: 'accepts' | 'sends'): readonly FrrStatement[] {
  return [
    ...keyLifetimePatterns.map((pattern) =>
      inKey(`${words} ${pattern}`, (key, args) => {
        const written = keyLifetimeOf(args);
        const problem = keyLifetimeProblem(args, written);
        if (problem?.severity !== 'error') key[which] = written;
        return problem;
      }),
    ),
    inKey(`no ${words}`, (key) => void (key[which] = undefined)),
  ];
}

const chains: readonly FrrStatement[] = [
  statement(
    'top',
    'any',
    'key chain {name:word}',
    (draft, args) => void draft.enterKeyChain(args.text('name')),
    'keyChain',
  ),
  statement('top', 'any', 'no key chain {name:word}', (draft, args) => {
    draft.keyChains = draft.keyChains.filter(({ name }) => name !== args.text('name'));
  }),
  statement(
    'keyChain',
    'any',
    'key {keyId:0-2147483647}',
    (draft, args) => void enterKey(draft, args.number('keyId'), args.at),
    'keyChainKey',
  ),
  statement('keyChain', 'any', 'no key {keyId:0-2147483647}', (draft, args) => {
    const chain = draft.keyChain;
    if (chain !== undefined) chain.keys = chain.keys.filter(({ keyId }) => keyId !== args.number('keyId'));
  }),
  inKey('key-string {value:word}', (key, args) => void (key.secret = args.text('value'))),
  inKey('no key-string [{rest:line}]', (key) => void (key.secret = undefined)),
  inKey(
    `cryptographic-algorithm {value:${frrKeyAlgorithms.join('|')}}`,
    (key, args) => void (key.algorithm = args.text('value') as FrrKeyAlgorithm),
  ),
  inKey('no cryptographic-algorithm [{rest:line}]', (key) => void (key.algorithm = undefined)),
  ...lifetime('accept-lifetime', 'accepts'),
  ...lifetime('send-lifetime', 'sends'),
];

export const keyChainStatements: readonly FrrStatement[] = [
  ...chains,
  statement('interface', 'ospfd', 'ip ospf authentication key-chain {name:word}', (draft, args) => {
    draft.interface.ospf.authentication = 'keyChain';
    draft.interface.ospf.keyChain = { name: args.text('name'), at: args.place('name') };
  }),
];
