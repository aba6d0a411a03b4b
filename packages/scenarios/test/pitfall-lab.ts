// The built-in scenario dual-active with less traffic, another timeline and other settings, and what a pitfall is measured by.

import type { HostEvent } from '@ospflab/linux-host';
import { ipv4 } from '@ospflab/net';
import {
  loadScenario,
  runScenario,
  type FileSource,
  type Report,
  type ShortTrafficReport,
} from '@ospflab/scenarios';
import { toSeconds } from '@ospflab/sim';
import { discSource, libraryPath } from './folder-source.ts';
import { shortDiagnostics } from './short-diagnostics.ts';

export interface PitfallSetting {
  /** Entries below `timeline:`, one a line. */
  readonly timeline: readonly string[];
  readonly untilSeconds: number;
  /** Changes to files of the library, by the end of their path. */
  readonly files?: Readonly<Record<string, (text: string) => string>>;
  readonly seed?: number;
}

export interface PitfallOutcome {
  readonly report: Report;
  /** Changes of the router's next hops towards the VIP, sorted. */
  readonly routes: readonly { readonly at: number; readonly directors: string }[];
  /** Of ds-1's keepalived. */
  readonly journal: readonly { readonly at: number; readonly text: string }[];
  readonly pages: ShortTrafficReport;
}

const vip = ipv4('192.168.28.211');

function sourceWith(setting: PitfallSetting): FileSource {
  return {
    read: (path) => {
      const text = discSource.read(path);
      if (text === undefined) return undefined;
      if (path.endsWith('dual-active.yaml')) return scenarioText(text, setting);
      const change = Object.entries(setting.files ?? {}).find(([end]) => path.endsWith(end));
      return change === undefined ? text : change[1](text);
    },
  };
}

function scenarioText(text: string, { timeline, untilSeconds, files }: PitfallSetting): string {
  const [head = ''] = text.split('\ntimeline:');
  const changed = files?.['dual-active.yaml']?.(head) ?? head;
  const entries = timeline.map((entry) => `  - { ${entry} }`);
  return [changed, entries.length === 0 ? '' : 'timeline:', ...entries, '']
    .join('\n')
    .replace('until: 120s', `until: ${untilSeconds}s`)
    .replace('rate: 100', 'rate: 10')
    .replace('connections: 60', 'connections: 2');
}

export function runPitfall(setting: PitfallSetting): PitfallOutcome {
  const { scenario, diagnostics } = loadScenario(sourceWith(setting), libraryPath('dual-active.yaml'));
  if (scenario === undefined) throw new Error(shortDiagnostics(diagnostics).join('\n'));
  const routes: { at: number; directors: string }[] = [];
  const { report, network } = runScenario(scenario, {
    ...(setting.seed === undefined ? {} : { seed: setting.seed }),
    onNetwork: ({ simulation }) => {
      simulation.trace.onRecord(({ node, instant, event }) => {
        const change = event as HostEvent;
        if (node !== 'router' || change.kind !== 'fibChanged') return;
        if (change.prefix !== vip || change.prefixLength !== 32) return;
        const hops = [...change.nextHops.matchAll(/\.10(\d)%/g)].map((match) => `ds-${match[1]}`);
        routes.push({ at: toSeconds(instant), directors: hops.sort().join(' ') });
      });
    },
  });
  const journal = (network.machine('ds-1').keepalived?.log ?? []).map(({ at, text }) => ({
    at: toSeconds(at),
    text,
  }));
  const pages = report.traffic.find((one) => one.kind === 'short');
  if (pages === undefined) throw new Error('no pages were asked for');
  return { report, routes, journal, pages };
}
