// What vtysh of FRR 8.4.4 printed in some of the lab folders, line by line, but for times, counts and what follows from them.

import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { convergedLab, type ConvergedRouter } from '../converged-lab.ts';
import { fixturePath } from '../folder-source.ts';

const folder = fixturePath('frr-show');

/** Times, ages, sequence numbers, checksums, counters of runs and changes, and where in a list something stands. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/Last SPF duration .*/g, 'Last SPF duration <time>'],
  [/"sequenceNumber": "[0-9a-f]+"/g, '"sequenceNumber": <number>'],
  [/\d+(\.\d+)?s( |$)/gm, '<time>$2'],
  [/(\w+(?:Msecs?|Msec)"): ?\d+/g, '$1: <time>'],
  [/LS age: \d+/g, 'LS age: <age>'],
  [/"lsaAge": \d+/g, '"lsaAge": <age>'],
  [/LS Seq Number: [0-9a-f]+/g, 'LS Seq Number: <number>'],
  [/"lsaSeqNumber": "[0-9a-f]+"/g, '"lsaSeqNumber": <number>'],
  [/Checksum: 0x[0-9a-f]+/g, 'Checksum: <sum>'],
  [/"checksum": "[0-9a-f]+"/g, '"checksum": <sum>'],
  [/Checksum Sum 0x[0-9a-f]+/g, 'Checksum Sum <sum>'],
  [/(\w+Checksum"): ?\d+/g, '$1: <sum>'],
  [/ +\d+ 0x8[0-9a-f]{7} 0x[0-9a-f]{4}/g, ' <age> <number> <sum>'],
  [/SPF algorithm executed \d+ times/g, 'SPF algorithm executed <n> times'],
  [/"spfExecutedCounter": ?\d+/g, '"spfExecutedCounter": <n>'],
  [/Hold time multiplier is currently \d+/g, 'Hold time multiplier is currently <n>'],
  [/"holdtimeMultplier": ?\d+/g, '"holdtimeMultplier": <n>'],
  [/\d+ state changes/g, '<n> state changes'],
  [/Link State Request Retransmission (on|off)/g, 'Link State Request Retransmission <on or off>'],
  [/^.*Regressive change.*\n/gm, ''],
];

/** What the recorded daemon owes to the order in which its configuration came: where it describes its loopback, and the options of its first summaries. */
const inAnyOrder = 'show ip ospf database router';
const withoutOptions = 'show ip ospf database summary';

function stable(command: string, text: string): string[] {
  const lines = stableLines(text);
  if (command === inAnyOrder) return lines.sort();
  return command === withoutOptions ? lines.filter((line) => !line.startsWith('  Options:')) : lines;
}

function stableLines(text: string): string[] {
  return volatile
    .reduce((result, [pattern, replacement]) => result.replaceAll(pattern, replacement), text)
    .split('\n');
}

const recordings = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const [lab = '', router = ''] = file.split('.');
    const shown = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Readonly<Record<string, string>>;
    return { lab, router, shown };
  });

const converged = new Map<string, readonly ConvergedRouter[]>();

function routerOf(lab: string, router: string): ConvergedRouter {
  let routers = converged.get(lab);
  if (routers === undefined) converged.set(lab, (routers = convergedLab(`frr/${lab}`)));
  return routers.find(({ name }) => name === router)!;
}

describe.each(recordings)('$router of $lab', ({ lab, router, shown }) => {
  it.each(Object.entries(shown))('%s', (command, text) => {
    expect(stable(command, routerOf(lab, router).show(command))).toEqual(stable(command, text));
  });
});
