// One area: its database, its interfaces, and the routes computed in it. RFC 2328 §6.

import type { Instant } from '@ospflab/sim';
import type { AreaId, SequenceNumber } from './lsa/lsa.ts';
import type { LsaKeyText } from './lsa/lsa-key.ts';
import type { ShortestPaths } from './spf/shortest-paths.ts';
import type { OspfRoute } from './spf/ospf-route.ts';
import type { OspfInterface } from './interface/ospf-interface.ts';
import { LinkStateDatabase } from './database/link-state-database.ts';

/** The E-bit, RFC 2328 appendix A.2: AS-external-LSAs are flooded into this area. */
export const externalRoutingOption = 0x02;

export class Area {
  readonly areaId: AreaId;
  readonly database = new LinkStateDatabase();
  /** In the order in which the router-LSA describes them. */
  readonly interfaces: OspfInterface[] = [];
  /** Sequence numbers of own LSAs that left the database, so that their next instance goes on from there. */
  readonly lastSequences = new Map<LsaKeyText, SequenceNumber>();
  /** When own LSAs were last made, RFC 2328 §12.4 (MinLSInterval). */
  readonly originatedAt = new Map<LsaKeyText, Instant>();
  routes: readonly OspfRoute[] = [];
  /** The tree of the last SPF run. */
  paths: ShortestPaths | undefined = undefined;
  spfRuns = 0;
  /** An LSA of the area changed since the last SPF run. */
  spfWanted = false;

  constructor(areaId: AreaId) {
    this.areaId = areaId;
  }

  /** Options of hellos, database descriptions and LSAs here. Stub and NSSA areas differ. */
  get options(): number {
    return externalRoutingOption;
  }
}
