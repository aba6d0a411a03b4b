// Timeline entries: made by the table of actions, checked against the network, put in order.

import { formatIpv4Address } from '@ospflab/net';
import { after, startOfTime, toSeconds, type Duration, type Instant } from '@ospflab/sim';
import { appliesWhen } from '../parameters/applies-when.ts';
import type { ScenarioParameter } from '../parameters/parameter.ts';
import { diagnosticAt } from '../readers/diagnostic.ts';
import { readTypedLines } from '../readers/frr/read-typed-lines.ts';
import { readSetupScript } from '../readers/setup-script/read-setup-script.ts';
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

/** Where an entry may lie, before its instant is drawn. */
interface TimelineSlot {
  readonly entry: TimelineEntry;
  readonly latest: Instant;
  /** What it counts from. */
  readonly base: TimelineEntry | undefined;
}

export class TimelineLoader {
  readonly #text: YamlText;
  readonly #nodes: readonly LoadedNode[];
  readonly #parameters: readonly ScenarioParameter[];
  readonly #log: LoadLog;

  constructor(
    text: YamlText,
    nodes: readonly LoadedNode[],
    parameters: readonly ScenarioParameter[],
    log: LoadLog,
  ) {
    this.#text = text;
    this.#nodes = nodes;
    this.#parameters = parameters;
    this.#log = log;
  }

  load(entries: readonly TimelineDeclaration[], until: Instant): TimelineEntry[] {
    const slots: TimelineSlot[] = [];
    for (const [index, entry] of entries.entries()) {
      const row = actionTable.find(({ kind }) => kind === entry['action']);
      const path = ['timeline', index];
      if (row === undefined || !appliesWhen(entry['when'], this.#parameters, path, this.#text, this.#log)) {
        continue;
      }
      const action = row.toAction(pick(entry, Object.keys(row.fields)));
      this.#check(action, path);
      const slot = this.#slot(entry, action, path, slots);
      this.#checkInstant(slot.latest, until, path);
      slots.push(slot);
    }
    this.#checkBases(slots);
    return slots.map(({ entry }) => entry).toSorted((left, right) => left.at - right.at);
  }

  #slot(
    declared: TimelineDeclaration,
    action: TimelineAction,
    path: DocumentPath,
    earlier: readonly TimelineSlot[],
  ): TimelineSlot {
    const { name: givenName, after: afterName } = declared;
    const name = typeof givenName === 'string' ? givenName : `${action.kind} ${action.node}`;
    const { earliest, latest } = declared['at'] as { earliest: Duration; latest: Duration };
    const base = typeof afterName === 'string' ? this.#named(afterName, path, earlier) : undefined;
    const [at, last] = [
      after(base?.entry.at ?? startOfTime, earliest),
      after(base?.latest ?? startOfTime, latest),
    ];
    const sameName = earlier.filter(({ entry }) => entry.name === name).length;
    const stream = `timeline ${name}${sameName === 0 ? '' : ` ${sameName + 1}`}`;
    const drawn = at === last ? undefined : { stream, earliest, latest, after: base?.entry.name };
    return {
      entry: { at, drawn, name, action, source: this.#text.place(path) },
      latest: last,
      base: base?.entry,
    };
  }

  /** An entry that others count from is the only one of its name, below them too. */
  #checkBases(slots: readonly TimelineSlot[]): void {
    for (const { base } of slots) {
      if (base === undefined || slots.filter(({ entry }) => entry.name === base.name).length === 1) continue;
      const message = `'${base.name}' names several entries of the timeline, and another one counts from it`;
      this.#log.error(base.source, message, 'give the entries names of their own');
    }
  }

  /** The entry above that has the name. */
  #named(name: string, path: DocumentPath, earlier: readonly TimelineSlot[]): TimelineSlot | undefined {
    const found = earlier.find(({ entry }) => entry.name === name);
    if (found === undefined) {
      const at = this.#text.place([...path, 'after']);
      const names = earlier.map(({ entry }) => entry.name);
      reportUnknownName(this.#log, at, 'entry of the timeline above this one', name, names);
    }
    return found;
  }

  #checkInstant(latest: Instant, until: Instant, path: DocumentPath): void {
    if (latest < until) return;
    const message = `the action at ${toSeconds(latest)} s is not before the end of the run at ${toSeconds(until)} s`;
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
    this.#checkKeys(action, place);
    if (action.kind === 'configure') this.#checkLines(node, [...path, 'lines']);
    if (action.kind === 'run') this.#checkCommand(action.command, place('command'));
  }

  #checkCommand(command: string, at: TimelineEntry['source']): void {
    for (const { severity, message, remedy } of readSetupScript(this.#text.file, command).diagnostics)
      this.#log.diagnostics.push(diagnosticAt(at, severity, message, remedy));
  }

  #checkLines({ frr, ospfProfile }: LoadedNode, path: DocumentPath): void {
    if (frr === undefined) return;
    const dialect = ospfProfile === 'quagga' ? 'quagga' : 'frr';
    this.#log.take(readTypedLines(frr, this.#text.file, this.#text.blockText(path), dialect));
  }

  #checkDaemon(action: TimelineAction, node: LoadedNode, at: TimelineEntry['source']): void {
    const typed =
      action.kind === 'setCost' ||
      action.kind === 'configure' ||
      action.kind === 'clearOspf' ||
      action.kind === 'prepareRestart';
    const daemon = 'daemon' in action ? action.daemon : typed ? 'ospfd' : undefined;
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
  }

  /** What one key says about another. */
  #checkKeys(action: TimelineAction, place: (key: string) => TimelineEntry['source']): void {
    if ((action.kind === 'addAddress' || action.kind === 'deleteAddress') && action.length === 0) {
      const message = `${formatIpv4Address(action.address)}/0 is no address of an interface`;
      this.#log.error(place('address'), message, 'write its length, as in /32');
    }
    if (action.kind === 'clearOspf' && action.interface !== undefined && action.what.kind !== 'interfaces') {
      const message = `'interface' would have no effect: it goes with 'what: interfaces'`;
      this.#log.error(place('interface'), message, "remove it, or write 'what: interfaces'");
    }
  }
}
