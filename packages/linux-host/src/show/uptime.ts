// How FRR prints the age of something: hours, then days, then weeks.

import { between, type Instant } from '@ospflab/sim';

export function uptimeText(since: Instant, now: Instant): string {
  const seconds = Math.floor(between(since, now) / 1e9);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days < 1) return `${two(hours)}:${two(minutes % 60)}:${two(seconds % 60)}`;
  if (days < 7) return `${days}d${two(hours % 24)}h${two(minutes % 60)}m`;
  return `${two(Math.floor(days / 7))}w${days % 7}d${two(hours % 24)}h`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
