// Statements inside `interface NAME`: addresses for zebra, `ip ospf …` for ospfd.

import { parseIpv4Address } from '@ospflab/net';
import type { FrrAuthenticationMode, FrrNetworkType } from './frr-config.ts';
import { addDigestKey, longestDigestKey } from './digest-keys.ts';
import type { FrrDraft, InterfaceOspfDraft } from './frr-draft.ts';
import {
  irrelevantStatement,
  statement,
  unsupportedStatement,
  type FrrStatement,
  type StatementArguments,
  type StatementProblem,
} from './statement.ts';

/** `ip ospf <words> <argument> [A.B.C.D]` and its `no` form. A value for one address of an interface is not simulated. */
function setting(
  words: string,
  argument: string,
  set: (ospf: InterfaceOspfDraft, args: StatementArguments) => StatementProblem | undefined,
  unset: (ospf: InterfaceOspfDraft) => undefined,
): FrrStatement[] {
  const apply = (draft: FrrDraft, args: StatementArguments): StatementProblem | undefined => {
    if (!args.has('forAddress')) return set(draft.interface.ospf, args);
    return {
      severity: 'unsupported',
      at: args.place('forAddress'),
      message: `'${args.text('forAddress')}': a value for one address of an interface is not simulated`,
      remedy: 'leave the address out, so that the value holds for the interface',
    };
  };
  return [
    statement('interface', 'ospfd', `ip ospf ${words} ${argument} [{forAddress:ip}]`, apply),
    statement('interface', 'ospfd', `no ip ospf ${words} [{rest:line}]`, (draft) =>
      unset(draft.interface.ospf),
    ),
  ];
}

function timers(): FrrStatement[] {
  return [
    statement(
      'interface',
      'ospfd',
      'ip ospf dead-interval minimal hello-multiplier {multiplier:2-20}',
      (draft, args) => {
        draft.interface.ospf.deadInterval = 1;
        draft.interface.ospf.helloMultiplier = args.number('multiplier');
      },
    ),
    ...setting(
      'dead-interval',
      '{seconds:1-65535}',
      (ospf, args) => {
        ospf.deadInterval = args.number('seconds');
        ospf.helloMultiplier = undefined;
      },
      (ospf) => {
        ospf.deadInterval = undefined;
        ospf.helloMultiplier = undefined;
      },
    ),
    ...setting(
      'hello-interval',
      '{seconds:1-65535}',
      (ospf, args) => void (ospf.helloInterval = args.number('seconds')),
      (ospf) => void (ospf.helloInterval = undefined),
    ),
    ...setting(
      'retransmit-interval',
      '{seconds:1-65535}',
      (ospf, args) => void (ospf.retransmitInterval = args.number('seconds')),
      (ospf) => void (ospf.retransmitInterval = undefined),
    ),
    ...setting(
      'transmit-delay',
      '{seconds:1-65535}',
      (ospf, args) => void (ospf.transmitDelay = args.number('seconds')),
      (ospf) => void (ospf.transmitDelay = undefined),
    ),
  ];
}

function authentication(): FrrStatement[] {
  const mode = (value: FrrAuthenticationMode) => (draft: FrrDraft) =>
    void (draft.interface.ospf.authentication = value);
  return [
    statement('interface', 'ospfd', 'ip ospf authentication', mode('simple')),
    statement('interface', 'ospfd', 'ip ospf authentication message-digest', mode('messageDigest')),
    statement('interface', 'ospfd', 'ip ospf authentication null', mode('none')),
    statement('interface', 'ospfd', 'no ip ospf authentication [{rest:line}]', (draft) => {
      draft.interface.ospf.authentication = undefined;
    }),
    ...setting(
      'authentication-key',
      '{key:word}',
      (ospf, args) => {
        ospf.authenticationKey = args.text('key');
        return tooLong(args, 'key', 8);
      },
      (ospf) => void (ospf.authenticationKey = undefined),
    ),
    statement(
      'interface',
      'ospfd',
      'ip ospf message-digest-key {keyId:1-255} md5 {key:word}',
      (draft, args) => {
        const key = { keyId: args.number('keyId'), key: args.text('key'), at: args.at };
        return addDigestKey(draft.interface.ospf, key) ?? tooLong(args, 'key', longestDigestKey);
      },
    ),
    statement(
      'interface',
      'ospfd',
      'no ip ospf message-digest-key {keyId:1-255} [{rest:line}]',
      (draft, args) => {
        const ospf = draft.interface.ospf;
        ospf.messageDigestKeys = ospf.messageDigestKeys.filter((key) => key.keyId !== args.number('keyId'));
      },
    ),
  ];
}

function tooLong(args: StatementArguments, name: string, lengthMax: number): StatementProblem | undefined {
  const length = args.text(name).length;
  if (length <= lengthMax) return undefined;
  return {
    severity: 'warning',
    at: args.place(name),
    message: `the key has ${length} characters and only the first ${lengthMax} are used`,
    remedy: `use a key of at most ${lengthMax} characters`,
  };
}

function addresses(): FrrStatement[] {
  return [
    statement('interface', 'zebra', 'ip address {address:prefix} [label {label:word}]', (draft, args) => {
      const [address = '', length = ''] = args.text('address').split('/');
      draft.interface.addresses.push({
        address: parseIpv4Address(address) ?? args.prefix('address').address,
        length: Number(length),
        label: args.optionalText('label'),
        at: args.place('address'),
      });
    }),
    statement('interface', 'zebra', 'no ip address {address:prefix} [{rest:line}]', (draft, args) => {
      const [address = '', length = ''] = args.text('address').split('/');
      const parsed = parseIpv4Address(address);
      draft.interface.addresses = draft.interface.addresses.filter(
        (entry) => entry.address !== parsed || entry.length !== Number(length),
      );
    }),
  ];
}

function linkSettings(): FrrStatement[] {
  return [
    statement('interface', 'any', 'description {text:line}', (draft, args) => {
      draft.interface.description = args.line('text');
    }),
    statement('interface', 'zebra', 'shutdown', (draft) => void (draft.interface.shutdown = true)),
    statement('interface', 'zebra', 'no shutdown', (draft) => void (draft.interface.shutdown = false)),
    statement('interface', 'zebra', 'bandwidth {bandwidth:1-10000000}', (draft, args) => {
      // Quagga counts kbit/s here, FRR since its first release Mbit/s.
      const written = args.number('bandwidth');
      draft.interface.bandwidthMbps = args.dialect === 'quagga' ? written / 1000 : written;
    }),
    statement('interface', 'zebra', 'no bandwidth [{rest:line}]', (draft) => {
      draft.interface.bandwidthMbps = undefined;
    }),
    irrelevantStatement('interface', 'link-detect'),
    irrelevantStatement('interface', 'no link-detect'),
    irrelevantStatement('interface', 'multicast'),
    irrelevantStatement('interface', 'ipv6 {rest:line}'),
    irrelevantStatement('interface', 'no ipv6 {rest:line}'),
  ];
}

/** FRR: ospfd/ospf_vty.c, ip_ospf_area, 8.4: refused once there is a `network` statement. Not so in Quagga. */
function setArea(draft: FrrDraft, args: StatementArguments): StatementProblem | undefined {
  if ((draft.ospf?.networks.length ?? 0) > 0 && args.dialect === 'frr') {
    return {
      severity: 'warning',
      at: args.at,
      message: "FRR refuses 'ip ospf area' once there is a 'network' statement, so this line has no effect",
      remedy: "put the interface into its area by 'network', or remove all 'network' statements",
    };
  }
  draft.interface.ospf.area = args.area('area');
  draft.interface.ospf.areaAt = args.at;
  return undefined;
}

function ospfSettings(): FrrStatement[] {
  return [
    statement('interface', 'ospfd', 'ip ospf area {area:area} [{forAddress:ip}]', setArea),
    statement('interface', 'ospfd', 'no ip ospf area [{rest:line}]', (draft) => {
      draft.interface.ospf.area = undefined;
      draft.interface.ospf.areaAt = undefined;
    }),
    ...setting(
      'cost',
      '{cost:1-65535}',
      (ospf, args) => void (ospf.cost = args.number('cost')),
      (ospf) => void (ospf.cost = undefined),
    ),
    ...setting(
      'priority',
      '{priority:0-255}',
      (ospf, args) => void (ospf.priority = args.number('priority')),
      (ospf) => void (ospf.priority = undefined),
    ),
    statement(
      'interface',
      'ospfd',
      'ip ospf network {type:broadcast|non-broadcast|point-to-multipoint|point-to-point}',
      (draft, args) => void (draft.interface.ospf.networkType = args.text('type') as FrrNetworkType),
    ),
    statement('interface', 'ospfd', 'no ip ospf network [{rest:line}]', (draft) => {
      draft.interface.ospf.networkType = undefined;
    }),
    statement(
      'interface',
      'ospfd',
      'ip ospf mtu-ignore',
      (draft) => void (draft.interface.ospf.mtuIgnore = true),
    ),
    statement(
      'interface',
      'ospfd',
      'no ip ospf mtu-ignore',
      (draft) => void (draft.interface.ospf.mtuIgnore = false),
    ),
    statement('interface', 'ospfd', 'ip ospf passive', (draft) => void (draft.interface.ospf.passive = true)),
    statement(
      'interface',
      'ospfd',
      'no ip ospf passive',
      (draft) => void (draft.interface.ospf.passive = false),
    ),
    unsupportedStatement(
      'interface',
      'ospfd',
      'ip ospf graceful-restart {rest:line}',
      'graceful restart is not simulated',
    ),
  ];
}

export const interfaceStatements: readonly FrrStatement[] = [
  ...addresses(),
  ...linkSettings(),
  ...ospfSettings(),
  ...timers(),
  ...authentication(),
];
