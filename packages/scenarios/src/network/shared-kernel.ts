// What machines have in common that are namespaces of one kernel: the hashes of sockets, and the link watch. Their cables are virtual.

import { LinkWatch, SharedSocketHashes, linuxWithFrr84, type HostConfig } from '@ospflab/linux-host';
import type { Simulation } from '@ospflab/sim';
import type { LoadedNode, LoadedScenario } from '../scenario/scenario.ts';
import { interfaceIndexOf } from './interface-plan.ts';

export class SharedKernel {
  readonly #scenario: LoadedScenario;
  readonly #sharedSockets = new SharedSocketHashes();
  readonly #linkWatch: LinkWatch;

  constructor(simulation: Simulation, scenario: LoadedScenario) {
    this.#scenario = scenario;
    this.#linkWatch = new LinkWatch(linuxWithFrr84.linkWatchInterval, {
      foreignShare: scenario.computer?.otherLinks ?? 0,
      random: simulation.stream('link watch').next,
    });
  }

  configOf(node: LoadedNode, own: HostConfig): HostConfig {
    return {
      ...own,
      sharedSockets: this.#sharedSockets,
      linkWatch: this.#linkWatch,
      interfaces: own.interfaces.map((entry) =>
        this.#peerIndexOf(node, entry.name) === entry.index ? { ...entry, ownIndexAtPeer: true } : entry,
      ),
    };
  }

  /** Of the other end of a cable; undefined behind a switch, whose ports have indices of their own. */
  #peerIndexOf(node: LoadedNode, name: string): number | undefined {
    const segmentName = node.interfaces.find((one) => one.name === name)?.segment;
    const segment = this.#scenario.segments.find((one) => one.name === segmentName);
    if (segment?.kind !== 'pointToPoint') return undefined;
    for (const other of this.#scenario.nodes) {
      for (const end of other.interfaces) {
        if (end.segment !== segmentName || (other === node && end.name === name)) continue;
        return interfaceIndexOf(other, end.name);
      }
    }
    return undefined;
  }
}
