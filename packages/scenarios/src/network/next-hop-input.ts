// What `ip nexthop` does to the host.

import type { NextHopInput, NextHopSpecification, ResilientSettings } from '@ospflab/linux-host';
import { seconds } from '@ospflab/sim';
import type { NextHopCommand, SetupCommand, SetupResilient } from '../readers/setup-script/setup-command.ts';
import type { LoadedNode } from '../scenario/scenario.ts';
import { interfaceIndexOf } from './interface-plan.ts';

/** Undefined for other commands, and for an interface that the node does not have. */
export function nextHopInput(node: LoadedNode, command: SetupCommand): NextHopInput | undefined {
  if (command.kind === 'nextHopDelete') return { kind: 'nextHopRemoved', id: command.id };
  if (command.kind !== 'nextHopAdd' && command.kind !== 'nextHopReplace') return undefined;
  const nextHop = specificationOf(node, command);
  if (nextHop === undefined) return undefined;
  return { kind: 'nextHopSet', nextHop, replace: command.kind === 'nextHopReplace' };
}

function specificationOf(
  node: LoadedNode,
  { id, nextHop }: NextHopCommand,
): NextHopSpecification | undefined {
  switch (nextHop.kind) {
    case 'blackhole':
      return { kind: 'blackhole', id };
    case 'hop': {
      const interfaceIndex = interfaceIndexOf(node, nextHop.interface);
      if (interfaceIndex === undefined) return undefined;
      const { address } = nextHop;
      return { kind: 'hop', id, interfaceIndex, ...(address === undefined ? {} : { address }) };
    }
    case 'group': {
      const { members, resilient } = nextHop;
      return {
        kind: 'group',
        id,
        members,
        ...(resilient === undefined ? {} : { resilient: settingsOf(resilient) }),
      };
    }
  }
}

function settingsOf({ buckets, idleSeconds, unbalancedSeconds }: SetupResilient): ResilientSettings {
  return {
    ...(buckets === undefined ? {} : { buckets }),
    ...(idleSeconds === undefined ? {} : { idleTimer: seconds(idleSeconds) }),
    ...(unbalancedSeconds === undefined ? {} : { unbalancedTimer: seconds(unbalancedSeconds) }),
  };
}
