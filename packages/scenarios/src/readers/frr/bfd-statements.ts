// The `bfd` block with its profiles, and what binds an interface to them. FRR 8.4: bfdd/bfdd_cli.c, ospfd/ospf_bfd.c.

import type { BfdProfileDraft, FrrDraft } from './frr-draft.ts';
import { irrelevantStatement, statement, unsupportedStatement, type FrrStatement } from './statement.ts';

/** What a profile and a peer can both say. */
type BfdSettingsDraft = Pick<
  BfdProfileDraft,
  'detectMultiplier' | 'receiveMs' | 'transmitMs' | 'passive' | 'shutdown'
>;

function settingStatements(
  context: 'bfdProfile' | 'bfdPeer',
  open: (draft: FrrDraft) => BfdSettingsDraft | undefined,
): readonly FrrStatement[] {
  const setting = (
    pattern: string,
    write: (settings: BfdSettingsDraft, value: number) => void,
  ): FrrStatement =>
    statement(context, 'any', pattern, (draft, args) => {
      const settings = open(draft);
      if (settings !== undefined) write(settings, args.optionalNumber('value') ?? 0);
    });
  const unsupported = (pattern: string, why: string): FrrStatement =>
    unsupportedStatement(context, 'any', pattern, why);
  return [
    setting('detect-multiplier {value:2-255}', (settings, value) => void (settings.detectMultiplier = value)),
    setting('receive-interval {value:10-60000}', (settings, value) => void (settings.receiveMs = value)),
    setting('transmit-interval {value:10-60000}', (settings, value) => void (settings.transmitMs = value)),
    setting('passive-mode', (settings) => void (settings.passive = true)),
    setting('no passive-mode', (settings) => void (settings.passive = false)),
    setting('shutdown', (settings) => void (settings.shutdown = true)),
    setting('no shutdown', (settings) => void (settings.shutdown = false)),
    irrelevantStatement(context, 'no echo-mode'),
    unsupported('echo-mode', 'BFD echo is not simulated'),
    unsupported('echo {rest:line}', 'BFD echo is not simulated'),
    unsupported('minimum-ttl {value:1-254}', 'BFD over several hops is not simulated'),
  ];
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
  ...settingStatements('bfdProfile', (draft) => draft.bfdProfile),
];

const peers: readonly FrrStatement[] = [
  statement(
    'bfd',
    'any',
    'peer {address:ip} [local-address {local:ip}] [interface {interface:word}] [vrf default]',
    (draft, args) => {
      const local = args.has('local') ? args.address('local') : undefined;
      draft.enterBfdPeer(args.address('address'), local, args.optionalText('interface'), args.at);
    },
    'bfdPeer',
  ),
  statement('bfd', 'any', 'no peer {address:ip} [{rest:line}]', (draft, args) => {
    draft.bfdPeers = draft.bfdPeers.filter(({ address }) => address !== args.address('address'));
  }),
  unsupportedStatement(
    'bfd',
    'any',
    'peer {address:ip} multihop {rest:line}',
    'BFD over several hops is not simulated',
    'foreign',
  ),
  statement('bfdPeer', 'any', 'profile {name:word}', (draft, args) => {
    if (draft.bfdPeer !== undefined) draft.bfdPeer.profile = args.text('name');
  }),
  statement('bfdPeer', 'any', 'no profile [{name:word}]', (draft) => {
    if (draft.bfdPeer !== undefined) draft.bfdPeer.profile = undefined;
  }),
  ...settingStatements('bfdPeer', (draft) => draft.bfdPeer),
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

export const bfdStatements: readonly FrrStatement[] = [...profiles, ...peers, ...onInterfaces];
