// bfd_instance. keepalived 2.2.7: keepalived/bfd/bfd_parser.c.

import type { BfdInstanceConfig } from '@ospflab/lvs-sim';
import { formatIpv4Address, parseIpv4Address } from '@ospflab/net';
import { microseconds, type Duration } from '@ospflab/sim';
import type { Writable } from '../writable.ts';
import type { KeepalivedStatement } from './keepalived-statement.ts';
import { keyword, presence, readBlock, type KeepalivedReadingLog, type KeywordRow } from './keyword.ts';

const nameLengthMax = 31;
const millisecondsMax = 4_294_967;
const ttlDefault = 255;
/** Stands for any number of hops. */
const anyHops = 255;

interface Draft extends Writable<Partial<BfdInstanceConfig>> {
  readonly name: string;
  vrrp?: boolean | undefined;
  checker?: boolean | undefined;
  malformed?: boolean;
}

/** What checks may refer to. */
export interface BfdInstances {
  /** Those that hold a session. */
  readonly running: BfdInstanceConfig[];
  /** Those that the checkers know; one without a usable neighbour never says anything. */
  readonly known: Set<string>;
  /** Every name that was used. */
  readonly names: Set<string>;
}

const corrected = 'keepalived goes on without the line; write a value within the range';

function ignored(log: KeepalivedReadingLog, from: KeepalivedStatement, message: string): void {
  log.report(
    from.words[0] ?? from.keyword,
    'warning',
    `Configuration error: BFD instance ${message}`,
    corrected,
  );
}

/** Milliseconds with up to three decimals. */
function intervalKeyword(
  name: string,
  lowest: number,
  set: (draft: Draft, interval: Duration) => void,
): KeywordRow<Draft> {
  return keyword(name, (draft, from, log) => {
    const text = log.text(from, 'a number of milliseconds');
    if (text === undefined) return;
    const match = /^(\d{1,9})(?:\.(\d{1,3})(\d*))?$/.exec(text);
    const value = match === null ? Number.NaN : Number(`${match[1]}.${match[2] ?? '0'}`);
    if (!(value >= lowest && value <= millisecondsMax)) {
      const range = `[${lowest}-${millisecondsMax}]`;
      ignored(
        log,
        from,
        `${draft.name} ${name} value ${text} is not valid (must be in range ${range}), ignoring`,
      );
      return;
    }
    if ((match?.[3] ?? '') !== '') {
      const message = `number '${text}' has too many decimal places`;
      log.report(from.words[0]!, 'warning', message, 'write whole microseconds, three places at most');
    }
    set(draft, microseconds(Math.round(value * 1000)));
  });
}

function numberKeyword(
  names: string,
  what: string,
  range: readonly [number, number],
  set: (draft: Draft, value: number) => void,
): KeywordRow<Draft>[] {
  return names.split(' ').map((name) =>
    keyword(name, (draft, from, log) => {
      const text = log.text(from, 'a number');
      if (text === undefined) return;
      const value = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      if (value >= range[0] && value <= range[1]) set(draft, value);
      else {
        const words = `${draft.name} ${what} value ${text} not valid (must be in range [${range[0]}-${range[1]}])`;
        ignored(log, from, `${words}, ignoring`);
      }
    }),
  );
}

function setNeighbor(draft: Draft, from: KeepalivedStatement, log: KeepalivedReadingLog): void {
  const text = log.text(from, 'an address a.b.c.d') ?? '';
  const neighbor = parseIpv4Address(text);
  if (neighbor !== undefined) draft.neighbor = neighbor;
  else if (text !== '') {
    draft.malformed = true;
    const message = `Configuration error: BFD instance ${draft.name} has malformed neighbor address ${text}, ignoring instance`;
    log.report(from.words[0]!, 'error', message, 'write an address a.b.c.d');
  }
}

const keywords: readonly KeywordRow<Draft>[] = [
  keyword('neighbor_ip', setNeighbor),
  keyword('neighbour_ip', setNeighbor),
  keyword('source_ip', (draft, from, log) => {
    const text = log.text(from, 'an address a.b.c.d') ?? '';
    const source = parseIpv4Address(text);
    if (source !== undefined) draft.source = source;
    else if (text !== '') ignored(log, from, `${draft.name} has malformed source address ${text}, ignoring`);
  }),
  intervalKeyword('min_rx', 1, (draft, interval) => void (draft.minRx = interval)),
  intervalKeyword('min_tx', 1, (draft, interval) => void (draft.minTx = interval)),
  intervalKeyword('idle_tx', 1000, (draft, interval) => void (draft.idleTx = interval)),
  ...numberKeyword('multiplier', 'multiplier', [1, 255], (draft, value) => void (draft.multiplier = value)),
  ...numberKeyword('ttl hoplimit', 'ttl/hoplimit', [1, 255], (draft, value) => void (draft.ttl = value)),
  ...numberKeyword('max_hops', 'max_hops', [-1, 255], (draft, value) => {
    draft.maxHops = value < 0 ? anyHops : value;
  }),
  presence('passive', 'passive'),
  presence('vrrp', 'vrrp'),
  presence('checker', 'checker'),
  // For VRRP instances that track the session.
  ...numberKeyword('weight', 'weight', [-253, 253], () => undefined),
];

/** What the whole block says; false when the instance holds no session. */
function hasSession(
  draft: Draft,
  from: KeepalivedStatement,
  { running }: BfdInstances,
  log: KeepalivedReadingLog,
): boolean {
  const { name, neighbor, source, ttl = ttlDefault, maxHops = 0 } = draft;
  const [at = from.keyword] = from.words;
  const wrong = (message: string, remedy: string): false => {
    log.report(at, 'error', `Configuration error: BFD instance ${name} ${message}`, remedy);
    return false;
  };
  if (draft.malformed === true) return false;
  if (neighbor === undefined) {
    return wrong('has no neighbor address set, disabling instance', 'add `neighbor_ip ADDRESS`');
  }
  if (maxHops > ttl) {
    const message = `BFD instance ${name}: max_hops exceeds ttl/hoplimit - setting to ttl/hoplimit`;
    log.report(at, 'warning', message, `write \`max_hops ${ttl}\``);
    draft.maxHops = ttl;
  }
  const other = running.find((one) => one.neighbor === neighbor);
  if (other === undefined) return true;
  const address = formatIpv4Address(neighbor);
  if (source === undefined || other.source === undefined) {
    return wrong(`has duplicate neighbor address ${address}, ignoring instance`, 'remove one of them');
  }
  if (source === other.source) {
    const pair = `${formatIpv4Address(source)}/${address}`;
    return wrong(`has duplicate source/neighbor address ${pair}, ignoring instance`, 'remove one of them');
  }
  const message = `two BFD sessions with ${address} are not simulated: '${name}' is left out`;
  log.report(at, 'unsupported', message, 'let one instance watch the neighbour');
  return false;
}

export function readBfdInstance(
  from: KeepalivedStatement,
  instances: BfdInstances,
  log: KeepalivedReadingLog,
): void {
  // keepalived 2.2.7 crashes without a name.
  const name = log.text(from, 'a name');
  if (name === undefined) return;
  const problem =
    name.length > nameLengthMax
      ? `name too long (maximum length is ${nameLengthMax} characters) - ignoring`
      : instances.names.has(name)
        ? 'already configured - ignoring'
        : undefined;
  if (problem !== undefined) {
    const message = `Configuration error: BFD instance ${name} ${problem}`;
    log.report(from.words[0]!, 'error', message, 'choose another name');
    return;
  }
  const draft: Draft = { name };
  readBlock(from.block ?? [], keywords, draft, log);
  instances.names.add(name);
  const { neighbor, source, minRx, minTx, idleTx, multiplier, passive, ttl } = draft;
  if (draft.vrrp !== true || draft.checker === true) instances.known.add(name);
  if (!hasSession(draft, from, instances, log) || neighbor === undefined) return;
  const { maxHops } = draft;
  instances.running.push({ name, neighbor, source, minRx, minTx, idleTx, multiplier, passive, ttl, maxHops });
}
