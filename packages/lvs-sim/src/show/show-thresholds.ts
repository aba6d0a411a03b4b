// `ipvsadm -Ln --thresholds`.

import type { Instant } from '@ospflab/sim';
import type { DirectorReading } from './director-reading.ts';
import { poolTable } from './pool-table.ts';

export function showThresholds(director: DirectorReading, now: Instant): string {
  return poolTable(director, now, [
    { title: 'Uthreshold', width: 10, number: ({ settings }) => settings.upperThreshold },
    { title: 'Lthreshold', width: 10, number: ({ settings }) => settings.lowerThreshold },
    { title: 'ActiveConn', width: 10, number: ({ activeConnections }) => activeConnections },
    { title: 'InActConn', width: 10, number: ({ inactiveConnections }) => inactiveConnections },
  ]);
}
