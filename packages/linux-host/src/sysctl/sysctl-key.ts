// Reads a sysctl name in either spelling: `net.ipv4.conf.eth0.arp_ignore`, `net/ipv4/conf/eth0.7/arp_ignore`, with or without /proc/sys.

import {
  globalSettingDefaults,
  interfaceSettingDefaults,
  neighborSettingDefaults,
} from './sysctl-defaults.ts';
import type { GlobalSettings, InterfaceSettings, NeighborSettings } from './sysctl-defaults.ts';

export type SysctlKey =
  | { readonly kind: 'global'; readonly name: keyof GlobalSettings }
  /** `interfaceName` is also `all` or `default`. */
  | { readonly kind: 'interface'; readonly interfaceName: string; readonly name: keyof InterfaceSettings }
  | { readonly kind: 'neighbor'; readonly interfaceName: string; readonly name: keyof NeighborSettings };

/** Undefined when the host has no such setting. */
export function parseSysctlKey(text: string): SysctlKey | undefined {
  const parts = partsOf(text);
  if (parts.length < 3 || parts[0] !== 'net' || parts[1] !== 'ipv4') return undefined;
  const name = parts.at(-1) ?? '';
  if (parts.length === 3) {
    return isKeyOf(globalSettingDefaults, name) ? { kind: 'global', name } : undefined;
  }
  if (parts[2] === 'route' && parts.length === 4) {
    const qualified = `route.${name}`;
    return isKeyOf(globalSettingDefaults, qualified) ? { kind: 'global', name: qualified } : undefined;
  }
  const interfaceName = parts.slice(3, -1).join('.');
  if (interfaceName === '') return undefined;
  if (parts[2] === 'conf' && isKeyOf(interfaceSettingDefaults, name))
    return { kind: 'interface', interfaceName, name };
  if (parts[2] === 'neigh' && isKeyOf(neighborSettingDefaults, name))
    return { kind: 'neighbor', interfaceName, name };
  return undefined;
}

/** sysctl(8): the first separator decides; in the dotted form a slash stands for a dot inside a name. */
function partsOf(text: string): string[] {
  const path = text.startsWith('/proc/sys/') ? text.slice('/proc/sys/'.length) : text;
  const firstSeparator = /[./]/.exec(path)?.[0];
  if (firstSeparator === '/') return path.split('/');
  return path.split('.').map((part) => part.replaceAll('/', '.'));
}

function isKeyOf<T extends object>(table: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(table, name);
}
