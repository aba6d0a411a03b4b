// `ipvsadm -Ln --rate`: averages per second over the last seconds, as the kernel estimates them.

import type { Instant } from '@ospflab/sim';
import { counterTable } from './counter-table.ts';
import type { DirectorReading } from './director-reading.ts';

export function showRates(director: DirectorReading, now: Instant): string {
  const titles = ['CPS', 'InPPS', 'OutPPS', 'InBPS', 'OutBPS'];
  return counterTable(director, now, titles, ({ rates }) => [
    rates.connections,
    rates.inPackets,
    rates.outPackets,
    rates.inBytes,
    rates.outBytes,
  ]);
}
