// Statements that put nothing into an area: interfaces without an address, networks that no address of the router lies in.

import { formatIpv4Address, prefixContains, prefixOf, type Ipv4Address } from '@ospflab/net';
import { kernelInterfacesOf } from '../network/kernel-interfaces.ts';
import type { RunningRouter } from './running-routers.ts';
import type { Trouble } from './trouble.ts';

/** Longer ones are for addresses that come and go, such as those of virtual services. */
const subnetLengthMax = 30;

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
        segment: node.loaded.interfaces[attached.index - 2]?.segment,
        ends: [`${name} ${attached.name}`],
        text: 'has `ip ospf area` and no address, so OSPF does not run on it',
        remedy: 'give it an address',
      },
    ];
  });
}

function coversNothing({ name, node, frr }: RunningRouter): Trouble[] {
  const addresses = kernelInterfacesOf(node.host).flatMap((attached) => attached.addresses);
  return (frr.ospf?.networks ?? []).flatMap(({ prefix, written }): Trouble[] => {
    const isIdle = !addresses.some(
      ({ address, prefixLength, scope }) =>
        scope !== 'host' &&
        prefix.length <= prefixLength &&
        prefixContains(prefix, prefixOf(address, prefixLength).address),
    );
    if (!isIdle || prefix.length > subnetLengthMax) return [];
    return [
      {
        kind: 'statementIdle',
        segment: undefined,
        ends: [name],
        text: `\`network ${written}\` covers no address: it has ${listOf(addresses)}`,
        remedy: 'correct the network, or remove the statement',
      },
    ];
  });
}

function listOf(
  addresses: readonly {
    readonly address: Ipv4Address;
    readonly prefixLength: number;
    readonly scope?: string;
  }[],
): string {
  const own = addresses.filter(({ scope }) => scope !== 'host');
  const shown = own
    .slice(0, 4)
    .map(({ address, prefixLength }) => `${formatIpv4Address(address)}/${prefixLength}`);
  return [...shown, ...(own.length > shown.length ? [`${own.length - shown.length} more`] : [])].join(', ') || 'none'; // prettier-ignore
}
