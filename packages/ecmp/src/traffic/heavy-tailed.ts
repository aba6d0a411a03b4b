// Mice and elephants: random flows whose sizes follow a Pareto law, cut off so that the mean exists for any seed.

import type { TrafficModel } from './traffic-model.ts';
import { uniformTraffic } from './uniform-traffic.ts';

const sizeMin = 1000;
const sizeMax = 10e9;

export const heavyTailed: TrafficModel = {
  name: 'heavy-tailed',
  about: 'random flows of 1 kB to 10 GB, sizes by a Pareto law of exponent 1',
  flows: (count, random) => {
    const set = uniformTraffic.flows(count, random);
    // With exponent 1 the inverse of the distribution needs no power: the same bytes in every engine.
    const range = 1 - sizeMin / sizeMax;
    for (let flow = 0; flow < count; flow++) set.bytes[flow] = Math.floor(sizeMin / (1 - random() * range));
    return set;
  },
};
