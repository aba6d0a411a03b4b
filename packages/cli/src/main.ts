// The command `ospflab`. Each subcommand is a file in commands/ and a row here.

import { Command, CommanderError } from 'commander';
import { addBenchHashCommand } from './commands/bench-hash.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addDecodeCommand } from './commands/decode.ts';
import { addIpvsCommand } from './commands/ipvs-replay.ts';
import { addListCommand } from './commands/list.ts';
import { addNexthopCommand } from './commands/nexthop.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addRunCommand } from './commands/run.ts';
import { addShowCommand } from './commands/show.ts';
import { addSweepCommand } from './commands/sweep.ts';
import { CommandFailure, exitCodes } from './exit-code.ts';

const commands = [
  addListCommand,
  addRunCommand,
  addShowCommand,
  addSweepCommand,
  addCompareCommand,
  addReplayCommand,
  addIpvsCommand,
  addDecodeCommand,
  addNexthopCommand,
  addBenchHashCommand,
];

async function main(): Promise<void> {
  const program = new Command('ospflab')
    .description(
      'Predicts what a network load-balanced with OSPF, ECMP and LVS does, from its configuration files',
    )
    .showHelpAfterError('(ospflab --help shows what there is)')
    .exitOverride();
  for (const add of commands) add(program);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and version are no failure; every usage error was printed by commander already.
    return error.exitCode === 0 ? exitCodes.allExpectationsHold : exitCodes.badInput;
  }
  if (error instanceof CommandFailure) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const details = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `This is a mistake in ospflab itself, not in your input: ${details}\nSet OSPFLAB_DEBUG=1 to see where it happened.\n`,
  );
  if (process.env['OSPFLAB_DEBUG'] !== undefined) console.error(error);
  return exitCodes.badInput;
}

// A reader such as `head` may close the pipe before everything is written; a disc may be full.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.allExpectationsHold);
  process.stderr.write(`cannot write the output: ${error.message}\n`);
  process.exit(exitCodes.badInput);
});

await main();
