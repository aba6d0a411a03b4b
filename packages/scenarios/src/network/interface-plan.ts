// Which interface of a node has which kernel index: lo is 1, the others follow in the order of the scenario file.

import type { LoadedNode } from '../scenario/scenario.ts';

export const loopbackIndex = 1;

export function interfaceIndexOf(node: LoadedNode, name: string): number | undefined {
  if (name === 'lo') return loopbackIndex;
  const position = node.interfaces.findIndex((candidate) => candidate.name === name);
  return position < 0 ? undefined : position + 2;
}

export function interfaceNameOf(node: LoadedNode, index: number): string {
  return index === loopbackIndex ? 'lo' : (node.interfaces[index - 2]?.name ?? `if${index}`);
}
