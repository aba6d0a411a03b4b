// One client after the other opens connections from one port after the next: load generators, and Linux since it randomises
// only where the row begins.

import { newFlowSet } from './flow-set.ts';
import type { TrafficModel } from './traffic-model.ts';

const portsPerClient = 256;

export const sequentialPorts: TrafficModel = {
  name: 'sequential-ports',
  about: `clients with ${portsPerClient} connections each from even ports in a row, as Linux hands them out, to one service`,
  flows: (count, random) => {
    const set = newFlowSet(count);
    const service = Math.floor(random() * 2 ** 32);
    let client = 0;
    let firstPort = 0;
    for (let flow = 0; flow < count; flow++) {
      const place = flow % portsPerClient;
      if (place === 0) {
        client = Math.floor(random() * 2 ** 32);
        firstPort = 32768 + 2 * Math.floor(random() * 14000);
      }
      set.source[flow] = client;
      set.destination[flow] = service;
      set.protocol[flow] = 6;
      // Linux: connect() takes even ports first (net/ipv4/inet_hashtables.c).
      set.sourcePort[flow] = 32768 + ((firstPort - 32768 + 2 * place) % 28232);
      set.destinationPort[flow] = 443;
    }
    return set;
  },
};
