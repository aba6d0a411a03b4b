// Timeline entries: made by the table of actions, checked against the network, put in order.

import { formatIpv4Address } from '@ospflab/net';
import { toSeconds, type Instant } from '@ospflab/sim';
import { actionTable } from './actions/action-table.ts';
import type { LoadLog } from './load-log.ts';
import { pick } from './pick.ts';
import type { LoadedNode, TimelineEntry } from './scenario.ts';
import type { TimelineAction } from './timeline-action.ts';
import { reportUnknownName } from './unknown-name.ts';
import type { DocumentPath, YamlText } from './yaml-text.ts';

/** An entry as the schema hands it over: the keys of its action beside these. */
export type TimelineDeclaration = Readonly<Record<string, unknown>>;

const loopbackActions: readonly TimelineAction['kind'][] = [
  'addAddress',
  'deleteAddress',
  'setCost',
  'linkDown',
  'linkUp',
];

export class TimelineLoader {
  readonly #text: YamlText;
  readonly #nodes: readonly LoadedNode[];
  readonly #log: LoadLog;

  constructor(text: YamlText, nodes: readonly LoadedNode[], log: LoadLog) {
    this.#text = text;
    this.#nodes = nodes;
    this.#log = log;
  }

  load(entries: readonly TimelineDeclaration[], until: Instant): TimelineEntry[] {
    const made = entries.flatMap((entry, index): TimelineEntry[] => {
      const row = actionTable.find(({ kind }) => kind === entry['action']);
      if (row === undefined) return [];
      const { at, name } = entry;
      const action = row.toAction(pick(entry, Object.keys(row.fields)));
      const path = ['timeline', index];
      this.#check(action, path);
      this.#checkInstant(at as Instant, until, path);
      const given = typeof name === 'string' ? name : `${action.kind} ${action.node}`;
      return [{ at: at as Instant, name: given, action, source: this.#text.place(path) }];
    });
    return made.toSorted((left, right) => left.at - right.at);
  }

  #checkInstant(at: Instant, until: Instant, path: DocumentPath): void {
    if (at < until) return;
    const message = `the action at ${toSeconds(at)} s is not before the end of the run at ${toSeconds(until)} s`;
    this.#log.error(this.#text.place([...path, 'at']), message, "make 'until' later, or move the action");
  }

  #check(action: TimelineAction, path: DocumentPath): void {
    const place = (key: string) => this.#text.place([...path, key]);
    const node = this.#nodes.find((candidate) => candidate.name === action.node);
    if (node === undefined) {
      const names = this.#nodes.map((candidate) => candidate.name);
      return reportUnknownName(this.#log, place('node'), 'node', action.node, names);
    }
    if ('interface' in action && action.interface !== undefined) {
      const loopback = loopbackActions.includes(action.kind) ? ['lo'] : [];
      const known = [...node.interfaces.map((entry) => entry.name), ...loopback];
      if (!known.includes(action.interface)) {
        reportUnknownName(
          this.#log,
          place('interface'),
          `interface of ${node.name}`,
          action.interface,
          known,
        );
      }
    }
    if ('port' in action && !node.services.some((service) => service.port === action.port)) {
      const ports = node.services.map((service) => service.port).join(', ') || 'none';
      this.#log.error(
        place('port'),
        `${node.name} has no service on port ${action.port}`,
        `its ports are: ${ports}`,
      );
    }
    this.#checkDaemon(action, node, place('daemon'));
  }

  #checkDaemon(action: TimelineAction, node: LoadedNode, at: TimelineEntry['source']): void {
    const daemon = 'daemon' in action ? action.daemon : action.kind === 'setCost' ? 'ospfd' : undefined;
    if (daemon === 'ospfd' && node.frr?.ospf === undefined) {
      this.#log.error(
        at,
        `${node.name} runs no ospfd`,
        "give it a configuration with 'router ospf' under 'files'",
      );
    }
    if (daemon === 'keepalived' && node.keepalived === undefined) {
      this.#log.error(at, `${node.name} runs no keepalived`, "give it a keepalived.conf under 'files'");
    }
    if (action.kind === 'addAddress' || action.kind === 'deleteAddress') {
      if (action.length === 0) {
        const message = `${formatIpv4Address(action.address)}/0 is no address of an interface`;
        this.#log.error(at, message, 'write its length, as in /32');
      }
    }
  }
}
