// Many clients, one virtual address and port: what a load balancer sees.

import { newFlowSet } from './flow-set.ts';
import type { TrafficModel } from './traffic-model.ts';

export const oneVip: TrafficModel = {
  name: 'one-vip',
  about: 'random clients and source ports to one virtual address and port',
  flows: (count, random) => {
    const set = newFlowSet(count);
    const vip = Math.floor(random() * 2 ** 32);
    for (let flow = 0; flow < count; flow++) {
      set.source[flow] = Math.floor(random() * 2 ** 32);
      set.destination[flow] = vip;
      set.protocol[flow] = 6;
      set.sourcePort[flow] = 1024 + Math.floor(random() * 64512);
      set.destinationPort[flow] = 443;
    }
    return set;
  },
};
