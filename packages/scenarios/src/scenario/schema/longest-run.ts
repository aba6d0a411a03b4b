// The bound on simulated time: beyond it a scenario counts as endless.

import { seconds, type Instant } from '@ospflab/sim';

export const hours = 24;
export const longestRun = seconds(hours * 3600) as number as Instant;
