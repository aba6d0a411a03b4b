// A command line that a daemon runs on its host (keepalived's notify scripts): understood as far as set-up scripts are.

import type { HostInput } from '@ospflab/linux-host';
import { readSetupScript } from '../readers/setup-script/read-setup-script.ts';
import type { SetupCommand } from '../readers/setup-script/setup-command.ts';
import { kernelRoute } from './host-config-of.ts';
import { nextHopInput } from './next-hop-input.ts';
import { interfaceIndexOf } from './interface-plan.ts';
import type { SimulatedNode } from './simulated-node.ts';

export function runCommandLine(node: SimulatedNode, text: string): void {
  for (const command of readSetupScript(`${node.name} command`, text).value) {
    if (command.kind === 'ipvs') node.ipvs?.command(command.command);
    if (command.kind === 'sysctlSet') node.ipvs?.setSysctl(command.key, command.value);
    for (const input of inputsOf(node, command)) node.toHost(input);
  }
}

function inputsOf(node: SimulatedNode, command: SetupCommand): HostInput[] {
  switch (command.kind) {
    case 'ipvs':
      return [];
    // Rules of the firewall stand from the start.
    case 'packetMark':
      return [];
    case 'sysctlSet':
      return [{ kind: 'sysctlSet', key: command.key, value: Number(command.value) }];
    case 'addressAdd':
    case 'addressDelete': {
      const interfaceIndex = interfaceIndexOf(node.loaded, command.interface);
      if (interfaceIndex === undefined) return [];
      const { address, length } = command;
      return command.kind === 'addressAdd'
        ? [{ kind: 'addressAdded', interfaceIndex, address: { address, prefixLength: length } }]
        : [{ kind: 'addressRemoved', interfaceIndex, address, prefixLength: length }];
    }
    case 'linkSet': {
      const interfaceIndex = interfaceIndexOf(node.loaded, command.interface);
      if (interfaceIndex === undefined || command.up === undefined) return [];
      return [{ kind: 'linkSet', interfaceIndex, adminUp: command.up }];
    }
    case 'nextHopAdd':
    case 'nextHopReplace':
    case 'nextHopDelete': {
      const input = nextHopInput(node.loaded, command);
      return input === undefined ? [] : [input];
    }
    // The card is what it is while the machine runs.
    case 'receiveHashSet':
      return [];
    case 'routeDelete':
      return [{ kind: 'routeRemoved', source: 'kernel', prefix: command.prefix }];
    case 'routeAdd':
    case 'routeReplace':
      return [{ kind: 'routeAdded', route: kernelRoute(node.loaded, command) }];
  }
}
