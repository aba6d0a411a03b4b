// `journalctl -u keepalived`: what keepalived wrote to its log, by the clock of its machine.

import type { Instant } from '@ospflab/sim';
import { calendarDateOf, monthNames, type CalendarSecond } from '../calendar.ts';
import type { Machine } from '../network/network.ts';
import type { LoadedNode } from '../scenario/scenario.ts';

/** Which of keepalived's processes speaks; simulated ones have no numbers. */
const speaker = 'Keepalived_healthcheckers';
const unit = 'journalctl -u keepalived';

interface Entry {
  readonly at: Instant;
  readonly text: string;
}

/** By command line: how an entry is printed. */
const formats: ReadonlyMap<string, (entry: Entry, node: LoadedNode) => string> = new Map([
  [unit, ({ at, text }, { name, clock }) => `${calendarTime(at, clock)} ${name} ${speaker}: ${text}`],
  [
    `${unit} -o short-monotonic`,
    ({ at, text }, { name }) => `[${monotonicTime(at).padStart(12)}] ${name} ${speaker}: ${text}`,
  ],
  [`${unit} -o cat`, ({ text }) => text],
]);

export const journalCommands: readonly string[] = [...formats.keys()];

/** Undefined when it is another command, or the node has no keepalived. */
export function renderJournal({ keepalived, node }: Machine, commandLine: string): string | undefined {
  const format = formats.get(commandLine);
  if (format === undefined || keepalived === undefined) return undefined;
  if (keepalived.log.length === 0) return '-- No entries --\n';
  return keepalived.log.map((entry) => `${format(entry, node.loaded)}\n`).join('');
}

function monotonicTime(at: Instant): string {
  const microseconds = Math.floor(at / 1000);
  const fraction = `${microseconds % 1_000_000}`.padStart(6, '0');
  return `${Math.floor(microseconds / 1_000_000)}.${fraction}`;
}

/** `Jan 01 00:01:23` */
function calendarTime(at: Instant, clock: CalendarSecond): string {
  const { month, day, hour, minute, second } = calendarDateOf((clock + at / 1e9) as CalendarSecond);
  const two = (value: number): string => `${value}`.padStart(2, '0');
  return `${monthNames[month - 1]!.slice(0, 3)} ${two(day)} ${[hour, minute, second].map(two).join(':')}`;
}
