// The table of traffic models. A new model is one file and one row. Recorded flows come from `read-flows.ts`.

import { heavyTailed } from './heavy-tailed.ts';
import { oneNat } from './one-nat.ts';
import { oneVip } from './one-vip.ts';
import { sequentialAddresses } from './sequential-addresses.ts';
import { sequentialPorts } from './sequential-ports.ts';
import type { TrafficModel } from './traffic-model.ts';
import { uniformTraffic } from './uniform-traffic.ts';

export const trafficModels: readonly TrafficModel[] = [
  uniformTraffic,
  sequentialPorts,
  sequentialAddresses,
  oneNat,
  oneVip,
  heavyTailed,
];
