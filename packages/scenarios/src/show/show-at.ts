// What a command typed on a node prints at an instant of the run. The tables of the cores say which commands there are.

import { after, explainBound, seconds, type Instant } from '@ospflab/sim';
import { Network, type Machine } from '../network/network.ts';
import type { Program } from '../programs/program.ts';
import { programTable } from '../programs/program-table.ts';
import { playTimeline } from '../run/run-scenario.ts';
import type { LoadedScenario } from '../scenario/scenario.ts';
import { printTable } from './print-table.ts';

export interface ShowOptions {
  /** Timeline and traffic run up to here; actions of this instant are not performed. */
  readonly at: Instant;
  readonly seed?: number;
  readonly eventsMax?: number;
}

export type Shown =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly boundHit: boolean };

/** Longest time that a program may take to finish. */
const programTimeMax = seconds(600);

/** `node` may be `all` for commands with JSON output: one object keyed by node name. */
export function showAt(scenario: LoadedScenario, node: string, command: string, options: ShowOptions): Shown {
  const words = command.trim().split(/\s+/);
  if (node !== 'all' && !scenario.nodes.some(({ name }) => name === node)) {
    const names = scenario.nodes.map(({ name }) => name).join(', ');
    return refusal(
      `${scenario.name} has no node ${node}; its nodes are ${names}, or \`all\` for JSON commands`,
    );
  }
  const network = new Network(scenario, {
    seed: options.seed ?? scenario.seed,
    wireMode: scenario.wireMode ?? 'objects',
    ...(options.eventsMax === undefined ? {} : { eventsMax: options.eventsMax }),
  });
  const outcome = playTimeline(network, options.at);
  const bound = explainBound(outcome);
  if (bound !== undefined) return { ok: false, message: bound, boundHit: true };
  return node === 'all' ? showOnAll(network, words) : showOn(network, network.machine(node), words);
}

function showOnAll(network: Network, words: readonly string[]): Shown {
  const parts: string[] = [];
  for (const machine of network.machines.values()) {
    const shown = print(network, machine, words);
    if (!shown.ok) continue; // This node runs no such program.
    try {
      const value: unknown = JSON.parse(shown.text);
      parts.push(`${JSON.stringify(machine.node.name)}: ${JSON.stringify(value, null, 2)}`);
    } catch {
      return refusal(`\`${words.join(' ')}\` prints no JSON; \`all\` takes commands that end in json`);
    }
  }
  if (parts.length === 0)
    return refusal(`no node answers \`${words.join(' ')}\`; what can be shown:\n${knownCommands()}`);
  return { ok: true, text: `{\n${parts.join(',\n')}\n}\n` };
}

function showOn(network: Network, machine: Machine, words: readonly string[]): Shown {
  const startProgram = programTable.get(words[0] ?? '');
  if (startProgram === undefined) return print(network, machine, words);
  const started = startProgram(words.slice(1));
  if (!started.ok) return refusal(`usage: ${started.usage}`);
  return runProgram(network, machine.node.addApplication(started.make));
}

/** Lets the network run on until the program has printed everything. */
function runProgram(network: Network, program: Program): Shown {
  const { simulation } = network;
  const limit = after(simulation.now, programTimeMax);
  program.start();
  while (!program.finished && simulation.now < limit) {
    const bound = explainBound(simulation.run({ until: after(simulation.now, seconds(0.1)) }));
    if (bound !== undefined) return { ok: false, message: bound, boundHit: true };
  }
  return { ok: true, text: program.output };
}

function print(network: Network, machine: Machine, words: readonly string[]): Shown {
  const commandLine = words.join(' ');
  for (const printer of printTable) {
    const text = printer.print(machine, commandLine, network.simulation.now);
    if (text !== undefined) return { ok: true, text };
  }
  return refusal(
    `nothing on ${machine.node.name} answers \`${commandLine}\`; what can be shown:\n${knownCommands()}`,
  );
}

function knownCommands(): string {
  const commands = [...printTable.flatMap((printer) => printer.commands), ...programTable.keys()];
  return commands.map((command) => `  ${command}`).join('\n');
}

function refusal(message: string): Shown {
  return { ok: false, message, boundHit: false };
}
