// `ipvsadm -Ln --persistent-conn`: how many templates lead to each destination.

import type { Instant } from '@ospflab/sim';
import type { DirectorReading } from './director-reading.ts';
import { poolTable } from './pool-table.ts';

export function showPersistentConnections(director: DirectorReading, now: Instant): string {
  return poolTable(director, now, [
    { title: 'Weight', width: 9, number: ({ settings }) => settings.weight },
    { title: 'PersistConn', width: 11, number: ({ persistentConnections }) => persistentConnections },
    { title: 'ActiveConn', width: 10, number: ({ activeConnections }) => activeConnections },
    { title: 'InActConn', width: 10, number: ({ inactiveConnections }) => inactiveConnections },
  ]);
}
