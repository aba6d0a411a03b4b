// Everybody behind one address: only the source port tells flows apart. A hash of addresses sends all of them one way.

import { newFlowSet } from './flow-set.ts';
import type { TrafficModel } from './traffic-model.ts';

export const oneNat: TrafficModel = {
  name: 'one-nat',
  about: 'all clients behind one translated address, random source ports, a few services',
  flows: (count, random) => {
    const set = newFlowSet(count);
    const translated = Math.floor(random() * 2 ** 32);
    const services = Array.from({ length: 8 }, () => Math.floor(random() * 2 ** 32));
    for (let flow = 0; flow < count; flow++) {
      set.source[flow] = translated;
      set.destination[flow] = services[Math.floor(random() * services.length)]!;
      set.protocol[flow] = 6;
      set.sourcePort[flow] = 1024 + Math.floor(random() * 64512);
      set.destinationPort[flow] = 443;
    }
    return set;
  },
};
