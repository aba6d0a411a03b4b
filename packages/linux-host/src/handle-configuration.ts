// Inputs that change the machine rather than carry packets: links, addresses, sysctls, routes, raw sockets and groups.

import type { InterfaceAddress } from './config.ts';
import type { HeldAddress, NetworkInterface } from './interface/network-interface.ts';
import type { HostInput } from './input.ts';
import type { Kernel } from './kernel.ts';

export function handleConfiguration(kernel: Kernel, input: HostInput): void {
  switch (input.kind) {
    case 'sysctlSet':
      kernel.setSysctl(input.key, input.value);
      return;
    case 'routeAdded':
      if (input.route.source === 'static' || input.route.source === 'ospf') kernel.rib.offer(input.route);
      else if (input.route.source === 'kernel') kernel.kernelRoutes.add(input.route);
      return;
    case 'routeRemoved':
      if (input.source === 'kernel') kernel.kernelRoutes.remove('kernel', input.prefix);
      else kernel.rib.withdraw(input.source, input.prefix);
      return;
    case 'routesFlushed':
      if (input.source === 'kernel') kernel.kernelRoutes.removeAll('kernel');
      else kernel.rib.withdrawAll(input.source);
      return;
    case 'nextHopSet':
      kernel.nextHopObjects.set(input.nextHop, input.replace);
      return;
    case 'nextHopRemoved':
      kernel.nextHopObjects.remove(input.id);
      return;
    case 'rawOpened':
      kernel.rawProtocols.add(input.protocol);
      return;
    case 'rawClosed':
      kernel.rawProtocols.delete(input.protocol);
      return;
    default:
      handleInterface(kernel, input);
  }
}

function handleInterface(kernel: Kernel, input: HostInput): void {
  const holder = 'interfaceIndex' in input ? kernel.interfaces.at(input.interfaceIndex ?? 0) : undefined;
  if (holder === undefined) return;
  switch (input.kind) {
    case 'linkSet':
      kernel.links.setAdmin(holder, input.adminUp);
      return;
    case 'carrierChanged':
      kernel.links.setCarrier(holder, input.up);
      return;
    case 'addressAdded':
      addAddress(kernel, holder, input.address, true);
      return;
    case 'addressRemoved': {
      const promote = kernel.sysctls.either(holder.settings, 'promote_secondaries');
      const removed = kernel.interfaces.removeAddress(holder, input.address, input.prefixLength, promote);
      kernel.routes.invalidate();
      for (const held of removed) {
        kernel.kernelRoutes.disconnect(holder, held);
        if (kernel.interfaces.holderOf(held.address) === undefined)
          kernel.kernelRoutes.sourceGone(held.address);
        announce(kernel, holder, held, false);
      }
      return;
    }
    case 'groupJoined':
      holder.groups.add(input.group);
      return;
    case 'groupLeft':
      holder.groups.delete(input.group);
      return;
    case 'neighborFlushed':
      kernel.neighbors.flush(holder, input.address);
      return;
    default:
      return;
  }
}

/** `announced`: routing daemons are told; at boot there are none yet. */
export function addAddress(
  kernel: Kernel,
  holder: NetworkInterface,
  address: InterfaceAddress,
  announced: boolean,
): void {
  const held = kernel.interfaces.addAddress(holder, address);
  if (held === undefined) return;
  kernel.routes.invalidate();
  kernel.kernelRoutes.connect(holder, held);
  if (announced) announce(kernel, holder, held, true);
}

function announce(kernel: Kernel, holder: NetworkInterface, held: HeldAddress, present: boolean): void {
  kernel.record({
    kind: 'addressChanged',
    interfaceIndex: holder.index,
    address: held.address,
    prefixLength: held.prefixLength,
    present,
  });
  kernel.sink({
    kind: 'addressChanged',
    interfaceIndex: holder.index,
    address: { address: held.address, prefixLength: held.prefixLength, scope: held.scope, label: held.label },
    present,
  });
}
