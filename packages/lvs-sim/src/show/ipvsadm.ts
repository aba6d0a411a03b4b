// `ipvsadm -L …`: which listing a command line asks for. A new listing is a file in this folder and a row here.

import type { Instant } from '@ospflab/sim';
import type { DirectorReading } from './director-reading.ts';
import { showConnections } from './show-connections.ts';
import { showDaemons } from './show-daemons.ts';
import { showPersistentConnections } from './show-persistent-connections.ts';
import { showRates } from './show-rates.ts';
import { showRules } from './show-rules.ts';
import { showServices } from './show-services.ts';
import { showStatistics } from './show-statistics.ts';
import { showThresholds } from './show-thresholds.ts';
import { showTimeouts } from './show-timeouts.ts';

interface Listing {
  /** The long option that chooses it; none for the plain list. */
  readonly option: string | undefined;
  readonly render: (director: DirectorReading, now: Instant) => string;
}

const listings: readonly Listing[] = [
  { option: undefined, render: showServices },
  { option: 'connection', render: showConnections },
  { option: 'stats', render: showStatistics },
  { option: 'persistent-conn', render: showPersistentConnections },
  { option: 'thresholds', render: showThresholds },
  { option: 'rate', render: showRates },
  { option: 'timeout', render: showTimeouts },
  { option: 'daemon', render: showDaemons },
];

const longOfShort: Readonly<Record<string, string>> = {
  L: 'list',
  l: 'list',
  n: 'numeric',
  c: 'connection',
  S: 'save',
};

/** The commands as people type them, for lists of what can be shown. */
export const ipvsadmCommands: readonly string[] = [
  'ipvsadm -Ln',
  'ipvsadm -Lnc',
  'ipvsadm -Ln --stats',
  'ipvsadm -Ln --rate',
  'ipvsadm -Ln --persistent-conn',
  'ipvsadm -Ln --thresholds',
  'ipvsadm -Ln --timeout',
  'ipvsadm -Ln --daemon',
  'ipvsadm -Sn',
];

/** The text that `ipvsadm` prints for this command line; undefined when it is none of the listings. Names are not looked up: -n is required. */
export function ipvsadm(commandLine: string, director: DirectorReading, now: Instant): string | undefined {
  const [program, ...words] = commandLine.trim().split(/\s+/);
  const options = new Set(words.flatMap(longOptions));
  if (program === 'ipvsadm-save' && options.size === 1 && options.has('numeric'))
    return showRules(director, now);
  if (program !== 'ipvsadm') return undefined;
  const numeric = options.delete('numeric');
  if (options.delete('save')) return numeric && options.size === 0 ? showRules(director, now) : undefined;
  if (!options.delete('list')) return undefined;
  if (options.size > 1) return undefined;
  const [option] = options;
  if (!numeric && option !== 'timeout' && option !== 'daemon') return undefined;
  return listings.find((each) => each.option === option)?.render(director, now);
}

/** `-Lnc` is list, numeric, connection; a word that is no option stays and matches nothing. */
function longOptions(word: string): string[] {
  if (word.startsWith('--')) return [word.slice(2)];
  if (!word.startsWith('-')) return [word];
  return [...word.slice(1)].map((letter) => longOfShort[letter] ?? word);
}
