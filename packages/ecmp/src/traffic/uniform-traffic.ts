// Every part of the five-tuple by chance: what every hash is good at.

import { newFlowSet } from './flow-set.ts';
import type { TrafficModel } from './traffic-model.ts';

export const uniformTraffic: TrafficModel = {
  name: 'uniform',
  about: 'random addresses and ports, TCP and UDP',
  flows: (count, random) => {
    const set = newFlowSet(count);
    for (let flow = 0; flow < count; flow++) {
      set.source[flow] = Math.floor(random() * 2 ** 32);
      set.destination[flow] = Math.floor(random() * 2 ** 32);
      set.protocol[flow] = random() < 0.5 ? 6 : 17;
      set.sourcePort[flow] = 1024 + Math.floor(random() * 64512);
      set.destinationPort[flow] = Math.floor(random() * 65536);
    }
    return set;
  },
};
