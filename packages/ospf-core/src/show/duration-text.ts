// Durations as FRR's ospfd prints them: 8.128s, 1m02s, 1h02m03s, 1d02h03m, 1w2d03h; milliseconds for JSON.

import type { Duration } from '@ospflab/sim';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

/** `inactive` when there is none; below a millisecond in microseconds: `16 usecs`. */
export function durationText(duration: Duration | undefined): string {
  if (duration === undefined) return 'inactive';
  const milliseconds = Math.floor(duration / 1e6);
  if (milliseconds === 0) return `${Math.floor(duration / 1e3)} usecs`;
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < minute) return `${seconds}.${String(milliseconds % 1000).padStart(3, '0')}s`;
  if (seconds < hour) return `${Math.floor(seconds / minute)}m${two(seconds % minute)}s`;
  if (seconds < day) {
    return `${Math.floor(seconds / hour)}h${two((seconds % hour) / minute)}m${two(seconds % minute)}s`;
  }
  if (seconds < week) {
    return `${Math.floor(seconds / day)}d${two((seconds % day) / hour)}h${two((seconds % hour) / minute)}m`;
  }
  return `${Math.floor(seconds / week)}w${Math.floor((seconds % week) / day)}d${two((seconds % day) / hour)}h`;
}

/** Whole milliseconds; 0 when there is none. */
export function wholeMilliseconds(duration: Duration | undefined): number {
  return duration === undefined ? 0 : Math.floor(duration / 1e6);
}

export function wholeSeconds(duration: Duration): number {
  return Math.floor(duration / 1e9);
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
