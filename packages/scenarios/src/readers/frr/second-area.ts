// Names each place where a router is put into a second area, which the simulated OSPF does not know yet.

import { formatIpv4Address, type Ipv4Address } from '@ospflab/net';
import { diagnosticAt, type Diagnostic, type Position } from '../diagnostic.ts';
import type { FrrConfig } from './frr-config.ts';

export function areasBeyondTheFirst(config: FrrConfig): Diagnostic[] {
  const mentions: { readonly area: Ipv4Address; readonly at: Position }[] = [];
  for (const { ospf } of config.interfaces) {
    if (ospf.area !== undefined && ospf.areaAt !== undefined)
      mentions.push({ area: ospf.area, at: ospf.areaAt });
  }
  mentions.push(...(config.ospf?.networks ?? []));
  const first = mentions[0]?.area;
  return mentions
    .filter(({ area }) => area !== first)
    .map(({ area, at }) =>
      diagnosticAt(
        at,
        'unsupported',
        `area ${formatIpv4Address(area)} is the router's second area; only one area is simulated so far`,
        'put all interfaces of the router into one area',
      ),
    );
}
