// Statements at the outermost level: the ones that open blocks, host settings, static routes, and what has no influence here.

import { lengthOfMask, prefixOf, type Ipv4Prefix } from '@ospflab/net';
import type { FrrDraft } from './frr-draft.ts';
import {
  irrelevantStatement,
  statement,
  unsupportedStatement,
  type FrrStatement,
  type StatementArguments,
  type StatementProblem,
} from './statement.ts';

function openingBlocks(): FrrStatement[] {
  return [
    statement(
      'top',
      'any',
      'interface {name:word}',
      (draft, args) => void draft.enterInterface(args.text('name'), args.at),
      'interface',
    ),
    statement(
      'top',
      'any',
      'no interface {name:word}',
      (draft, args) => void draft.removeInterface(args.text('name')),
    ),
    statement('top', 'ospfd', 'router ospf', (draft, args) => void draft.enterOspf(args.at), 'ospf'),
    statement('top', 'ospfd', 'no router ospf', (draft) => void (draft.ospf = undefined)),
    unsupportedStatement(
      'top',
      'any',
      'interface {name:word} vrf {rest:line}',
      'VRFs are not simulated',
      'foreign',
    ),
    unsupportedStatement(
      'top',
      'ospfd',
      'router ospf {instance:line}',
      'one OSPF instance in the default VRF is simulated',
      'foreign',
    ),
    unsupportedStatement(
      'top',
      'any',
      'router {protocol:line}',
      'OSPFv2 is the only protocol simulated',
      'foreign',
    ),
    unsupportedStatement('top', 'any', 'vrf {name:word}', 'VRFs are not simulated', 'foreign'),
    irrelevantStatement('top', 'line vty', 'line'),
    irrelevantStatement('line', 'access-class {rest:line}'),
    irrelevantStatement('line', 'exec-timeout {rest:line}'),
    irrelevantStatement('line', 'login'),
    irrelevantStatement('line', 'no login'),
  ];
}

function addStaticRoute(draft: FrrDraft, args: StatementArguments): StatementProblem | undefined {
  let prefix: Ipv4Prefix;
  if (args.has('prefix')) prefix = args.prefix('prefix');
  else {
    const length = lengthOfMask(args.address('mask'));
    if (length === undefined) {
      return {
        severity: 'error',
        at: args.place('mask'),
        message: `'${args.text('mask')}' is not a mask, expected one bits followed by zero bits`,
        remedy: 'write the destination as a.b.c.d/n',
      };
    }
    prefix = prefixOf(args.address('address'), length);
  }
  const device = args.optionalText('interface');
  const blackhole = args.has('blackhole') || device === 'Null0';
  draft.staticRoutes.push({
    prefix,
    via: args.has('via') ? args.address('via') : undefined,
    interface: blackhole ? undefined : device,
    blackhole,
    distance: args.optionalNumber('distance') ?? 1,
    tag: args.optionalNumber('tag') ?? 0,
    at: args.at,
  });
  return undefined;
}

function staticRoutes(): FrrStatement[] {
  const distance = '[tag {tag:1-4294967295}] [{distance:1-255}]';
  return ['{prefix:prefix}', '{address:ip} {mask:ip}'].flatMap((target) => [
    statement('top', 'zebra', `ip route ${target} {blackhole:blackhole|reject} ${distance}`, addStaticRoute),
    statement('top', 'zebra', `ip route ${target} {via:ip} ${distance}`, addStaticRoute),
    statement('top', 'zebra', `ip route ${target} {via:ip} {interface:word} ${distance}`, addStaticRoute),
    statement('top', 'zebra', `ip route ${target} {interface:word} ${distance}`, addStaticRoute),
  ]);
}

function withoutInfluence(): FrrStatement[] {
  return [
    'password {text:word}',
    'password 8 {text:word}',
    'enable password {text:word}',
    'enable password 8 {text:word}',
    'log file {path:word} [{level:word}]',
    'log stdout [{level:word}]',
    'log syslog [{level:word}]',
    'log monitor [{level:word}]',
    'log facility {name:word}',
    'log timestamp precision {digits:0-6}',
    'log record-priority',
    'log commands',
    'no log {rest:line}',
    'service password-encryption',
    'service integrated-vtysh-config',
    'no service integrated-vtysh-config',
    'service advanced-vty',
    'service terminal-length {lines:0-512}',
    'banner {text:line}',
    'username {text:line}',
    'debug {text:line}',
    'frr version {version:word}',
    'frr defaults {name:traditional|datacenter}',
    'ipv6 forwarding',
    'no ipv6 forwarding',
    'agentx',
  ].map((pattern) => irrelevantStatement('top', pattern));
}

export const topStatements: readonly FrrStatement[] = [
  ...openingBlocks(),
  statement('top', 'any', 'hostname {name:word}', (draft, args) => void (draft.hostname = args.text('name'))),
  statement('top', 'any', 'no hostname [{rest:line}]', (draft) => void (draft.hostname = undefined)),
  statement('top', 'zebra', 'ip router-id {routerId:ip}', (draft, args) => {
    draft.routerId = args.address('routerId');
  }),
  statement('top', 'zebra', 'router-id {routerId:ip}', (draft, args) => {
    draft.routerId = args.address('routerId');
  }),
  statement('top', 'zebra', 'ip forwarding', (draft) => void (draft.ipForwarding = true)),
  statement('top', 'zebra', 'no ip forwarding', (draft) => void (draft.ipForwarding = false)),
  statement('top', 'zebra', 'zebra nexthop kernel enable', (draft) => void (draft.nextHopGroups = true)),
  statement('top', 'zebra', 'no zebra nexthop kernel enable', (draft) => void (draft.nextHopGroups = false)),
  ...staticRoutes(),
  ...withoutInfluence(),
];
