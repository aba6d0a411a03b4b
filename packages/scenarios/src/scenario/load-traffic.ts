// Traffic entries: who sends, with which addresses, when.

import { formatIpv4Address } from '@ospflab/net';
import { toSeconds, type Instant } from '@ospflab/sim';
import type { LoadLog } from './load-log.ts';
import { addressesOf } from './node-addresses.ts';
import type { LoadedNode } from './scenario.ts';
import type { TrafficDeclaration } from './schema/traffic-schema.ts';
import type { Traffic } from './traffic.ts';
import { reportUnknownName } from './unknown-name.ts';
import type { YamlText } from './yaml-text.ts';

function toTraffic(entry: TrafficDeclaration, until: Instant): Traffic {
  const { name, from, start } = entry;
  const base = { name, from, start, stop: entry.stop ?? until, sources: entry.sources ?? [] };
  switch (entry.kind) {
    case 'short': {
      const { to, rate, timeout } = entry;
      return { kind: 'short', ...base, destination: to.address, port: to.port, ratePerSecond: rate, timeout };
    }
    case 'long': {
      const { to, connections, interval } = entry;
      return { kind: 'long', ...base, destination: to.address, port: to.port, connections, interval };
    }
    case 'ping':
      return { kind: 'ping', ...base, destination: entry.to, interval: entry.interval };
  }
}

function checkTraffic(
  traffic: Traffic,
  index: number,
  nodes: readonly LoadedNode[],
  text: YamlText,
  log: LoadLog,
): void {
  const path = ['traffic', index];
  const node = nodes.find((candidate) => candidate.name === traffic.from);
  if (node === undefined) {
    const names = nodes.map((candidate) => candidate.name);
    reportUnknownName(log, text.place([...path, 'from']), 'node', traffic.from, names);
  } else {
    const own = new Set(addressesOf(node).map(({ address }) => address));
    const foreign = traffic.sources.find((source) => !own.has(source));
    if (foreign !== undefined) {
      const message = `${node.name} does not own the source address ${formatIpv4Address(foreign)}`;
      log.error(
        text.place([...path, 'sources']),
        message,
        `add it to an interface of ${node.name}, or correct the range`,
      );
    }
  }
  if (traffic.stop <= traffic.start) {
    const message = `the traffic stops at ${toSeconds(traffic.stop)} s, which is not after its start`;
    log.error(text.place([...path, 'start']), message, 'start it earlier, or make the run longer');
  }
}

export function loadTraffic(
  entries: readonly TrafficDeclaration[],
  until: Instant,
  nodes: readonly LoadedNode[],
  text: YamlText,
  log: LoadLog,
): Traffic[] {
  return entries.map((entry, index) => {
    const traffic = toTraffic(entry, until);
    checkTraffic(traffic, index, nodes, text, log);
    if (traffic.stop > until) {
      const message = `the traffic stops at ${toSeconds(traffic.stop)} s, after the end of the run at ${toSeconds(until)} s`;
      log.error(text.place(['traffic', index, 'stop']), message, "leave 'stop' out, or make the run longer");
    }
    if (entries.findIndex((other) => other.name === entry.name) < index) {
      const at = text.place(['traffic', index, 'name']);
      log.error(at, `there is traffic named '${entry.name}' already`, 'give it a name of its own');
    }
    return traffic;
  });
}
