// Key chains and what binds an interface to one. FRR 10: lib/keychain_cli.c, ospfd/ospf_vty.c; ospfd 8.4 knows neither.

import { frrKeyAlgorithms, type FrrKeyAlgorithm } from './frr-config.ts';
import type { FrrDraft, KeyChainDraft } from './frr-draft.ts';
import { statement, unsupportedStatement, type FrrStatement } from './statement.ts';

type KeyDraft = KeyChainDraft['keys'][number];

/** Writes into the key whose block is open. */
function inKey(pattern: string, write: (key: KeyDraft, value: string) => void): FrrStatement {
  return statement('keyChainKey', 'any', pattern, (draft, args) => {
    const key = draft.keyChain?.keys.find(({ keyId }) => keyId === draft.keyOfChain);
    if (key !== undefined) write(key, args.optionalText('value') ?? '');
  });
}

function enterKey(draft: FrrDraft, keyId: number): void {
  const keys = draft.keyChain?.keys;
  draft.keyOfChain = keyId;
  if (keys === undefined || keys.some((key) => key.keyId === keyId)) return;
  keys.push({ keyId, secret: undefined, algorithm: undefined });
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
    'key {keyId:0-255}',
    (draft, args) => void enterKey(draft, args.number('keyId')),
    'keyChainKey',
  ),
  statement('keyChain', 'any', 'no key {keyId:0-255}', (draft, args) => {
    const chain = draft.keyChain;
    if (chain !== undefined) chain.keys = chain.keys.filter(({ keyId }) => keyId !== args.number('keyId'));
  }),
  inKey('key-string {value:word}', (key, value) => void (key.secret = value)),
  inKey('no key-string [{rest:line}]', (key) => void (key.secret = undefined)),
  inKey(
    `cryptographic-algorithm {value:${frrKeyAlgorithms.join('|')}}`,
    (key, value) => void (key.algorithm = value as FrrKeyAlgorithm),
  ),
  inKey('no cryptographic-algorithm [{rest:line}]', (key) => void (key.algorithm = undefined)),
  ...['accept-lifetime', 'send-lifetime'].map((word) =>
    unsupportedStatement('keyChainKey', 'any', `${word} {rest:line}`, 'keys are valid all the time'),
  ),
];

export const keyChainStatements: readonly FrrStatement[] = [
  ...chains,
  statement('interface', 'ospfd', 'ip ospf authentication key-chain {name:word}', (draft, args) => {
    draft.interface.ospf.authentication = 'keyChain';
    draft.interface.ospf.keyChain = args.text('name');
  }),
];
