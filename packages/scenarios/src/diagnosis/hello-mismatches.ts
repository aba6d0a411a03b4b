// What two ends of a segment have to agree on before either lists the other as a neighbour, RFC 2328 §8.2 and §10.5. One row each.

import { dotted } from '@ospflab/ospf-core';
import { toSeconds, type Duration, type Instant } from '@ospflab/sim';
import { authenticationMismatch } from './authentication-mismatch.ts';
import { elects, type OspfEnd } from './ospf-end.ts';

export interface Mismatch {
  /** The value of the one, a slash, that of the other. */
  readonly text: string;
  /** What has to be made equal. */
  readonly setting: string;
}

interface Row {
  readonly what: string;
  readonly setting: string;
  readonly value: (end: OspfEnd) => string;
  /** Absent: always. */
  readonly matters?: (one: OspfEnd, other: OspfEnd) => boolean;
}

const rows: readonly Row[] = [
  {
    what: 'area',
    setting: '`ip ospf area` or `network … area`',
    value: ({ config }) => dotted(config.areaId),
  },
  {
    what: 'area type',
    setting: '`area … stub` or `area … nssa`',
    value: ({ areaKind }) => areaKind,
    matters: (one, other) => one.config.areaId === other.config.areaId,
  },
  {
    what: 'netmask',
    setting: 'the length of the addresses',
    value: ({ config }) => `/${config.prefixLength}`,
    matters: (one, other) => comparesMasks(one) || comparesMasks(other),
  },
  {
    what: 'hello interval',
    setting: '`ip ospf hello-interval`',
    value: ({ config }) => secondsText(config.helloInterval),
    matters: (one, other) => one.config.fastHello !== true && other.config.fastHello !== true,
  },
  {
    what: 'dead interval',
    setting: '`ip ospf dead-interval`',
    value: ({ config }) => secondsText(config.deadInterval),
  },
];

export function helloMismatches(one: OspfEnd, other: OspfEnd, now: Instant): Mismatch[] {
  const found = rows.flatMap(({ what, setting, value, matters }): Mismatch[] => {
    const [own, others] = [value(one), value(other)];
    if (own === others || matters?.(one, other) === false) return [];
    return [{ text: `${what} ${own} / ${others}`, setting }];
  });
  const disbelief = authenticationMismatch(one, other, now);
  return disbelief === undefined ? found : [...found, disbelief];
}

function comparesMasks(end: OspfEnd): boolean {
  const { networkType, prefixLength } = end.config;
  return elects(end) || (networkType === 'pointToMultipoint' && prefixLength < 32);
}

function secondsText(duration: Duration): string {
  return `${toSeconds(duration)} s`;
}
