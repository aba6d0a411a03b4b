// `check: neighbor`: what `show ip ospf neighbor` of a node says about a neighbour at an instant.

import { formatIpv4Address, type Ipv4Address } from '@ospflab/net';
import { toSeconds, type Instant } from '@ospflab/sim';
import { addressField } from '../schema/addresses.ts';
import { textField } from '../schema/field.ts';
import { nodeField } from '../schema/names.ts';
import { instantField } from '../schema/quantities.ts';
import { defineExpectation } from './expectation-row.ts';

export interface NeighborExpectation {
  readonly kind: 'neighbor';
  /** Undefined: at the end of the run. */
  readonly at: Instant | undefined;
  readonly node: string;
  /** The neighbour's router id. */
  readonly neighbor: Ipv4Address;
  /** `Full/DR`, `2-Way/DROther`, or only the part before the slash; `absent` when it must not be listed. */
  readonly state: string;
}

const stateRule =
  /^(absent|(Down|Attempt|Init|2-Way|ExStart|Exchange|Loading|Full)(\/(DR|Backup|DROther|-))?)$/;

const stateField = textField(
  {
    expected: 'a neighbour state',
    remedy: 'write it as vtysh shows it, as in Full/DR, 2-Way/DROther or Full, or write absent',
    json: { type: 'string', pattern: stateRule.source },
  },
  (text) => (stateRule.test(text) ? text : undefined),
);

export const neighborExpectation = defineExpectation({
  kind: 'neighbor',
  about: 'what `show ip ospf neighbor` says about a neighbour',
  fields: {
    at: instantField('When to look; the end of the run if left out.').optional(),
    node: nodeField,
    neighbor: addressField('Router id of the neighbour.'),
    state: stateField,
  },
  toExpectation: ({ at, node, neighbor, state }): NeighborExpectation => ({
    kind: 'neighbor',
    at,
    node,
    neighbor,
    state,
  }),
  describe: ({ at, node, neighbor, state }) => {
    const when = at === undefined ? 'at the end' : `at ${toSeconds(at)} s`;
    return `${when} ${node} sees neighbour ${formatIpv4Address(neighbor)} as ${state}`;
  },
});
