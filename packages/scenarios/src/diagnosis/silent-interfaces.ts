// Interfaces of running routers that say nothing where others look for neighbours: passive, or covered by no statement.

import { formatIpv4Address } from '@ospflab/net';
import { cableOf } from '../network/interface-plan.ts';
import { kernelInterfacesOf, type UsableInterface } from '../network/kernel-interfaces.ts';
import { isInSubnet } from './is-in-subnet.ts';
import { speaks, type OspfEnd } from './ospf-end.ts';
import type { RunningRouter } from './running-routers.ts';
import type { Trouble } from './trouble.ts';

export function silentInterfaces(routers: readonly RunningRouter[], ends: readonly OspfEnd[]): Trouble[] {
  const troubles: Trouble[] = [];
  for (const { node } of routers) {
    for (const attached of kernelInterfacesOf(node.host)) {
      const segment = cableOf(node.loaded, attached.index)?.segment;
      if (segment === undefined || !attached.usable) continue;
      const own = ends.filter(
        (end) => end.node === node.name && end.config.interfaceIndex === attached.index,
      );
      if (own.some(speaks)) continue;
      const others = ends.filter((end) => end.segment === segment && end.node !== node.name && speaks(end));
      const near =
        own.length > 0
          ? others
          : others.filter((end) =>
              attached.addresses.some((address) => isInSubnet(address, end.config.address)),
            );
      if (near.length === 0) continue;
      const words = own.length > 0 ? passiveWords(attached.name) : uncoveredWords(attached);
      troubles.push({
        kind: 'interfaceSilent',
        segment,
        ends: [`${node.name} ${attached.name}`, ...near.map(({ name }) => name)],
        ...words,
      });
    }
  }
  return troubles;
}

function passiveWords(name: string): Pick<Trouble, 'text' | 'remedy'> {
  return {
    text: 'the first is passive, the other looks for neighbours',
    remedy: `write \`no passive-interface ${name}\` if it should not be`,
  };
}

function uncoveredWords({ addresses }: UsableInterface): Pick<Trouble, 'text' | 'remedy'> {
  const address = addresses[0]?.address;
  const text = address === undefined ? '' : ` (${formatIpv4Address(address)})`;
  return {
    text: `the first${text} is in no area, the other looks for neighbours`,
    remedy: 'add `ip ospf area …` or a `network … area …` that covers its address, if it should be',
  };
}
