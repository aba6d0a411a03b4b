// The state column of neighbours, `Full/DR`: the state of the conversation and the neighbour's role on the network.

import type { OspfInterfaceView, OspfNeighborView } from './ospf-view.ts';

/** As if the network had a designated router. */
export function networkRole(attached: OspfInterfaceView, neighbor: OspfNeighborView): string {
  if (neighbor.address === attached.designatedRouter) return 'DR';
  if (neighbor.address === attached.backupDesignatedRouter) return 'Backup';
  return 'DROther';
}

export function neighborStateText(attached: OspfInterfaceView, neighbor: OspfNeighborView): string {
  const role = attached.networkType === 'pointToPoint' ? '-' : networkRole(attached, neighbor);
  return `${neighbor.state}/${role}`;
}
