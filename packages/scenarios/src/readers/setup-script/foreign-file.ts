// Network configuration of other kinds, which people put where a set-up script belongs. One message says so for the whole file.

/** By the first line that says something: a script may write such files, further down. */
const kinds: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /^network:/, what: 'a netplan file' },
  { pattern: /^(?:auto|allow-hotplug|iface)\s+\S/, what: 'a file for /etc/network/interfaces' },
  { pattern: /^\[(?:Match|Network|NetDev|Address|Route)\]\s*$/, what: 'a file of systemd-networkd' },
  { pattern: /^\[connection\]\s*$/, what: 'a file of NetworkManager' },
];

/** Both kinds of files take others in by it. */
const sourceLine = /^source(?:-directory)?\s/;
const assignment = /^[A-Za-z_]\w*=/;
const ifcfgName = /^(?:DEVICE|BOOTPROTO|ONBOOT|IPADDR)=/;

/** What the text is; undefined when it may be a script. */
export function foreignFileKind(text: string): string | undefined {
  if (text.startsWith('#!')) return undefined;
  const lines = text.split(/\r?\n/).filter((line) => /^\s*[^\s#;]/.test(line));
  const first = lines.find((line) => !sourceLine.test(line)) ?? '';
  const found = kinds.find(({ pattern }) => pattern.test(first));
  if (found !== undefined) return found.what;
  const isIfcfg = lines.some((line) => ifcfgName.test(line)) && lines.every((line) => assignment.test(line));
  return isIfcfg ? 'an ifcfg file' : undefined;
}
