// `ospflab nexthop`: which member of a multipath route a Linux router picks, for one flow or for many on standard input.

import { createInterface } from 'node:readline';
import { Option, type Command } from 'commander';
import { nextHopChooser, parseFlow, parseFlowLine, parseWeights, type NextHopQuestion } from '@ospflab/ecmp';
import { CommandFailure } from '../exit-code.ts';
import { wholeNumber } from '../read-option.ts';

interface NexthopFlags {
  readonly policy: '0' | '1';
  readonly seed: number;
  readonly weights: string;
  readonly src?: string;
  readonly dst?: string;
  readonly proto?: string;
  readonly sport?: string;
  readonly dport?: string;
}

const seedMax = 0xffffffff;

export function addNexthopCommand(program: Command): void {
  program
    .command('nexthop')
    .description('say which next hop Linux picks: 1-based, one line per flow')
    .addOption(
      new Option('--policy <n>', 'net.ipv4.fib_multipath_hash_policy: 0 addresses, 1 five-tuple')
        .choices(['0', '1'])
        .default('0'),
    )
    .requiredOption('--seed <n>', 'net.ipv4.fib_multipath_hash_seed, 1 to 4294967295', wholeNumber)
    .requiredOption('--weights <list>', 'weights of the next hops in their order, for example 1,1,2')
    .option('--src <address>', 'source of one flow; without it flows are read from standard input as NDJSON')
    .option('--dst <address>', 'destination')
    .option('--proto <name>', 'tcp, udp, icmp or a number', 'tcp')
    .option('--sport <port>', 'source port')
    .option('--dport <port>', 'destination port')
    .action(async (flags: NexthopFlags) => {
      const choose = nextHopChooser(questionOf(flags));
      if (flags.src !== undefined || flags.dst !== undefined) {
        const { src, dst, proto, sport, dport } = flags;
        const given = Object.entries({ src, dst, proto, sport, dport }).filter(
          ([, value]) => value !== undefined,
        );
        const flow = parseFlow(Object.fromEntries(given));
        if (!flow.ok) throw new CommandFailure(`--${flow.reason}`);
        console.log(choose(flow.value));
        return;
      }
      await answerLines(choose);
    });
}

function questionOf({ policy, seed, weights }: NexthopFlags): NextHopQuestion {
  if (seed > seedMax) throw new CommandFailure(`--seed ${seed} is above ${seedMax}, the highest seed`);
  const parsed = parseWeights(weights);
  if (!parsed.ok) throw new CommandFailure(`--weights: ${parsed.reason}`);
  return { policy: policy === '0' ? 0 : 1, seed, weights: parsed.value };
}

async function answerLines(choose: ReturnType<typeof nextHopChooser>): Promise<void> {
  let lineNumber = 0;
  const answers: string[] = [];
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    lineNumber++;
    if (line.trim() === '') continue;
    const flow = parseFlowLine(line);
    if (!flow.ok) {
      process.stdout.write(answers.join(''));
      throw new CommandFailure(`standard input, line ${lineNumber}: ${flow.reason}`);
    }
    answers.push(`${choose(flow.value)}\n`);
    if (answers.length >= 1000) process.stdout.write(answers.splice(0).join(''));
  }
  process.stdout.write(answers.join(''));
}
