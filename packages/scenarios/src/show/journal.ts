// `journalctl -u keepalived`: what keepalived wrote to its log. A simulated clock begins at midnight of the first of January.

import type { Instant } from '@ospflab/sim';
import type { Machine } from '../network/network.ts';

/** Which of keepalived's processes speaks; simulated ones have no numbers. */
const speaker = 'Keepalived_healthcheckers';
const unit = 'journalctl -u keepalived';

interface Entry {
  readonly at: Instant;
  readonly text: string;
}

/** By command line: how an entry is printed. */
const formats: ReadonlyMap<string, (entry: Entry, node: string) => string> = new Map([
  [unit, ({ at, text }, node) => `${calendarTime(at)} ${node} ${speaker}: ${text}`],
  [
    `${unit} -o short-monotonic`,
    ({ at, text }, node) => `[${monotonicTime(at).padStart(12)}] ${node} ${speaker}: ${text}`,
  ],
  [`${unit} -o cat`, ({ text }) => text],
]);

export const journalCommands: readonly string[] = [...formats.keys()];

/** Undefined when it is another command, or the node has no keepalived. */
export function renderJournal({ keepalived, node }: Machine, commandLine: string): string | undefined {
  const format = formats.get(commandLine);
  if (format === undefined || keepalived === undefined) return undefined;
  if (keepalived.log.length === 0) return '-- No entries --\n';
  return keepalived.log.map((entry) => `${format(entry, node.name)}\n`).join('');
}

function monotonicTime(at: Instant): string {
  const microseconds = Math.floor(at / 1000);
  const fraction = `${microseconds % 1_000_000}`.padStart(6, '0');
  return `${Math.floor(microseconds / 1_000_000)}.${fraction}`;
}

const monthDays: readonly (readonly [string, number])[] = [
  ['Jan', 31], ['Feb', 28], ['Mar', 31], ['Apr', 30], ['May', 31], ['Jun', 30],
  ['Jul', 31], ['Aug', 31], ['Sep', 30], ['Oct', 31], ['Nov', 30], ['Dec', 31],
]; // prettier-ignore

/** `Jan 01 00:01:23` */
function calendarTime(at: Instant): string {
  const whole = Math.floor(at / 1e9);
  const two = (value: number): string => `${value}`.padStart(2, '0');
  let day = Math.floor(whole / 86_400) % 365;
  let name = 'Jan';
  for (const [month, days] of monthDays) {
    name = month;
    if (day < days) break;
    day -= days;
  }
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map(two).join(':');
  return `${name} ${two(day + 1)} ${clock}`;
}
