// Show commands about one interface, one neighbour or some LSAs, as vtysh of FRR 8.4.4 answered them a minute after a start.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadLab, showAt } from '@ospflab/scenarios';
import { seconds, type Instant } from '@ospflab/sim';
import { fixturePath } from '../folder-source.ts';

const recorded = JSON.parse(readFileSync(fixturePath('frr-narrowed-shows.json'), 'utf8')) as {
  readonly topology: { readonly routers: Readonly<Record<string, string>> };
  /** By prompt and command. */
  readonly outputs: Readonly<Record<string, string>>;
};

const { routers, ...topology } = recorded.topology;
const files: Readonly<Record<string, string>> = {
  'lab/topology.json': JSON.stringify({
    ...topology,
    routers: Object.fromEntries(Object.keys(routers).map((name) => [name, `${name}.conf`])),
  }),
  ...Object.fromEntries(Object.entries(routers).map(([name, text]) => [`lab/${name}.conf`, text])),
};
const { scenario } = loadLab({ read: (path) => files[path] }, 'lab');

/** Times, ages, and what counts how often something happened before. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/ *\b\d+(\.\d+s|m\d+s)/g, ' <time>'],
  [/((?:M?secs?|Msec)"): ?\d+/gi, '$1: <time>'],
  [/"(upTime|deadTime)": ?"[^"]*"/g, '"$1": <time>'],
  [/(LS age:|"lsaAge":) *\d+/g, '$1 <age>'],
  [/(LS Seq Number:|"lsaSeqNumber":) *"?[0-9a-f]+"?/g, '$1 <number>'],
  [/(Checksum:|"checksum":) *"?(0x)?[0-9a-f]+"?/g, '$1 <sum>'],
  [/Retransmission (on|off)/g, 'Retransmission <on or off>'],
  [/ *"threadLinkState(Request|Update)Retransmission":"on",\n/g, ''],
  [/(state(?:ChangeCounter"):|, )\d+( state changes)?/g, '$1<n>$2'],
];

const minute = seconds(60) as number as Instant;

const stable = (text: string): string =>
  volatile.reduce((result, [pattern, replacement]) => result.replaceAll(pattern, replacement), text);

describe('a part of what a router shows', () => {
  it.each(Object.entries(recorded.outputs))('%s', (prompted, text) => {
    const [router = '', command = ''] = prompted.split('# ');
    const shown = showAt(scenario!, router, command, { at: minute });
    expect(stable(shown.ok ? shown.text : shown.message)).toBe(stable(text));
  });
});
