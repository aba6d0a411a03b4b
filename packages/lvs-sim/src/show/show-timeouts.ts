// `ipvsadm -L --timeout`.

import type { DirectorReading } from './director-reading.ts';

export function showTimeouts(director: DirectorReading): string {
  const { tcpSeconds, tcpFinSeconds, udpSeconds } = director.timeouts();
  return `Timeout (tcp tcpfin udp): ${tcpSeconds} ${tcpFinSeconds} ${udpSeconds}\n`;
}
