// The draft of an area, made when an `area` statement names it first.

import type { Ipv4Address } from '@ospflab/net';
import type { AreaDraft, OspfDraft } from './frr-draft.ts';

export function areaNamed(ospf: OspfDraft, area: Ipv4Address): AreaDraft {
  let found = ospf.areas.find((candidate) => candidate.area === area);
  if (found === undefined) {
    found = {
      area,
      kind: 'normal',
      authentication: undefined,
      noSummary: false,
      translator: undefined,
      defaultCost: undefined,
      suppressForwardingAddress: false,
      externalDefault: undefined,
      ranges: [],
      externalRanges: [],
      prefixListIn: undefined,
      prefixListOut: undefined,
      importList: undefined,
      exportList: undefined,
      virtualLinks: [],
    };
    ospf.areas.push(found);
  }
  return found;
}
