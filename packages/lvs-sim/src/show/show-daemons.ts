// `ipvsadm -L --daemon`: the synchronisation daemons that run.

import { formatIpv4Address } from '@ospflab/net';
import type { DirectorReading } from './director-reading.ts';

export function showDaemons(director: DirectorReading): string {
  return director
    .syncDaemons()
    .map((daemon) => {
      const what = `mcast=${daemon.interface}, syncid=${daemon.syncId}, maxlen=${daemon.messageBytesMax}`;
      const where = `group=${formatIpv4Address(daemon.group)}, port=${daemon.port}, ttl=${daemon.ttl}`;
      return `${daemon.role} sync daemon (${what}, ${where})\n`;
    })
    .join('');
}
