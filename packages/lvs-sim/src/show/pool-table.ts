// The tables of `--persistent-conn` and `--thresholds`: services by name alone, destinations with four left-aligned columns.

import type { Instant } from '@ospflab/sim';
import type { DestinationView } from '../ipvs/views.ts';
import type { DirectorReading } from './director-reading.ts';
import { endpointText } from './endpoint-text.ts';
import { serviceName } from './service-name.ts';
import { sortedDestinations } from './sorted-destinations.ts';
import { tableTitle } from './table-title.ts';

export interface PoolColumn {
  readonly title: string;
  readonly width: number;
  readonly number: (destination: DestinationView) => number;
}

export function poolTable(director: DirectorReading, now: Instant, columns: readonly PoolColumn[]): string {
  const row = (name: string, cells: readonly string[]): string =>
    [name, ...cells.map((cell, at) => cell.padEnd(columns[at]!.width))].join(' ');
  return [
    tableTitle,
    row(
      'Prot LocalAddress:Port'.padEnd(33),
      columns.map(({ title }) => title),
    ),
    '  -> RemoteAddress:Port',
    ...director.virtualServices(now).flatMap((service) => [
      serviceName(service.key).padEnd(33),
      ...sortedDestinations(service.destinations).map((each) =>
        row(
          `  -> ${endpointText(each.key.address, each.key.port).padEnd(28)}`,
          columns.map(({ number }) => String(number(each))),
        ),
      ),
    ]),
    '',
  ].join('\n');
}
