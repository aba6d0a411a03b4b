// A recorded script of packets for one virtual service: the format of a JSON file that any kernel's answers can be written to.
// A list of scripts; each names scheduler, flags, vip, vport, rs and weights (in the order of adding) and ops. An op has op, src, sport and,
// where answers were recorded, rs (null: not scheduled), state and counts ([active, inactive] per server in the order of `rs`).

import { parseIpv4Address, type Decoded, type Ipv4Address } from '@ospflab/net';
import { schedulerTable } from '../ipvs/scheduler/scheduler-table.ts';
import type { SchedulerFlag, SchedulerName } from '../ipvs/virtual-service.ts';

export type ReplayOperationKind = 'syn' | 'ack' | 'fin' | 'rst';

/** What a director shows after one packet. */
export interface ReplayAnswer {
  /** The connection's real server; undefined when there is no entry. */
  readonly realServer: Ipv4Address | undefined;
  readonly state: string | undefined;
  readonly counts: readonly (readonly [active: number, inactive: number])[];
}

export interface ReplayOperation {
  readonly operation: ReplayOperationKind;
  readonly client: Ipv4Address;
  readonly clientPort: number;
  /** Absent where the script only asks. */
  readonly recorded?: ReplayAnswer;
}

export interface ReplayScript {
  readonly scheduler: SchedulerName;
  readonly flags: readonly SchedulerFlag[];
  readonly virtualAddress: Ipv4Address;
  readonly virtualPort: number;
  readonly realServers: readonly { readonly address: Ipv4Address; readonly weight: number }[];
  readonly operations: readonly ReplayOperation[];
}

const operationKinds: readonly string[] = ['syn', 'ack', 'fin', 'rst'] satisfies ReplayOperationKind[];
const knownFlags: readonly string[] = [
  'sh-port',
  'sh-fallback',
  'mh-port',
  'mh-fallback',
] satisfies SchedulerFlag[];

/** Reads parsed JSON; the reason names the place. `offsetBytes` is always 0, since the bytes are gone. */
export function readReplayScripts(json: unknown): Decoded<ReplayScript[]> {
  try {
    const list = Array.isArray(json) ? json : [json];
    return { ok: true, value: list.map((each, index) => readScript(each, `script ${index + 1}`)) };
  } catch (error) {
    if (error instanceof Misfit) return { ok: false, reason: error.message, offsetBytes: 0 };
    throw error;
  }
}

/** Only thrown and caught in this file. */
class Misfit extends Error {}

function readScript(json: unknown, place: string): ReplayScript {
  const script = asRecord(json, place);
  const scheduler = asText(script['scheduler'], `${place}, scheduler`);
  if (!Object.hasOwn(schedulerTable, scheduler))
    throw new Misfit(`${place}: scheduler ${scheduler} is not simulated`);
  const flags = asText(script['flags'] ?? '', `${place}, flags`)
    .split(',')
    .filter((flag) => flag !== '');
  const unknownFlag = flags.find((flag) => !knownFlags.includes(flag));
  if (unknownFlag !== undefined) throw new Misfit(`${place}: flag ${unknownFlag} is not known`);
  const addresses = asList(script['rs'], `${place}, rs`);
  const weights = asList(script['weights'], `${place}, weights`);
  if (weights.length !== addresses.length) throw new Misfit(`${place}: rs and weights differ in length`);
  return {
    scheduler: scheduler as SchedulerName,
    flags: flags as SchedulerFlag[],
    virtualAddress: asAddress(script['vip'], `${place}, vip`),
    virtualPort: asPort(script['vport'], `${place}, vport`),
    realServers: addresses.map((address, index) => ({
      address: asAddress(address, `${place}, rs ${index + 1}`),
      weight: asInteger(weights[index], 0, 65535, `${place}, weight ${index + 1}`),
    })),
    operations: asList(script['ops'], `${place}, ops`).map((each, index) =>
      readOperation(each, addresses.length, `${place}, step ${index + 1}`),
    ),
  };
}

function readOperation(json: unknown, servers: number, place: string): ReplayOperation {
  const step = asRecord(json, place);
  const operation = asText(step['op'], `${place}, op`);
  if (!operationKinds.includes(operation)) throw new Misfit(`${place}: op must be syn, ack, fin or rst`);
  const asked = {
    operation: operation as ReplayOperationKind,
    client: asAddress(step['src'], `${place}, src`),
    clientPort: asPort(step['sport'], `${place}, sport`),
  };
  const { rs, state } = step;
  if (step['counts'] === undefined) {
    if (rs === undefined && state === undefined) return asked;
    throw new Misfit(`${place}: a recorded answer needs counts beside rs and state`);
  }
  const counts = asList(step['counts'], `${place}, counts`).map((pair): [number, number] => {
    const [active, inactive] = asList(pair, `${place}, counts`);
    return [
      asInteger(active, 0, 2 ** 31, `${place}, counts`),
      asInteger(inactive, 0, 2 ** 31, `${place}, counts`),
    ];
  });
  if (counts.length !== servers) throw new Misfit(`${place}, counts: expected ${servers} pairs, one per rs`);
  const realServer = rs === null || rs === undefined ? undefined : asAddress(rs, `${place}, rs`);
  const stateName = state === null || state === undefined ? undefined : asText(state, `${place}, state`);
  return { ...asked, recorded: { realServer, state: stateName, counts } };
}

function asRecord(json: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Misfit(`${place}: expected an object`);
  }
  return json as Readonly<Record<string, unknown>>;
}

function asList(json: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(json)) throw new Misfit(`${place}: expected a list`);
  return json;
}

function asText(json: unknown, place: string): string {
  if (typeof json !== 'string') throw new Misfit(`${place}: expected text`);
  return json;
}

function asInteger(json: unknown, least: number, most: number, place: string): number {
  if (typeof json !== 'number' || !Number.isInteger(json) || json < least || json > most) {
    throw new Misfit(`${place}: expected a whole number from ${least} to ${most}`);
  }
  return json;
}

function asPort(json: unknown, place: string): number {
  return asInteger(json, 0, 65535, place);
}

function asAddress(json: unknown, place: string): Ipv4Address {
  const address = typeof json === 'string' ? parseIpv4Address(json) : undefined;
  if (address === undefined) throw new Misfit(`${place}: expected an IPv4 address`);
  return address;
}
