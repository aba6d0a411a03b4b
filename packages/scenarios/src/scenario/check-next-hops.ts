// Numbers of next hops: a group or a route can only name one that an earlier command of the same node has made.

import { diagnosticAt } from '../readers/diagnostic.ts';
import type { Position } from '../readers/diagnostic.ts';
import type { LoadLog } from './load-log.ts';
import type { LoadedNode } from './scenario.ts';

export function checkNextHops(node: LoadedNode, log: LoadLog): void {
  const known = new Set<number>();
  const require = (id: number, at: Position): void => {
    if (known.has(id)) return;
    const ids = [...known].sort((left, right) => left - right);
    const message = `there is no next hop ${id} at this point, so the kernel refuses the command`;
    const remedy =
      ids.length === 0 ? `put 'ip nexthop add id ${id} …' before it` : `known here: ${ids.join(', ')}`;
    log.diagnostics.push(diagnosticAt(at, 'error', message, remedy));
  };
  for (const command of node.setup) {
    switch (command.kind) {
      case 'nextHopAdd':
      case 'nextHopReplace':
        if (command.nextHop.kind === 'group')
          for (const { id } of command.nextHop.members) require(id, command.at);
        if (command.kind === 'nextHopAdd' && known.has(command.id)) {
          const message = `next hop ${command.id} exists already, so the kernel refuses the command`;
          log.error(command.at, message, "write 'replace' in the place of 'add', or take another number");
        }
        known.add(command.id);
        break;
      case 'nextHopDelete':
        require(command.id, command.at);
        known.delete(command.id);
        break;
      case 'routeAdd':
      case 'routeReplace':
        if (command.nextHopId !== undefined) require(command.nextHopId, command.at);
        break;
      default:
    }
  }
}
