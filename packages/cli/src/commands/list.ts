// `ospflab list`: the built-in scenarios.

import type { Command } from 'commander';
import { builtInScenarios, openScenario } from '../open-scenario.ts';

export function addListCommand(program: Command): void {
  program
    .command('list')
    .description('show the built-in scenarios')
    .action(() => {
      const scenarios = builtInScenarios();
      const width = Math.max(...scenarios.map(({ name }) => name.length)) + 2;
      for (const { name } of scenarios) {
        const { about } = openScenario(name).scenario;
        console.log(`${name.padEnd(width)}${about}`);
      }
    });
}
