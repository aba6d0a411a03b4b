// Sending echo requests. Replies and errors come back as `icmpReceived`.

import { ipProtocols } from '@ospflab/net';
import { ipOutput } from '../ip/ip-output.ts';
import type { PingInput } from '../input.ts';
import type { Kernel } from '../kernel.ts';

const defaultDataBytes = 56;
const dataBytesMax = 65_507;

export function sendPing(kernel: Kernel, input: PingInput): void {
  const length = Math.min(input.dataBytes ?? defaultDataBytes, dataBytesMax);
  const result = ipOutput(kernel, {
    source: input.source,
    destination: input.destination,
    protocol: ipProtocols.icmp,
    payload: {
      kind: 'icmpEcho',
      operation: 'request',
      identifier: input.identifier,
      sequence: input.sequence,
      payload: new Uint8Array(length),
    },
    ttl: input.ttl ?? kernel.sysctls.global.ip_default_ttl,
    typeOfService: 0,
    dontFragment: 'whenFits',
    interfaceIndex: undefined,
  });
  if (result === 'sent') return;
  kernel.sink({ kind: 'sendFailed', destination: input.destination, reason: 'noRoute' });
}
