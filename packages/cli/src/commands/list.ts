// `ospflab list`: the built-in scenarios.

import type { Command } from 'commander';
import { builtInScenarios, openScenario } from '../open-scenario.ts';

export function addListCommand(program: Command): void {
  program
    .command('list')
    .description('show the built-in scenarios')
    .action(() => {
      for (const { name } of builtInScenarios()) {
        const { about } = openScenario(name).scenario;
        console.log(`${name.padEnd(24)}${about}`);
      }
    });
}
