import type { DestinationView } from '../ipvs/views.ts';

/** By address and port as ipvsadm lists them, which hides the order that the scheduler sees. */
export function sortedDestinations(destinations: readonly DestinationView[]): DestinationView[] {
  return [...destinations].sort(
    (left, right) => left.key.address - right.key.address || left.key.port - right.key.port,
  );
}
