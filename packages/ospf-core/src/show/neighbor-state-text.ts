// The state column of neighbours, `Full/DR`: the state of the conversation and the neighbour's role on the network.

import type { OspfInterfaceView, OspfNeighborView } from './ospf-view.ts';

export function neighborRole(attached: OspfInterfaceView, neighbor: OspfNeighborView): string {
  if (attached.networkType === 'pointToPoint') return '-';
  if (neighbor.address === attached.designatedRouter) return 'DR';
  if (neighbor.address === attached.backupDesignatedRouter) return 'Backup';
  return 'DROther';
}

export function neighborStateText(attached: OspfInterfaceView, neighbor: OspfNeighborView): string {
  return `${neighbor.state}/${neighborRole(attached, neighbor)}`;
}
