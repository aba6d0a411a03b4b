// Checksums of the LSAs that FRR holds, beside those of the simulation's bodies under FRR's sequence numbers. Left out are the types that
// the start of a daemon leaves its marks on: where the loopback stands among links, and the options of first summaries.

import { ipv4 } from '@ospflab/net';
import { lsaKeyOf, lsTypes, makeLsa, sequenceNumberFromWire } from '@ospflab/ospf-core';
import { lsasIn, type LsaFields } from './lab-facts.ts';
import type { PredictedRouter } from './predicted-lab.ts';

const types = [
  ['network', lsTypes.network],
  ['asbr-summary', lsTypes.summaryAsbr],
  ['external', lsTypes.asExternal],
  ['nssa-external', lsTypes.nssaExternal],
] as const;

export const checksumCommands: readonly string[] = types.map(
  ([word]) => `show ip ospf database ${word} json`,
);

export interface Checksums {
  readonly found: readonly string[];
  readonly expected: readonly string[];
}

/** `answers`: FRR's to `checksumCommands`. */
export function labChecksums(answers: readonly string[], router: PredictedRouter): Checksums {
  const found: string[] = [];
  const expected: string[] = [];
  answers.forEach((answer, index) => {
    const [word, type] = types[index]!;
    for (const lsa of lsasIn(answer)) {
      const name = `${word} ${lsa.linkStateId} by ${lsa.advertisingRouter}`;
      found.push(`${name} ${lsa.checksum}`);
      expected.push(`${name} ${predictedChecksum(router, type, lsa)}`);
    }
  });
  return { found, expected };
}

function predictedChecksum({ view }: PredictedRouter, lsType: number, fields: LsaFields): string {
  const key = lsaKeyOf(lsType, ipv4(fields.linkStateId), ipv4(fields.advertisingRouter));
  const inArea = view.areas.find(({ areaId }) => (areaId as number) === ipv4(fields.area || '0.0.0.0'));
  const held = (fields.area === '' ? view.externalLsas : (inArea?.lsas ?? [])).find(
    ({ lsa }) => lsa.key === key,
  );
  if (held === undefined) return 'is not held';
  const { type, options, linkStateId, advertisingRouter, body } = held.lsa;
  const sequence = sequenceNumberFromWire(Number.parseInt(fields.lsaSeqNumber, 16));
  return makeLsa({ type, options, linkStateId, advertisingRouter, sequence, body }).checksum.toString(16);
}
