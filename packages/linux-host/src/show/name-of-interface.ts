// The name by which output calls an interface; `if7` for one that does not exist.

import type { LinuxHost } from '../linux-host.ts';

export function nameOfInterface(host: LinuxHost, interfaceIndex: number): string {
  return host.interfaces.find((entry) => entry.index === interfaceIndex)?.name ?? `if${interfaceIndex}`;
}
