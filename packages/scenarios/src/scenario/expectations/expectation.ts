// The closed union of checks. A new check is one file in this folder and one line here and in expectation-table.ts.

import type { MetricExpectation } from './metric.ts';
import type { NeighborExpectation } from './neighbor.ts';
import type { RouteExpectation } from './route.ts';

export type Expectation = RouteExpectation | NeighborExpectation | MetricExpectation;
