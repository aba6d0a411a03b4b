// Show commands in the dialect of FRR 10 against the recorded outputs of FRR 10.3 on the tutorial's LAN. It was recorded at another moment
// than the views stand for, so numbers other than addresses are masked; what ospflab does not know is taken out of the recording.

import { ospfShowCommands, renderOspfShow, type OspfView } from '@ospflab/ospf-core';
import { describe, expect, it } from 'vitest';
import { readRecordedOutputs, settledDirectorView, settledRouterView } from '../recorded-tutorial.ts';

/** Columns are as wide as their numbers, so spaces between numbers become one. */
function masked(text: string): string {
  return text
    .replace(/"(checksum|lsaSeqNumber|sequenceNumber)":"[0-9a-f]+"/g, '"$1":#')
    .replace(/\d+\.\d+\.\d+\.\d+|0x[0-9a-f]+|\d+(\.\d{3})?/g, (number) =>
      /^\d+(\.\d+){3}$/.test(number) ? number : '#',
    )
    .replace(/ *# */g, ' # ');
}

/** How often LSAs were sent again is not counted; FRR 10 stops the timer of an empty list, which is behaviour, not text. */
function withoutUnknown(text: string): string {
  return text
    .replace(/^ *(LSA retransmissions: \d+|\d+ LSA retransmissions)\n/gm, '')
    .replace(/,\n *"lsaRetransmissions":\d+/g, '')
    .replace(/^ *Thread Link State Update Retransmission .*\n/gm, '')
    .replace(/^ *"threadLinkStateUpdateRetransmission":"on",\n/gm, '')
    .replace(/"transit":(true|false),|,"advertisedRouter":"[\d.]+"(?=})/g, '');
}

function withSortedHops(text: string): string {
  return text
    .replace(/(?<="nexthops":\[).*?(?=\])/g, (hops) =>
      hops
        .split(/(?<=}),/)
        .sort()
        .join(','),
    )
    .replace(/( {27}via .*\n)+/g, (hops) =>
      hops
        .split(/(?<=\n)/)
        .sort()
        .join(''),
    );
}

const comparable = (text: string): string => masked(withSortedHops(withoutUnknown(text)));

const outputs = readRecordedOutputs('frr-10.txt');
const views: readonly (readonly [string, OspfView])[] = [
  ['router', settledRouterView],
  ['ds1', settledDirectorView],
];

for (const [node, view] of views) {
  describe(`on ${node} of the tutorial’s LAN`, () => {
    for (const { words } of ospfShowCommands) {
      const recorded = outputs.get(`${node}# ${words}`);
      if (recorded === undefined) continue;
      it(`${words} prints what FRR 10.3 printed`, () => {
        expect(comparable(renderOspfShow(view, words, 'frr-10') ?? '')).toBe(comparable(recorded));
      });
    }
  });
}

it('the recording tells FRR 10.3 from FRR 8.4 wherever the two differ', () => {
  const differing = ospfShowCommands
    .filter(({ words }) => outputs.has(`router# ${words}`))
    .filter(
      ({ words }) =>
        renderOspfShow(settledRouterView, words, 'frr-10') !==
        renderOspfShow(settledRouterView, words, 'frr-8.4'),
    )
    .map(({ words }) => words);
  expect(differing).toEqual([
    'show ip ospf neighbor json',
    'show ip ospf neighbor detail',
    'show ip ospf neighbor detail json',
    'show ip ospf interface',
    'show ip ospf interface json',
    'show ip ospf route json',
    'show ip ospf database json',
    'show ip ospf database router json',
    'show ip ospf database network json',
  ]);
  for (const words of differing) {
    expect(comparable(renderOspfShow(settledRouterView, words, 'frr-8.4') ?? ''), words).not.toBe(
      comparable(outputs.get(`router# ${words}`)!),
    );
  }
});
