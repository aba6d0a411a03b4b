// The JSON of `show ip ospf neighbor all`: those that are heard in a list by router id, between them those that are down, each by a key.

import type { JsonValue } from '../packet/describe-ospf.ts';
import { dotted } from './dotted.ts';
import type { OspfInterfaceView, OspfSilentNeighborView, OspfView } from './ospf-view.ts';
import type { NeighborEntry } from './show-neighbor.ts';

/** In the order of interfaces; a key that comes again keeps its place and takes the new value. */
export function allNeighbors(
  view: OspfView,
  entryOf: NeighborEntry,
  keyOf: (neighbor: OspfSilentNeighborView) => string,
  silentEntry: (attached: OspfInterfaceView, neighbor: OspfSilentNeighborView) => JsonValue,
): Record<string, JsonValue> {
  const heard: Record<string, JsonValue[]> = {};
  const all: Record<string, JsonValue> = {};
  for (const attached of view.interfaces) {
    for (const neighbor of attached.neighbors) {
      const id = dotted(neighbor.routerId);
      const entries = (heard[id] ??= []);
      entries.push(entryOf(attached, neighbor));
      all[id] = entries;
    }
    for (const silent of attached.silentNeighbors ?? []) {
      all[keyOf(silent)] = silentEntry(attached, silent);
    }
  }
  return all;
}
