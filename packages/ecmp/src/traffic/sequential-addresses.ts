// Clients with addresses in a row and fixed ports: a campus, or machines behind one DHCP server.

import { newFlowSet } from './flow-set.ts';
import type { TrafficModel } from './traffic-model.ts';

export const sequentialAddresses: TrafficModel = {
  name: 'sequential-addresses',
  about: 'one client address after the other to one service, all from the same source port',
  flows: (count, random) => {
    const set = newFlowSet(count);
    const first = Math.floor(random() * 2 ** 32);
    const service = Math.floor(random() * 2 ** 32);
    for (let flow = 0; flow < count; flow++) {
      set.source[flow] = first + flow;
      set.destination[flow] = service;
      set.protocol[flow] = 17;
      set.sourcePort[flow] = 5060;
      set.destinationPort[flow] = 5060;
    }
    return set;
  },
};
