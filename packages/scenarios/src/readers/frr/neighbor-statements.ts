// `neighbor A.B.C.D` inside `router ospf`: who is there on networks without multicast.

import { inOspf } from './in-ospf.ts';
import type { OspfDraft } from './frr-draft.ts';
import type { FrrStatement, StatementArguments } from './statement.ts';

function setNeighbor(ospf: OspfDraft, args: StatementArguments): undefined {
  const address = args.address('address');
  ospf.neighbors = [
    ...ospf.neighbors.filter((other) => other.address !== address),
    {
      address,
      priority: args.optionalNumber('priority'),
      pollSeconds: args.optionalNumber('poll'),
      at: args.place('address'),
    },
  ];
}

export const neighborStatements: readonly FrrStatement[] = [
  inOspf(
    'neighbor {address:ip} [priority {priority:0-255}] [poll-interval {poll:1-65535}]',
    (ospf, args) => void setNeighbor(ospf, args),
  ),
  inOspf(
    'neighbor {address:ip} poll-interval {poll:1-65535} [priority {priority:0-255}]',
    (ospf, args) => void setNeighbor(ospf, args),
  ),
  inOspf('no neighbor {address:ip} [{rest:line}]', (ospf, args) => {
    ospf.neighbors = ospf.neighbors.filter((other) => other.address !== args.address('address'));
  }),
];
