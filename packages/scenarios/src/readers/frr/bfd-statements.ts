// The `bfd` block with its profiles, and what binds an interface to them. FRR 8.4: bfdd/bfdd_cli.c, ospfd/ospf_bfd.c.

import type { BfdProfileDraft, FrrDraft } from './frr-draft.ts';
import { irrelevantStatement, statement, unsupportedStatement, type FrrStatement } from './statement.ts';

function profileStatement(
  pattern: string,
  write: (profile: BfdProfileDraft, value: number) => void,
): FrrStatement {
  return statement('bfdProfile', 'any', pattern, (draft, args) => {
    if (draft.bfdProfile !== undefined) write(draft.bfdProfile, args.optionalNumber('value') ?? 0);
  });
}

const profiles: readonly FrrStatement[] = [
  statement('top', 'any', 'bfd', () => undefined, 'bfd'),
  statement(
    'bfd',
    'any',
    'profile {name:word}',
    (draft, args) => void draft.enterBfdProfile(args.text('name'), args.at),
    'bfdProfile',
  ),
  statement('bfd', 'any', 'no profile {name:word}', (draft, args) => {
    draft.bfdProfiles = draft.bfdProfiles.filter(({ name }) => name !== args.text('name'));
  }),
  profileStatement(
    'detect-multiplier {value:2-255}',
    (profile, value) => void (profile.detectMultiplier = value),
  ),
  profileStatement('receive-interval {value:10-60000}', (profile, value) => void (profile.receiveMs = value)),
  profileStatement(
    'transmit-interval {value:10-60000}',
    (profile, value) => void (profile.transmitMs = value),
  ),
  profileStatement('passive-mode', (profile) => void (profile.passive = true)),
  profileStatement('no passive-mode', (profile) => void (profile.passive = false)),
  profileStatement('shutdown', (profile) => void (profile.shutdown = true)),
  profileStatement('no shutdown', (profile) => void (profile.shutdown = false)),
  irrelevantStatement('bfdProfile', 'no echo-mode'),
  unsupportedStatement('bfdProfile', 'any', 'echo-mode', 'BFD echo is not simulated'),
  unsupportedStatement('bfdProfile', 'any', 'echo {rest:line}', 'BFD echo is not simulated'),
  unsupportedStatement(
    'bfdProfile',
    'any',
    'minimum-ttl {value:1-254}',
    'BFD over several hops is not simulated',
  ),
  unsupportedStatement(
    'bfd',
    'any',
    'peer {rest:line}',
    'BFD watches the neighbours of OSPF only',
    'foreign',
  ),
];

/** What ospfd answers to the finer settings of an interface without the plain line before them. */
function needsPlainLine(draft: FrrDraft): boolean {
  return draft.interface.ospf.bfd === undefined;
}

const onInterfaces: readonly FrrStatement[] = [
  statement('interface', 'ospfd', 'ip ospf bfd', (draft) => {
    draft.interface.ospf.bfd ??= { detectMultiplier: 3, receiveMs: 300, transmitMs: 300, profile: undefined };
  }),
  statement('interface', 'ospfd', 'no ip ospf bfd', (draft) => void (draft.interface.ospf.bfd = undefined)),
  statement(
    'interface',
    'ospfd',
    'ip ospf bfd {multiplier:2-255} {receive:50-60000} {transmit:50-60000}',
    (draft, args) => {
      draft.interface.ospf.bfd = {
        detectMultiplier: args.number('multiplier'),
        receiveMs: args.number('receive'),
        transmitMs: args.number('transmit'),
        profile: draft.interface.ospf.bfd?.profile,
      };
    },
  ),
  statement('interface', 'ospfd', 'ip ospf bfd profile {name:word}', (draft, args) => {
    if (needsPlainLine(draft)) {
      return {
        severity: 'warning',
        at: args.at,
        message: 'ospfd skips the profile: `ip ospf bfd has not been set`',
        remedy: 'put the line `ip ospf bfd` before it',
      };
    }
    draft.interface.ospf.bfd = {
      ...draft.interface.ospf.bfd!,
      profile: { name: args.text('name'), at: args.place('name') },
    };
    return undefined;
  }),
  statement('interface', 'ospfd', 'no ip ospf bfd profile [{name:word}]', (draft) => {
    if (!needsPlainLine(draft))
      draft.interface.ospf.bfd = { ...draft.interface.ospf.bfd!, profile: undefined };
  }),
];

export const bfdStatements: readonly FrrStatement[] = [...profiles, ...onInterfaces];
