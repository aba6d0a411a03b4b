// Grace-LSAs made up by hand, and what a helper of live FRR 8.4.4 made of each.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import {
  makeLsa,
  renderOspfShow,
  type LinkStateId,
  type OspfHelperConfig,
  type RouterId,
  type SequenceNumber,
} from '@ospflab/ospf-core';
import { idA, pretendFromA, runningPair, updateOf, type Pair } from '../pair.ts';

interface Recorded {
  readonly name: string;
  readonly age: number;
  /** Of the LSA, in hexadecimal digits. */
  readonly body: string;
  readonly helper: {
    readonly everybody?: boolean;
    readonly plannedOnly?: boolean;
    readonly routers?: readonly string[];
    readonly supportedSeconds?: number;
  };
  readonly helps: boolean;
  readonly received?: number;
  readonly actual?: number;
  readonly reason?: string;
  /** Absent also where FRR still showed the reason of an earlier refusal. */
  readonly rejected?: string;
}

const path = fileURLToPath(new URL('../fixtures/grace-lsas.json', import.meta.url));
const recordings = JSON.parse(readFileSync(path, 'utf8')) as readonly Recorded[];

/** FRR takes a reason that is missing for unknown, and nothing from an LSA with a TLV that it does not know or a period above 1800 s. */
const differences = ['no reason', 'reason of four bytes', 'unknown tlv', 'period 2000'];

function heardBy({ age, body, helper }: Recorded): Pair {
  const gracefulRestartHelper: OspfHelperConfig = {
    everybody: helper.everybody ?? true,
    routers: (helper.routers ?? []).map((router) => ipv4(router) as number as RouterId),
    strictLsaChecking: true,
    supportedGracePeriod: seconds(helper.supportedSeconds ?? 1800),
    plannedOnly: helper.plannedOnly ?? false,
  };
  const pair = runningPair({ router: { opaqueCapable: true, gracefulRestartHelper } });
  const lsa = makeLsa({
    type: 9,
    options: 0x42,
    linkStateId: 0x03000000 as LinkStateId,
    advertisingRouter: idA,
    sequence: -0x7fffffff as SequenceNumber,
    body: { kind: 'uninterpreted', bytes: Uint8Array.from(Buffer.from(body, 'hex')) },
  });
  pretendFromA(pair, updateOf({ lsa, ageSeconds: age }));
  return pair;
}

function shown({ network, b }: Pair, command: string): string {
  return renderOspfShow(b.router.view(network.now), command) ?? '';
}

describe('a grace-LSA with', () => {
  it.each(recordings.filter(({ name }) => !differences.includes(name)))('$name', (recorded) => {
    const pair = heardBy(recorded);
    const text = shown(pair, 'show ip ospf graceful-restart helper detail');
    expect(text.includes('Neighbour 1 :')).toBe(recorded.helps);
    if (recorded.helps) {
      expect(text).toContain(`Received Grace period : ${recorded.received}(`);
      expect(text).toContain(`Actual Grace period : ${recorded.actual}(`);
      expect(text).toContain(`Graceful Restart reason: ${recorded.reason}.`);
    } else if (recorded.rejected !== undefined) {
      const details = shown(pair, 'show ip ospf neighbor detail');
      expect(details).toContain(`Helper rejected reason: ${recorded.rejected}.`);
    }
  });

  it.each(recordings.filter(({ name }) => differences.includes(name)))(
    '$name is known to be taken otherwise',
    (recorded) => {
      const text = shown(heardBy(recorded), 'show ip ospf graceful-restart helper detail');
      expect(text.includes('Neighbour 1 :')).toBe(!recorded.helps);
    },
  );
});
