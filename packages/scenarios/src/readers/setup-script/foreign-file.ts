// Network configuration of other kinds, which people put where a set-up script belongs. One message says so for the whole file.

const kinds: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /^\s*network:\s*(?:#.*)?$(?:[^]*?)^\s+(?:version|ethernets|renderer|bonds|vlans):/m, what: 'a netplan file' },
  { pattern: /^(?:auto|allow-hotplug|iface)\s+\S+/m, what: 'a file for /etc/network/interfaces' },
  { pattern: /^\[(?:Match|Network|NetDev|Address|Route)\]\s*$/m, what: 'a file of systemd-networkd' },
  { pattern: /^(?:connection|nmcli-connection)\b|^\[connection\]\s*$/m, what: 'a file of NetworkManager' },
  { pattern: /^(?:DEVICE|BOOTPROTO|ONBOOT|IPADDR)=/m, what: 'an ifcfg file' },
]; // prettier-ignore

/** What the text is; undefined when it may be a script. */
export function foreignFileKind(text: string): string | undefined {
  return kinds.find(({ pattern }) => pattern.test(text))?.what;
}
