// Runs recorded scripts against directors and compares every step.

import { ipProtocols, tcpFlags, type Ipv4Packet } from '@ospflab/net';
import { milliseconds, type Instant } from '@ospflab/sim';
import { Ipvs } from '../ipvs/ipvs.ts';
import type { SchedulerNumbers } from '../ipvs/scheduler/scheduler.ts';
import type { DestinationView } from '../ipvs/views.ts';
import type { VirtualServiceKey } from '../ipvs/virtual-service.ts';
import type { ReplayAnswer, ReplayOperation, ReplayOperationKind, ReplayScript } from './replay-script.ts';

export interface ReplayStep {
  readonly operation: ReplayOperation;
  readonly answer: ReplayAnswer;
  /** What the scheduler had before it: the destinations in list order. */
  readonly before: readonly DestinationView[];
  /** What the scheduler went by besides them, by the kernel's names. */
  readonly numbers: SchedulerNumbers;
  /** True without a recorded answer, too. */
  readonly agrees: boolean;
}

/** Recorded scripts send their packets without pause, so that nothing times out between them. */
const stepApart = milliseconds(1);
const emptyBytes = new Uint8Array(0);

const flagsOf: Readonly<Record<ReplayOperationKind, number>> = {
  syn: tcpFlags.syn,
  ack: tcpFlags.ack,
  fin: tcpFlags.fin | tcpFlags.ack,
  rst: tcpFlags.rst,
};

/**
 * The steps of each script, one list per script. `random` in [0, 1) serves schedulers that draw lots.
 * A script starts on a director of its own, unless its first recorded answer counts more connections than its one packet can have made:
 * then the entries of the script before it were still alive when it was recorded, and its director is used again.
 */
export function replay(scripts: readonly ReplayScript[], random: () => number): ReplayStep[][] {
  let director: Ipvs | undefined;
  let now = 0 as Instant;
  return scripts.map((script) => {
    if (director === undefined || !startsWithOldEntries(script))
      director = new Ipvs({}, random, () => undefined);
    const steps = replayOn(director, script, now);
    now = (now + stepApart * steps.length) as Instant;
    return steps;
  });
}

function startsWithOldEntries(script: ReplayScript): boolean {
  const counts = script.operations[0]?.recorded?.counts ?? [];
  return counts.reduce((sum, [active, inactive]) => sum + active + inactive, 0) > 1;
}

function replayOn(director: Ipvs, script: ReplayScript, start: Instant): ReplayStep[] {
  const service: VirtualServiceKey = {
    protocol: 'tcp',
    address: script.virtualAddress,
    port: script.virtualPort,
  };
  let now = start;
  director.handle({ kind: 'flushed' }, now);
  const settings = { scheduler: script.scheduler, schedulerFlags: script.flags };
  director.handle({ kind: 'serviceAdded', service, settings }, now);
  for (const { address, weight } of script.realServers) {
    const destination = { address, port: script.virtualPort };
    const settings = {
      weight,
      forwarding: 'directRouting',
      upperThreshold: 0,
      lowerThreshold: 0,
    } as const;
    director.handle({ kind: 'destinationAdded', service, destination, settings }, now);
  }
  return script.operations.map((operation) => {
    now = (now + stepApart) as Instant;
    const before = destinations(director, now);
    const numbers = director.schedulerNumbers(service, operation.client, operation.clientPort) ?? {};
    director.localIn(packetOf(script, operation), now);
    const answer = answerOf(director, script, operation, now);
    const agrees = operation.recorded === undefined || sameAnswer(operation.recorded, answer);
    return { operation, answer, before, numbers, agrees };
  });
}

function destinations(director: Ipvs, now: Instant): readonly DestinationView[] {
  return director.virtualServices(now)[0]?.destinations ?? [];
}

function answerOf(
  director: Ipvs,
  script: ReplayScript,
  { client, clientPort }: ReplayOperation,
  now: Instant,
): ReplayAnswer {
  const entry = director
    .connectionEntries(now)
    .find((each) => each.client === client && each.clientPort === clientPort);
  const listed = destinations(director, now);
  return {
    realServer: entry?.realServer,
    state: entry?.state,
    counts: script.realServers.map(({ address }) => {
      const found = listed.find(({ key }) => key.address === address);
      return [found?.activeConnections ?? 0, found?.inactiveConnections ?? 0] as const;
    }),
  };
}

function sameAnswer(recorded: ReplayAnswer, answer: ReplayAnswer): boolean {
  return (
    recorded.realServer === answer.realServer &&
    recorded.state === answer.state &&
    recorded.counts.length === answer.counts.length &&
    recorded.counts.every(
      ([active, inactive], at) => answer.counts[at]?.[0] === active && answer.counts[at]?.[1] === inactive,
    )
  );
}

function packetOf(script: ReplayScript, { operation, client, clientPort }: ReplayOperation): Ipv4Packet {
  return {
    kind: 'ipv4',
    source: client,
    destination: script.virtualAddress,
    protocol: ipProtocols.tcp,
    ttl: 64,
    typeOfService: 0,
    identification: 0,
    dontFragment: true,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload: {
      kind: 'tcp',
      sourcePort: clientPort,
      destinationPort: script.virtualPort,
      sequence: 0,
      acknowledgement: 0,
      flags: flagsOf[operation],
      window: 64240,
      options: emptyBytes,
      payload: emptyBytes,
    },
  };
}
