// Every check a scenario knows.

import type { ExpectationRow } from './expectation-row.ts';
import { metricExpectation } from './metric.ts';
import { neighborExpectation } from './neighbor.ts';
import { routeExpectation } from './route.ts';

export const expectationTable: readonly ExpectationRow[] = [
  routeExpectation,
  neighborExpectation,
  metricExpectation,
];
