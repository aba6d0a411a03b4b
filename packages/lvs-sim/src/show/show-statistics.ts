// `ipvsadm -Ln --stats`: what has passed since each service and destination was added. Only masqueraded servers' answers pass the director: else OutPkts 0.

import type { Instant } from '@ospflab/sim';
import { counterTable } from './counter-table.ts';
import type { DirectorReading } from './director-reading.ts';

export function showStatistics(director: DirectorReading, now: Instant): string {
  const titles = ['Conns', 'InPkts', 'OutPkts', 'InBytes', 'OutBytes'];
  return counterTable(director, now, titles, ({ totals }) => [
    totals.connections,
    totals.inPackets,
    totals.outPackets,
    totals.inBytes,
    totals.outBytes,
  ]);
}
