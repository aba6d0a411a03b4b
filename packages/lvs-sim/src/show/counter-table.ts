// The table that `--stats` and `--rate` share: one row of five numbers per service and destination.

import type { Instant } from '@ospflab/sim';
import type { DestinationView, VirtualServiceView } from '../ipvs/views.ts';
import type { DirectorReading } from './director-reading.ts';
import { endpointText } from './endpoint-text.ts';
import { serviceName } from './service-name.ts';
import { sortedDestinations } from './sorted-destinations.ts';
import { tableTitle } from './table-title.ts';

const nameWidth = 33;

type Counted = VirtualServiceView | DestinationView;

export function counterTable(
  director: DirectorReading,
  now: Instant,
  titles: readonly string[],
  numbers: (counted: Counted) => readonly number[],
): string {
  const row = (name: string, counted: Counted): string =>
    name.padEnd(nameWidth) + numbers(counted).map(largeNumber).join('');
  return [
    tableTitle,
    'Prot LocalAddress:Port'.padEnd(nameWidth) + titles.map((title) => title.padStart(9)).join(''),
    '  -> RemoteAddress:Port',
    ...director
      .virtualServices(now)
      .flatMap((service) => [
        row(serviceName(service.key), service),
        ...sortedDestinations(service.destinations).map((each) =>
          row(`  -> ${endpointText(each.key.address, each.key.port)}`, each),
        ),
      ]),
    '',
  ].join('\n');
}

/** Nine columns; from 100 million on in thousands, millions and so on. */
function largeNumber(value: number): string {
  if (value < 1e8) return String(value).padStart(9);
  if (value < 1e9) return `${Math.floor(value / 1e3)}K`.padStart(9);
  if (value < 1e11) return `${Math.floor(value / 1e6)}M`.padStart(9);
  if (value < 1e14) return `${Math.floor(value / 1e9)}G`.padStart(9);
  return `${Math.floor(value / 1e12)}T`.padStart(9);
}
