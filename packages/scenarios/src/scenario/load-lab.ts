// A lab folder: topology.json beside one FRR configuration per router. It becomes a scenario without traffic and timeline.

import { seconds, startOfTime, after } from '@ospflab/sim';
import { microseconds } from '@ospflab/sim';
import { defaultClock } from '../calendar.ts';
import type { FrrConfig } from '../readers/frr/frr-config.ts';
import { readFrrConfig } from '../readers/frr/read-frr-config.ts';
import { checkNetwork } from './check-network.ts';
import { checkOspf } from './check-ospf.ts';
import { pathBeside } from './file-path.ts';
import type { FileSource } from './file-source.ts';
import { LoadLog } from './load-log.ts';
import { readNodeFile } from './read-node-file.ts';
import { madeMac } from './load-node.ts';
import type { LoadResult } from './load-scenario.ts';
import { schemaDiagnostics } from './schema-diagnostics.ts';
import { topologySchema, type TopologyDeclaration } from './schema/topology-schema.ts';
import type { LoadedNode, ScenarioInterface, ScenarioSegment, SegmentKind } from './scenario.ts';
import { reportUnknownName } from './unknown-name.ts';
import { YamlText } from './yaml-text.ts';

/** A converging network of routers is quiet after this; `--until` says otherwise. */
const labLength = seconds(60);

/** Reads `<directory>/topology.json` and the configurations it names. */
export function loadLab(source: FileSource, directory: string): LoadResult {
  const path = `${directory.replace(/\/+$/, '')}/topology.json`;
  const content = source.read(path);
  if (content === undefined) {
    const at = { file: path, line: 1, column: 1 };
    const remedy = 'a lab folder holds topology.json and one configuration per router';
    const message = 'there is no such file';
    return {
      scenario: undefined,
      diagnostics: [{ ...at, severity: 'error', message, remedy }],
      irrelevant: [],
    };
  }
  // JSON is YAML, and this way every value has its place.
  const text = new YamlText(path, content);
  if (text.diagnostics.length > 0)
    return { scenario: undefined, diagnostics: text.diagnostics, irrelevant: [] };
  const parsed = topologySchema.safeParse(text.value);
  if (!parsed.success) {
    return { scenario: undefined, diagnostics: schemaDiagnostics(parsed.error.issues, text), irrelevant: [] };
  }
  const log = new LoadLog();
  const { name, about } = parsed.data;
  const nodes = new LabLoader(text, source, log).load(parsed.data);
  const segments = Object.keys(parsed.data.segments).map((segment) => segmentNamed(segment, nodes));
  if (nodes.length === 0)
    log.warning(text.keyPlace([], 'routers'), 'there are no routers, so nothing happens', 'add some');
  checkNetwork(segments, nodes, log);
  for (const node of nodes) checkOspf(node, log);
  const scenario = {
    name,
    about,
    seed: 1,
    until: after(startOfTime, labLength),
    wireMode: undefined,
    parameters: [],
    variants: [],
    segments,
    nodes,
    traffic: [],
    timeline: [],
    expectations: [],
  };
  return {
    scenario: log.failed ? undefined : scenario,
    diagnostics: log.diagnostics,
    irrelevant: log.irrelevant,
  };
}

class LabLoader {
  readonly #text: YamlText;
  readonly #source: FileSource;
  readonly #log: LoadLog;

  constructor(text: YamlText, source: FileSource, log: LoadLog) {
    this.#text = text;
    this.#source = source;
    this.#log = log;
  }

  load(topology: TopologyDeclaration): LoadedNode[] {
    const routers = Object.entries(topology.routers);
    const interfaces = this.#interfaces(topology);
    return routers.map(([name, file], index): LoadedNode => {
      const own = (interfaces.get(name) ?? []).toSorted((left, right) => compareNames(left.name, right.name));
      return {
        name,
        interfaces: own.map((entry, position) => ({ ...entry, mac: madeMac(index + 1, position) })),
        ospfProfile: 'frr',
        showDialect: 'frr-8.4',
        clock: defaultClock,
        frr: this.#configuration(name, file),
        keepalived: undefined,
        setup: [],
        services: [],
        scripts: new Map(),
        at: this.#text.keyPlace(['routers'], name),
      };
    });
  }

  #configuration(router: string, file: string): FrrConfig | undefined {
    const path = pathBeside(this.#text.file, file);
    const text = readNodeFile(this.#source, path, this.#text.place(['routers', router]), this.#log);
    if (text === undefined) return undefined;
    const config = this.#log.take(readFrrConfig([{ file: path, text, daemon: 'integrated' }], 'frr'));
    // There is no other place to say so: the machines of a lab are routers.
    return { ...config, ipForwarding: config.ipForwarding ?? true };
  }

  #interfaces(topology: TopologyDeclaration): Map<string, ScenarioInterface[]> {
    const byRouter = new Map<string, ScenarioInterface[]>(
      Object.keys(topology.routers).map((name) => [name, []]),
    );
    for (const [segment, ends] of Object.entries(topology.segments)) {
      ends.forEach((end, index) => {
        const at = this.#text.place(['segments', segment, index]);
        const own = byRouter.get(end.node);
        if (own === undefined)
          return reportUnknownName(this.#log, at, 'router', end.node, [...byRouter.keys()]);
        if (own.some((entry) => entry.name === end.interface)) {
          const message = `${end.node}:${end.interface} is plugged in twice`;
          return this.#log.error(at, message, 'use another interface, or remove one of the two');
        }
        own.push({ name: end.interface, segment, mac: madeMac(0, 0), mtu: 1500, addresses: [], at });
      });
    }
    return byRouter;
  }
}

/** eth2 before eth10. */
function compareNames(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}

/** A segment whose two ends are both configured point-to-point is a cable; every other one is a LAN. */
function segmentNamed(name: string, nodes: readonly LoadedNode[]): ScenarioSegment {
  const types = nodes.flatMap((node) =>
    node.interfaces
      .filter((entry) => entry.segment === name)
      .map((entry) => node.frr?.interfaces.find((found) => found.name === entry.name)?.ospf.networkType),
  );
  const cable = types.length === 2 && types.every((type) => type === 'point-to-point');
  const kind: SegmentKind = cable ? 'pointToPoint' : 'lan';
  return {
    name,
    kind,
    delay: microseconds(50),
    bandwidthBitsPerSecond: undefined,
    queueBytesMax: undefined,
    loss: 0,
    duplication: 0,
    reordering: 0,
    reorderingDelay: microseconds(1000),
  };
}
