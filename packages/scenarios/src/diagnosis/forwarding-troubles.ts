// Routers that others send packets through, and that forward none: the kernel does so only when it is told to.

import { loopbackIndex } from '../network/interface-plan.ts';
import type { RunningRouter } from './running-routers.ts';
import type { Trouble } from './trouble.ts';

/** `dropped`: how many packets for others each node has dropped for that reason. */
export function forwardingTroubles(
  routers: readonly RunningRouter[],
  dropped: (node: string) => number,
): Trouble[] {
  return routers.flatMap((router): Trouble[] => {
    const { name, node } = router;
    const deaf = node.host.interfaces.filter(
      ({ loopback, settings }) => !loopback && settings.forwarding === 0,
    );
    const isAsked = dropped(name) > 0 && node.loaded.interfaces.length > 1;
    if (deaf.length === 0 || !(isAsked || joinsNetworks(router))) return [];
    return [
      {
        kind: 'forwardingOff',
        segment: undefined,
        ends: [name],
        text: `is a router and forwards nothing that comes in by ${deaf.map((attached) => attached.name).join(', ')}`,
        remedy: 'add `sysctl -w net.ipv4.ip_forward=1` to its set-up; FRR does not do it',
      },
    ];
  });
}

/** To OSPF it is a way from one network to another. */
function joinsNetworks({ config, view }: RunningRouter): boolean {
  const devices = new Set(config.interfaces.map(({ interfaceIndex }) => interfaceIndex));
  devices.delete(loopbackIndex);
  const adjacent = view.interfaces.some(({ neighbors }) => neighbors.some(({ state }) => state === 'Full'));
  return devices.size > 1 && adjacent;
}
