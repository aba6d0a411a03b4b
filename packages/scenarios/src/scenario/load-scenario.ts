// From the text of a scenario to the scenario: YAML, schema, the files it names, and whether it all fits together.

import { toSeconds } from '@ospflab/sim';
import { defaultClock } from '../calendar.ts';
import { resolveParameters, type ParameterSettings } from '../parameters/resolve-parameters.ts';
import type { ScenarioParameter } from '../parameters/parameter.ts';
import { Substitution } from '../parameters/substitution.ts';
import type { Diagnostic, IrrelevantLine } from '../readers/diagnostic.ts';
import { checkGateways } from './check-gateways.ts';
import { checkNetwork } from './check-network.ts';
import { checkNextHops } from './check-next-hops.ts';
import { checkOspf } from './check-ospf.ts';
import { checkOverflowLimits } from './check-overflow-limits.ts';
import { checkSysctls } from './check-sysctls.ts';
import type { FileSource } from './file-source.ts';
import { loadExpectations } from './load-expectations.ts';
import { LoadLog } from './load-log.ts';
import { NodeLoader } from './load-node.ts';
import { TimelineLoader } from './load-timeline.ts';
import { loadTraffic } from './load-traffic.ts';
import { schemaDiagnostics } from './schema-diagnostics.ts';
import { hours, longestRun } from './schema/longest-run.ts';
import { scenarioSchema, type ScenarioDeclaration } from './schema/scenario-schema.ts';
import type { LoadedScenario, ScenarioSegment } from './scenario.ts';
import { YamlText } from './yaml-text.ts';

export interface LoadResult {
  /** Undefined when a diagnostic is an error. */
  readonly scenario: LoadedScenario | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly irrelevant: readonly IrrelevantLine[];
}

const failure = (diagnostics: readonly Diagnostic[]): LoadResult => ({
  scenario: undefined,
  diagnostics,
  irrelevant: [],
});

/**
 * Reads the scenario at `path` and the files it names, which lie beside it. Never throws for what is in them.
 * `settings` are values for the scenario's parameters, by name.
 */
export function loadScenario(
  source: FileSource,
  path: string,
  settings: ParameterSettings = new Map(),
): LoadResult {
  const content = source.read(path);
  if (content === undefined) {
    const at = { file: path, line: 1, column: 1 };
    const remedy = 'give the path of a scenario, or the name of a built-in one (`ospflab list`)';
    return failure([{ ...at, severity: 'error', message: 'there is no such file', remedy }]);
  }
  const text = new YamlText(path, content);
  if (text.diagnostics.length > 0) return failure(text.diagnostics);
  const log = new LoadLog();
  const parameters = resolveParameters(text, settings, log);
  if (log.failed) return failure(log.diagnostics);
  const substitution = new Substitution(parameters);
  text.substitute(substitution);
  if (text.diagnostics.length > 0) return failure(text.diagnostics);
  const parsed = scenarioSchema.safeParse(text.value);
  if (!parsed.success) return failure(schemaDiagnostics(parsed.error.issues, text));
  const scenario = build(parsed.data, parameters, text, substitution.inFiles(source), log);
  return {
    scenario: log.failed ? undefined : scenario,
    diagnostics: log.diagnostics,
    irrelevant: log.irrelevant,
  };
}

function build(
  declaration: ScenarioDeclaration,
  parameters: readonly ScenarioParameter[],
  text: YamlText,
  source: FileSource,
  log: LoadLog,
): LoadedScenario {
  const { name, about, seed, until, wire } = declaration;
  if (until > longestRun || until <= 0) {
    const message = `the run would last ${toSeconds(until)} s, expected more than 0 and at most ${hours} h`;
    log.error(text.place(['until']), message, 'choose an end that the run reaches, such as 120s');
  }
  const segments = Object.entries(declaration.segments).map(([segment, entry]): ScenarioSegment => ({
    name: segment,
    kind: entry.kind,
    delay: entry.delay,
    bandwidthBitsPerSecond: entry.bandwidth,
    queueBytesMax: entry.queue,
    loss: entry.loss,
    duplication: entry.duplication,
    reordering: entry.reordering,
    reorderingDelay: entry.reorderingDelay,
  }));
  const loader = new NodeLoader(text, source, log, declaration.clock ?? defaultClock);
  const nodes = Object.entries(declaration.nodes).map(([node, entry], index) =>
    loader.load(node, entry, index),
  );
  for (const node of nodes) {
    checkSysctls(node, log);
    checkNextHops(node, log);
    checkGateways(node, log);
    checkOspf(node, log);
  }
  checkOverflowLimits(nodes, log);
  if (nodes.length === 0)
    log.warning(text.keyPlace([], 'nodes'), 'there are no nodes, so nothing happens', 'add some');
  checkNetwork(segments, nodes, log);
  const traffic = loadTraffic(declaration.traffic, until, nodes, text, log);
  const timeline = new TimelineLoader(text, nodes, parameters, log).load(declaration.timeline, until);
  const names = { nodes, traffic, timeline, until, parameters };
  const expectations = loadExpectations(declaration.expectations, names, text, log);
  return {
    name,
    about,
    seed,
    until,
    wireMode: wire,
    ...(declaration.kernels === 'shared' ? { sharedKernel: true } : {}),
    ...(declaration.computer === undefined ? {} : { computer: declaration.computer }),
    parameters,
    variants: Object.entries(declaration.variants).map(([variant, { about: what, set }]) => ({
      name: variant,
      about: what,
      settings: new Map(Object.entries(set)),
    })),
    segments,
    nodes,
    traffic,
    timeline,
    expectations,
  };
}
