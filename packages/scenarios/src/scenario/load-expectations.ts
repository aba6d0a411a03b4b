// Expectations: made by the table of checks, with the names they mention resolved.

import { toSeconds, type Instant } from '@ospflab/sim';
import { appliesWhen } from '../parameters/applies-when.ts';
import type { ScenarioParameter } from '../parameters/parameter.ts';
import { expectationTable } from './expectations/expectation-table.ts';
import type { ExpectationContext } from './expectations/expectation-row.ts';
import type { LoadLog } from './load-log.ts';
import { pick } from './pick.ts';
import type { LoadedNode, ScenarioExpectation, TimelineEntry } from './scenario.ts';
import type { Traffic } from './traffic.ts';
import { reportUnknownName } from './unknown-name.ts';
import type { YamlText } from './yaml-text.ts';

export interface ExpectationNames {
  readonly nodes: readonly LoadedNode[];
  readonly traffic: readonly Traffic[];
  readonly timeline: readonly TimelineEntry[];
  readonly until: Instant;
  readonly parameters: readonly ScenarioParameter[];
}

export function loadExpectations(
  entries: readonly Readonly<Record<string, unknown>>[],
  names: ExpectationNames,
  text: YamlText,
  log: LoadLog,
): ScenarioExpectation[] {
  const nodeNames = names.nodes.map((node) => node.name);
  return entries.flatMap((entry, index): ScenarioExpectation[] => {
    const path = ['expectations', index];
    if (!appliesWhen(entry['when'], names.parameters, path, text, log)) return [];
    const context: ExpectationContext = {
      actionNames: names.timeline.map((action) => action.name),
      nodeNames,
      trafficNames: names.traffic.map((traffic) => traffic.name),
      report: (key, message, remedy) => log.error(text.place([...path, ...key]), message, remedy),
    };
    const row = expectationTable.find(({ kind }) => kind === entry['check']);
    const check = row?.toExpectation(pick(entry, Object.keys(row.fields)), context);
    if (row === undefined || check === undefined) return [];
    if (check.kind !== 'metric') {
      const router = names.nodes.find((node) => node.name === check.node);
      if (router === undefined) {
        reportUnknownName(log, text.place([...path, 'node']), 'node', check.node, nodeNames);
      } else if (router.frr?.ospf === undefined) {
        const remedy = 'ask a node whose configuration has `router ospf`';
        log.error(text.place([...path, 'node']), `${check.node} runs no ospfd`, remedy);
      }
      if (check.at !== undefined && check.at > names.until) {
        const message = `the check at ${toSeconds(check.at)} s is after the end of the run at ${toSeconds(names.until)} s`;
        log.error(text.place([...path, 'at']), message, "make 'until' later, or look earlier");
      }
    }
    return [{ check, text: row.describe(check), source: text.place(path) }];
  });
}
