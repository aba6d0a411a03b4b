// The options of one ipvsadm command, long and short, and which of them take a value.

import type { Word } from '../text-line.ts';

export type OptionName =
  | 'add-service' | 'edit-service' | 'delete-service' | 'clear' | 'add-server' | 'edit-server' | 'delete-server'
  | 'set' | 'start-daemon' | 'stop-daemon' | 'tcp-service' | 'udp-service' | 'fwmark-service' | 'scheduler' | 'persistent'
  | 'netmask' | 'sched-flags' | 'ops' | 'real-server' | 'gatewaying' | 'masquerading' | 'ipip' | 'weight' | 'u-threshold'
  | 'l-threshold' | 'mcast-interface' | 'syncid' | 'sync-maxlen' | 'mcast-group' | 'mcast-port' | 'mcast-ttl' | 'numeric'
  | 'list' | 'save' | 'restore' | 'zero' | 'connection'; // prettier-ignore

/** How many words follow; `optional` takes the next word when it is a number. */
type Values = 0 | 1 | 'optional';

interface OptionRow {
  readonly name: OptionName;
  readonly letter?: string;
  readonly values: Values;
}

const rows: readonly OptionRow[] = [
  { name: 'add-service', letter: 'A', values: 0 },
  { name: 'edit-service', letter: 'E', values: 0 },
  { name: 'delete-service', letter: 'D', values: 0 },
  { name: 'clear', letter: 'C', values: 0 },
  { name: 'add-server', letter: 'a', values: 0 },
  { name: 'edit-server', letter: 'e', values: 0 },
  { name: 'delete-server', letter: 'd', values: 0 },
  { name: 'set', values: 0 },
  { name: 'start-daemon', values: 1 },
  { name: 'stop-daemon', values: 1 },
  { name: 'tcp-service', letter: 't', values: 1 },
  { name: 'udp-service', letter: 'u', values: 1 },
  { name: 'fwmark-service', letter: 'f', values: 1 },
  { name: 'scheduler', letter: 's', values: 1 },
  { name: 'persistent', letter: 'p', values: 'optional' },
  { name: 'netmask', letter: 'M', values: 1 },
  { name: 'sched-flags', letter: 'b', values: 1 },
  { name: 'ops', letter: 'o', values: 0 },
  { name: 'real-server', letter: 'r', values: 1 },
  { name: 'gatewaying', letter: 'g', values: 0 },
  { name: 'masquerading', letter: 'm', values: 0 },
  { name: 'ipip', letter: 'i', values: 0 },
  { name: 'weight', letter: 'w', values: 1 },
  { name: 'u-threshold', letter: 'x', values: 1 },
  { name: 'l-threshold', letter: 'y', values: 1 },
  { name: 'mcast-interface', values: 1 },
  { name: 'syncid', values: 1 },
  { name: 'sync-maxlen', values: 1 },
  { name: 'mcast-group', values: 1 },
  { name: 'mcast-port', values: 1 },
  { name: 'mcast-ttl', values: 1 },
  { name: 'numeric', letter: 'n', values: 0 },
  { name: 'list', letter: 'L', values: 0 },
  { name: 'list', letter: 'l', values: 0 },
  { name: 'connection', letter: 'c', values: 0 },
  { name: 'save', letter: 'S', values: 0 },
  { name: 'restore', letter: 'R', values: 0 },
  { name: 'zero', letter: 'Z', values: 0 },
];

export interface GivenOption {
  /** The option as written. */
  readonly at: Word;
  /** Undefined where none was given. */
  readonly value: Word | undefined;
}

export interface ReadOptions {
  readonly options: ReadonlyMap<OptionName, GivenOption>;
  /** Words that belong to no option: the numbers of --set. */
  readonly words: readonly Word[];
  readonly unknown: Word | undefined;
}

export function readOptions(words: readonly Word[]): ReadOptions {
  const options = new Map<OptionName, GivenOption>();
  const others: Word[] = [];
  const separate = words.flatMap(apart);
  for (let position = 0; position < separate.length; position++) {
    const at = separate[position]!;
    if (!at.text.startsWith('-')) {
      others.push(at);
      continue;
    }
    const row = rows.find(({ name, letter }) => at.text === `--${name}` || at.text === `-${letter}`);
    if (row === undefined) return { options, words: others, unknown: at };
    const next = separate[position + 1];
    const takes = row.values === 1 || (row.values === 'optional' && /^\d+$/.test(next?.text ?? ''));
    options.set(row.name, { at, value: takes ? next : undefined });
    if (takes) position++;
  }
  return { options, words: others, unknown: undefined };
}

/** `-Ln` is -L and -n; only options without values can be written so. */
function apart(word: Word): Word[] {
  if (!/^-[A-Za-z]{2,}$/.test(word.text)) return [word];
  const letters = [...word.text.slice(1)];
  const plain = letters.every((letter) => rows.some((row) => row.letter === letter && row.values === 0));
  return plain ? letters.map((letter) => ({ ...word, text: `-${letter}` })) : [word];
}
