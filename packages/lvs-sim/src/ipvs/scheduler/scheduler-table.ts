// Every scheduler that can be chosen. A new one is a file in this folder and a row here.

import { destinationHash } from './destination-hash.ts';
import { leastConnection } from './least-connection.ts';
import { localityLeastConnection } from './locality-least-connection.ts';
import { localityReplication } from './locality-replication.ts';
import { maglevHash } from './maglev-hash.ts';
import { neverQueue } from './never-queue.ts';
import { powerOfTwo } from './power-of-two.ts';
import { roundRobin } from './round-robin.ts';
import type { SchedulerName } from '../virtual-service.ts';
import type { SchedulerRow } from './scheduler.ts';
import { shortestExpectedDelay } from './shortest-expected-delay.ts';
import { sourceHash } from './source-hash.ts';
import { weightedFailover } from './weighted-failover.ts';
import { weightedLeastConnection } from './weighted-least-connection.ts';
import { weightedOverflow } from './weighted-overflow.ts';
import { weightedRoundRobin } from './weighted-round-robin.ts';

export const schedulerTable: Readonly<Record<SchedulerName, SchedulerRow>> = {
  rr: roundRobin,
  wrr: weightedRoundRobin,
  lc: leastConnection,
  wlc: weightedLeastConnection,
  sed: shortestExpectedDelay,
  nq: neverQueue,
  fo: weightedFailover,
  ovf: weightedOverflow,
  sh: sourceHash,
  dh: destinationHash,
  mh: maglevHash,
  lblc: localityLeastConnection,
  lblcr: localityReplication,
  twos: powerOfTwo,
};
