// Whether a bidirectional neighbour becomes adjacent, RFC 2328 §10.4.

import type { Neighbor } from './neighbor.ts';

/** On multi-access networks only the designated router and the backup are adjacent to everybody. */
export function adjacencyWanted(neighbor: Neighbor): boolean {
  const { config, designatedRouter, backupDesignatedRouter } = neighbor.ospfInterface;
  switch (config.networkType) {
    case 'pointToPoint':
    case 'pointToMultipoint':
    case 'virtual':
      return true;
    case 'loopback':
      return false;
    case 'broadcast':
    case 'nonBroadcast':
      return (
        config.address === designatedRouter ||
        config.address === backupDesignatedRouter ||
        neighbor.address === designatedRouter ||
        neighbor.address === backupDesignatedRouter
      );
  }
}
