// The current values and the rules by which `all` and an interface combine.
// Linux: include/linux/inetdevice.h, IN_DEV_MAXCONF, IN_DEV_ORCONF, IN_DEV_ANDCONF.

import type { ForwardingVersion } from '@ospflab/ecmp';
import { refusedSysctlValue } from './accepted-value.ts';
import { parseSysctlKey } from './sysctl-key.ts';
import {
  globalSettingDefaults,
  interfaceSettingDefaults,
  neighborSettingDefaults,
} from './sysctl-defaults.ts';
import type { GlobalSettings, InterfaceSettings, NeighborSettings } from './sysctl-defaults.ts';

type InterfaceSettingName = keyof InterfaceSettings;

export class SysctlTable {
  readonly global: GlobalSettings = { ...globalSettingDefaults };
  readonly all: InterfaceSettings = { ...interfaceSettingDefaults };
  private readonly interfaces = new Map<string, InterfaceSettings>();
  private readonly neighbors = new Map<string, NeighborSettings>();
  /** `default` is what an interface that appears later starts with; here all exist from the start, so it changes none. */
  private readonly defaults: InterfaceSettings = { ...interfaceSettingDefaults };
  private readonly neighborDefaults: NeighborSettings = { ...neighborSettingDefaults };

  private readonly forwarding: ForwardingVersion;

  constructor(interfaceNames: readonly string[], forwarding: ForwardingVersion) {
    this.forwarding = forwarding;
    for (const name of interfaceNames) {
      this.interfaces.set(name, { ...interfaceSettingDefaults });
      this.neighbors.set(name, { ...neighborSettingDefaults });
    }
  }

  /** False when the key names nothing that the host knows, or the kernel does not take the value. */
  set(keyText: string, value: number): boolean {
    const key = parseSysctlKey(keyText);
    if (key === undefined) return false;
    switch (key.kind) {
      case 'global':
        if (refusedSysctlValue(key, value, this.forwarding) !== undefined) return false;
        this.global[key.name] = value;
        if (key.name === 'ip_forward') this.setForwardingEverywhere(value);
        return true;
      case 'interface': {
        const settings = this.settingsNamed(key.interfaceName);
        if (settings === undefined) return false;
        settings[key.name] = value;
        if (key.name === 'forwarding' && key.interfaceName === 'all') this.setForwardingEverywhere(value);
        return true;
      }
      case 'neighbor': {
        const settings =
          key.interfaceName === 'default' ? this.neighborDefaults : this.neighbors.get(key.interfaceName);
        if (settings === undefined) return false;
        settings[key.name] = value;
        return true;
      }
    }
  }

  of(interfaceName: string): InterfaceSettings {
    return this.interfaces.get(interfaceName) ?? this.defaults;
  }

  neighborOf(interfaceName: string): NeighborSettings {
    return this.neighbors.get(interfaceName) ?? this.neighborDefaults;
  }

  /** The larger of `all` and the interface: arp_accept, arp_announce, arp_ignore, arp_notify, rp_filter. */
  max(settings: InterfaceSettings, name: InterfaceSettingName): number {
    return Math.max(this.all[name], settings[name]);
  }

  /** On in either place: accept_local, arp_filter, proxy_arp, proxy_arp_pvlan, route_localnet, send_redirects, shared_media, … */
  either(settings: InterfaceSettings, name: InterfaceSettingName): boolean {
    return this.all[name] !== 0 || settings[name] !== 0;
  }

  /** On in both places: arp_evict_nocarrier. */
  both(settings: InterfaceSettings, name: InterfaceSettingName): boolean {
    return this.all[name] !== 0 && settings[name] !== 0;
  }

  /** Linux: IN_DEV_RX_REDIRECTS: a forwarding interface needs both, a host's interface one of them. */
  acceptsRedirects(settings: InterfaceSettings): boolean {
    return settings.forwarding !== 0
      ? this.all.accept_redirects !== 0 && settings.accept_redirects !== 0
      : this.either(settings, 'accept_redirects');
  }

  private settingsNamed(interfaceName: string): InterfaceSettings | undefined {
    if (interfaceName === 'all') return this.all;
    if (interfaceName === 'default') return this.defaults;
    return this.interfaces.get(interfaceName);
  }

  /** Linux: net/ipv4/devinet.c, inet_forward_change: it also turns `all.accept_redirects` the other way. */
  private setForwardingEverywhere(value: number): void {
    const on = value === 0 ? 0 : 1;
    this.global.ip_forward = on;
    this.all.forwarding = on;
    this.all.accept_redirects = 1 - on;
    this.defaults.forwarding = on;
    for (const settings of this.interfaces.values()) settings.forwarding = on;
  }
}
