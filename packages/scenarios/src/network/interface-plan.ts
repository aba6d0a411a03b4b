// Which interface of a node has which kernel index: lo is 1, the others follow in the order of the scenario file, the tunnel device
// of a node that sets one up comes last.

import type { LoadedNode } from '../scenario/scenario.ts';

export const loopbackIndex = 1;
/** The device of the ipip module that takes tunnelled packets apart. */
export const tunnelDevice = 'tunl0';

/** Whether the set-up of the node speaks of the tunnel device. */
export function hasTunnelDevice(node: LoadedNode): boolean {
  return node.setup.some((command) => 'interface' in command && command.interface === tunnelDevice);
}

export function interfaceNamesOf(node: LoadedNode): string[] {
  const cables = node.interfaces.map(({ name }) => name);
  return ['lo', ...cables, ...(hasTunnelDevice(node) ? [tunnelDevice] : [])];
}

export function tunnelIndexOf(node: LoadedNode): number {
  return node.interfaces.length + 2;
}

export function interfaceIndexOf(node: LoadedNode, name: string): number | undefined {
  if (name === 'lo') return loopbackIndex;
  if (name === tunnelDevice) return hasTunnelDevice(node) ? tunnelIndexOf(node) : undefined;
  const position = node.interfaces.findIndex((candidate) => candidate.name === name);
  return position < 0 ? undefined : position + 2;
}

/** Undefined for lo and the tunnel device, which are on no segment. */
export function cableOf(node: LoadedNode, index: number): LoadedNode['interfaces'][number] | undefined {
  return node.interfaces[index - 2];
}

export function interfaceNameOf(node: LoadedNode, index: number): string {
  if (index === loopbackIndex) return 'lo';
  if (index === tunnelIndexOf(node) && hasTunnelDevice(node)) return tunnelDevice;
  return cableOf(node, index)?.name ?? `if${index}`;
}
