// Statements that put nothing into an area: interfaces without an address, networks that no address of the router lies in.

import type { InterfaceAddress } from '@ospflab/linux-host';
import { formatIpv4Address } from '@ospflab/net';
import { cableOf } from '../network/interface-plan.ts';
import { isCoveredBy } from '../network/is-covered-by.ts';
import { kernelInterfacesOf } from '../network/kernel-interfaces.ts';
import type { RunningRouter } from './running-routers.ts';
import type { Trouble } from './trouble.ts';

/** Longer ones are for addresses that come and go, such as those of virtual services. */
const subnetLengthMax = 30;
const addressesShown = 4;

export function idleStatements(routers: readonly RunningRouter[]): Trouble[] {
  return routers.flatMap((router) => [...withoutAddress(router), ...coversNothing(router)]);
}

function withoutAddress({ name, node, frr }: RunningRouter): Trouble[] {
  return kernelInterfacesOf(node.host).flatMap((attached): Trouble[] => {
    const settings = frr.interfaces.find((one) => one.name === attached.name);
    if (settings?.ospf.area === undefined || attached.addresses.length > 0) return [];
    return [
      {
        kind: 'statementIdle',
        segment: cableOf(node.loaded, attached.index)?.segment,
        ends: [`${name} ${attached.name}`],
        text: 'has `ip ospf area` and no address, so OSPF does not run on it',
        remedy: 'give it an address',
      },
    ];
  });
}

function coversNothing({ name, node, frr }: RunningRouter): Trouble[] {
  const addresses = kernelInterfacesOf(node.host)
    .flatMap((attached) => attached.addresses)
    .filter(({ scope }) => scope !== 'host');
  return (frr.ospf?.networks ?? []).flatMap((network): Trouble[] => {
    const isIdle = !addresses.some((address) => isCoveredBy(network, address));
    if (!isIdle || network.prefix.length > subnetLengthMax) return [];
    return [
      {
        kind: 'statementIdle',
        segment: undefined,
        ends: [name],
        text: `\`network ${network.written}\` covers no address: it has ${listOf(addresses)}`,
        remedy: 'correct the network, or remove the statement',
      },
    ];
  });
}

function listOf(addresses: readonly InterfaceAddress[]): string {
  if (addresses.length === 0) return 'none';
  const shown = addresses
    .slice(0, addressesShown)
    .map(({ address, prefixLength }) => `${formatIpv4Address(address)}/${prefixLength}`);
  const more = addresses.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
