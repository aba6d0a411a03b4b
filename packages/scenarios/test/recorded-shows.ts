// Show commands recorded of a lab of FRR 8.4.4 a minute after its start, with the lab itself, beside what the simulation prints then.

import { readFileSync } from 'node:fs';
import { loadLab, Network, playTimeline } from '@ospflab/scenarios';
import { renderOspfShow, type OspfView } from '@ospflab/ospf-core';
import { seconds, type Instant } from '@ospflab/sim';
import { fixturePath } from './folder-source.ts';

interface Recording {
  readonly topology: { readonly routers: Readonly<Record<string, string>> };
  /** By prompt and command. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface RecordedShow {
  /** `a# show ip ospf` */
  readonly prompted: string;
  readonly recorded: string;
  readonly shown: () => string;
}

/** Times, ages, and what counts how often something happened before. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/ *\b\d+(\.\d+s|m\d+s)/g, ' <time>'],
  [/((?:M?secs?|Msec)"): ?\d+/gi, '$1: <time>'],
  [/"(upTime|deadTime)": ?"[^"]*"/g, '"$1": <time>'],
  [/(LS age:|"lsaAge":) *\d+/g, '$1 <age>'],
  [/(LS Seq Number:|"lsaSeqNumber":|"sequenceNumber":) *"?[0-9a-f]+"?/g, '$1 <number>'],
  [/(Checksum:|"checksum":) *"?(0x)?[0-9a-f]+"?/g, '$1 <sum>'],
  [/Checksum Sum 0x[0-9a-f]+/g, 'Checksum Sum <sum>'],
  [/(\w+Checksum"): ?\d+/g, '$1: <sum>'],
  [/ +\d+ 0x8[0-9a-f]{7} 0x[0-9a-f]{4}/g, ' <age> <number> <sum>'],
  [/executed \d+ times/g, 'executed <n> times'],
  [/(spfExecutedCounter"): ?\d+/g, '$1 <n>'],
  [/(multiplier is currently|holdtimeMultplier":) ?\d+/g, '$1 <n>'],
  [/ *\b\d+\/\d+ +(?=[\d ])/g, ' <in/out> '],
  [/"((?:hello|dbDesc|ls[A-Z][a-z]+)(?:In|Out))": ?\d+/g, '"$1": <n>'],
  [/SPF duration .*/g, 'SPF duration <time>'],
  [/Retransmission (on|off)/g, 'Retransmission <on or off>'],
  [/ *"threadLinkState(Request|Update)Retransmission":"on",\n/g, ''],
  [/(state(?:ChangeCounter"):|, )\d+( state changes)?/g, '$1<n>$2'],
];

const minute = seconds(60) as number as Instant;

export function stable(text: string): string {
  return volatile.reduce((result, [pattern, replacement]) => result.replaceAll(pattern, replacement), text);
}

export function recordedShows(fixture: string): readonly RecordedShow[] {
  const recording = JSON.parse(readFileSync(fixturePath(fixture), 'utf8')) as Recording;
  const viewOf = convergedViews(recording.topology);
  return Object.entries(recording.outputs).map(([prompted, recorded]) => ({
    prompted,
    recorded,
    shown: () => {
      const [router = '', command = ''] = prompted.split('# ');
      return renderOspfShow(viewOf(router), command) ?? 'not answered';
    },
  }));
}

/** The lab is run when the first view is asked for. */
function convergedViews({ routers, ...topology }: Recording['topology']): (router: string) => OspfView {
  const files: Readonly<Record<string, string>> = {
    'lab/topology.json': JSON.stringify({
      ...topology,
      routers: Object.fromEntries(Object.keys(routers).map((name) => [name, `${name}.conf`])),
    }),
    ...Object.fromEntries(Object.entries(routers).map(([name, text]) => [`lab/${name}.conf`, text])),
  };
  const { scenario } = loadLab({ read: (path) => files[path] }, 'lab');
  let network: Network | undefined;
  const views = new Map<string, OspfView>();
  return (router) => {
    if (network === undefined) {
      network = new Network(scenario!, { seed: scenario!.seed, wireMode: 'objects' });
      playTimeline(network, minute);
    }
    const view = views.get(router) ?? network.machine(router).ospf.router!.view(network.simulation.now);
    views.set(router, view);
    return view;
  };
}
