// One node: its interfaces, its configuration files read, its own sysctls and routes as commands behind them.

import type { KeepalivedConfig } from '@ospflab/lvs-sim';
import { macFromNumber, type MacAddress } from '@ospflab/net';
import type { CalendarSecond } from '../calendar.ts';
import type { FrrConfig, FrrDaemon } from '../readers/frr/frr-config.ts';
import { readFrrConfig, type FrrFile } from '../readers/frr/read-frr-config.ts';
import { readIpvsadmRules } from '../readers/ipvsadm/read-ipvsadm-rules.ts';
import { readKeepalivedConfig } from '../readers/keepalived/read-keepalived-config.ts';
import { readSetupScript } from '../readers/setup-script/read-setup-script.ts';
import { readSysctlConf } from '../readers/setup-script/read-sysctl-conf.ts';
import type { SetupCommand } from '../readers/setup-script/setup-command.ts';
import { canonicalSysctlKey } from '../readers/setup-script/sysctl-program.ts';
import { pathBeside } from './file-path.ts';
import type { FileSource } from './file-source.ts';
import type { LoadLog } from './load-log.ts';
import { readNodeFile } from './read-node-file.ts';
import type { LoadedNode, ScenarioInterface, ScenarioService, ScriptAnswer } from './scenario.ts';
import type { NodeDeclaration } from './schema/node-schema.ts';
import { showDialectOf } from './show-dialect-of.ts';
import type { YamlText } from './yaml-text.ts';

/** Programs of MISC_CHECKs that the node says nothing about, each once. */
function unknownPrograms(config: KeepalivedConfig, { scripts }: NodeDeclaration): Set<string> {
  const programs = new Set<string>();
  for (const { realServers } of config.virtualServers) {
    for (const check of realServers.flatMap(({ checks }) => checks)) {
      if (check.kind !== 'miscCheck') continue;
      const [program = ''] = check.command.split(' ');
      if (!(check.command in scripts) && !(program in scripts)) programs.add(program);
    }
  }
  return programs;
}

type FileKind = 'frr' | 'ospfd' | 'zebra' | 'keepalived' | 'ipvsadm' | 'setup' | 'sysctl';

interface NodeFile {
  readonly file: string;
  readonly text: string;
}

/** Locally administered: 02:00, node, interface. Counted, so that a run does not depend on names. */
export function madeMac(nodeIndex: number, interfaceIndex: number): MacAddress {
  return macFromNumber(0x020000000000 + nodeIndex * 256 + interfaceIndex);
}

export class NodeLoader {
  readonly #text: YamlText;
  readonly #source: FileSource;
  readonly #log: LoadLog;
  readonly #clock: CalendarSecond;

  constructor(text: YamlText, source: FileSource, log: LoadLog, clock: CalendarSecond) {
    this.#text = text;
    this.#source = source;
    this.#log = log;
    this.#clock = clock;
  }

  load(name: string, declaration: NodeDeclaration, nodeIndex: number): LoadedNode {
    return {
      name,
      interfaces: this.#interfaces(name, declaration, nodeIndex),
      ospfProfile: declaration.ospfProfile,
      showDialect: declaration.showDialect ?? showDialectOf(declaration.ospfProfile),
      ...(declaration.ospf?.spfBackoff === undefined ? {} : { spfBackoff: declaration.ospf.spfBackoff }),
      ...(declaration.ospf?.extendedSequenceNumbers === true ? { extendedSequenceNumbers: true } : {}),
      ...(declaration.ospf?.databaseOverflow === undefined
        ? {}
        : { databaseOverflow: declaration.ospf.databaseOverflow }),
      clock: declaration.clock ?? this.#clock,
      ...(declaration.kernel === undefined ? {} : { kernel: declaration.kernel }),
      frr: this.#frr(name, declaration),
      keepalived: this.#keepalived(name, declaration),
      setup: [...this.#setupFiles(name, declaration), ...this.#ownCommands(name, declaration)],
      services: this.#services(name, declaration),
      scripts: this.#scripts(name, declaration),
      at: this.#text.keyPlace(['nodes'], name),
    };
  }

  #interfaces(node: string, declaration: NodeDeclaration, nodeIndex: number): ScenarioInterface[] {
    return Object.entries(declaration.interfaces).map(([name, entry], index): ScenarioInterface => {
      const path = ['nodes', node, 'interfaces', name];
      const at = this.#text.keyPlace(['nodes', node, 'interfaces'], name);
      if (name === 'lo' || !/^[A-Za-z][A-Za-z0-9_.-]{0,14}$/.test(name)) {
        const message = name === 'lo' ? "every node has 'lo' already" : `'${name}' cannot name an interface`;
        this.#log.error(at, message, 'use a name such as eth0, with at most 15 letters and digits');
      }
      const first = (entry.address ?? []).map((one) => ({
        ...one,
        at: this.#text.place([...path, 'address']),
      }));
      const more = (entry.addresses ?? []).flatMap((several, position) =>
        several.map((one) => ({ ...one, at: this.#text.place([...path, 'addresses', position]) })),
      );
      return {
        name,
        segment: entry.segment,
        mac: entry.mac ?? madeMac(nodeIndex + 1, index),
        mtu: entry.mtu,
        addresses: [...first, ...more],
        at,
      };
    });
  }

  /** A value with a line end, or written as a block, is the text itself; anything else is a path. */
  #file(node: string, kind: FileKind, declaration: NodeDeclaration): NodeFile | undefined {
    const value = declaration.files?.[kind];
    if (value === undefined) return undefined;
    const path = ['nodes', node, 'files', kind];
    if (this.#text.isBlock(path) || value.includes('\n')) {
      return { file: this.#text.file, text: this.#text.blockText(path) };
    }
    const file = pathBeside(this.#text.file, value);
    const text = readNodeFile(this.#source, file, this.#text.place(path), this.#log);
    return text === undefined ? undefined : { file, text };
  }

  #frr(node: string, declaration: NodeDeclaration): FrrConfig | undefined {
    const kinds: readonly [FileKind, FrrDaemon][] = [
      ['frr', 'integrated'],
      ['zebra', 'zebra'],
      ['ospfd', 'ospfd'],
    ];
    const files = kinds.flatMap(([kind, daemon]): FrrFile[] => {
      const file = this.#file(node, kind, declaration);
      return file === undefined ? [] : [{ ...file, daemon }];
    });
    if (files.length > 1 && files[0]?.daemon === 'integrated') {
      const at = this.#text.keyPlace(['nodes', node], 'files');
      this.#log.error(
        at,
        "'frr' stands for all daemons, so 'zebra' and 'ospfd' cannot be given too",
        'join the files',
      );
    }
    if (files.length === 0) return undefined;
    return this.#log.take(readFrrConfig(files, declaration.ospfProfile === 'quagga' ? 'quagga' : 'frr'));
  }

  #keepalived(node: string, declaration: NodeDeclaration): KeepalivedConfig | undefined {
    const file = this.#file(node, 'keepalived', declaration);
    if (file === undefined) return undefined;
    const readFile = (path: string): string | undefined => this.#source.read(path);
    const config = this.#log.take(readKeepalivedConfig(file.file, file.text, readFile));
    for (const program of unknownPrograms(config, declaration)) {
      const message = `what ${program} exits with is not known: it counts as success`;
      const at = this.#text.keyPlace(['nodes', node], 'files');
      this.#log.warning(at, message, `add \`scripts: { ${program}: { exit: 0 } }\` to ${node}`);
    }
    return config;
  }

  #setupFiles(node: string, declaration: NodeDeclaration): SetupCommand[] {
    const sysctl = this.#file(node, 'sysctl', declaration);
    const setup = this.#file(node, 'setup', declaration);
    const rules = this.#file(node, 'ipvsadm', declaration);
    return [
      ...(sysctl === undefined ? [] : this.#log.take(readSysctlConf(sysctl.file, sysctl.text))),
      ...(setup === undefined ? [] : this.#log.take(readSetupScript(setup.file, setup.text))),
      ...(rules === undefined ? [] : this.#log.take(readIpvsadmRules(rules.file, rules.text))),
    ];
  }

  #ownCommands(node: string, declaration: NodeDeclaration): SetupCommand[] {
    const sysctls = Object.entries(declaration.sysctls).map(([key, value]): SetupCommand => ({
      kind: 'sysctlSet',
      key: canonicalSysctlKey(key),
      value,
      at: this.#text.keyPlace(['nodes', node, 'sysctls'], key),
    }));
    const routes = declaration.routes.flatMap((route, index): SetupCommand[] => {
      const at = this.#text.place(['nodes', node, 'routes', index]);
      if (route.via === undefined && route.dev === undefined) {
        this.#log.error(at, 'the route leads nowhere', "add 'via' and an address, or 'dev' and an interface");
        return [];
      }
      const nextHops = [{ address: route.via, interface: route.dev, weight: 1 }];
      const { to: prefix, metric } = route;
      return [{ kind: 'routeAdd', prefix, type: 'unicast', nextHops, metric, source: undefined, at }];
    });
    return [...sysctls, ...routes];
  }

  #scripts(node: string, declaration: NodeDeclaration): LoadedNode['scripts'] {
    const scripts = new Map<string, ScriptAnswer>();
    for (const [script, { exit: status, takes }] of Object.entries(declaration.scripts)) {
      if (script === '') {
        const at = this.#text.keyPlace(['nodes', node, 'scripts'], script);
        this.#log.error(at, 'a script without a name', 'write the program as misc_path does');
      }
      scripts.set(script, { status, takes });
    }
    return scripts;
  }

  #services(node: string, declaration: NodeDeclaration): ScenarioService[] {
    declaration.services.forEach((service, index) => {
      if (declaration.services.findIndex((other) => other.port === service.port) < index) {
        const at = this.#text.place(['nodes', node, 'services', index]);
        this.#log.error(
          at,
          `port ${service.port} is taken by an earlier service`,
          'give it a port of its own',
        );
      }
    });
    return [...declaration.services];
  }
}
