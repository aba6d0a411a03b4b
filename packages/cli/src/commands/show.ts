// `ospflab show`: what a node would print if somebody typed a command on it at an instant of the run.

import type { Command } from 'commander';
import { showAt } from '@ospflab/scenarios';
import type { Instant } from '@ospflab/sim';
import { CommandFailure, exitCodes } from '../exit-code.ts';
import { openScenario } from '../open-scenario.ts';
import { instant, parameterSetting, wholeNumber } from '../read-option.ts';

interface ShowFlags {
  readonly at?: Instant;
  readonly seed?: number;
  readonly strict?: boolean;
  readonly set?: ReadonlyMap<string, string>;
}

export function addShowCommand(program: Command): void {
  program
    .command('show')
    .description(
      'print what a command on a node shows at an instant: vtysh, ip, ipvsadm, curl, ping, traceroute',
    )
    .argument('<scenario>', 'built-in name, scenario file or lab folder')
    .argument('<node>', 'name of a node, or `all` for commands with JSON output')
    .argument('<command>', 'for example "show ip ospf neighbor"')
    .option('--at <time>', 'instant of the run (default: its end)', instant)
    .option('--seed <n>', 'seed of all randomness', wholeNumber)
    .option('--set <key=value>', 'value of a parameter of the scenario; may be given often', parameterSetting)
    .option('--strict', 'treat configuration lines that are not understood as errors')
    .action((named: string, node: string, command: string, flags: ShowFlags) => {
      const { scenario, notes } = openScenario(named, flags);
      process.stderr.write(notes);
      const shown = showAt(scenario, node, command, {
        at: flags.at ?? scenario.until,
        ...(flags.seed === undefined ? {} : { seed: flags.seed }),
      });
      if (!shown.ok) {
        throw new CommandFailure(shown.message, shown.boundHit ? exitCodes.boundHit : exitCodes.badInput);
      }
      process.stdout.write(shown.text);
    });
}
