// One area: its database, its interfaces, and the routes computed in it. RFC 2328 §6, RFC 3101.

import type { Instant } from '@ospflab/sim';
import type { OspfAreaConfig } from './config.ts';
import { FloodingScope } from './flooding-scope.ts';
import type { OspfInterface } from './interface/ospf-interface.ts';
import type { AreaId } from './lsa/lsa.ts';
import type { OspfRoute } from './spf/ospf-route.ts';
import type { ShortestPaths } from './spf/shortest-paths.ts';

/** The E-bit, RFC 2328 appendix A.2: AS-external-LSAs are flooded into this area. */
export const externalRoutingOption = 0x02;
/** The N-bit in hellos and the P-bit in type 7 LSAs, RFC 3101 §2.1 and §2.4. */
export const nssaOption = 0x08;

/** The O-bit in database descriptions, RFC 5250 appendix A.1: opaque LSAs are understood. */
export const opaqueOption = 0x40;

export const backboneId = 0 as AreaId;

export class Area extends FloodingScope {
  readonly areaId: AreaId;
  config: OspfAreaConfig;
  /** In the order in which the router-LSA describes them. */
  readonly interfaces: OspfInterface[] = [];
  /** The intra-area routes. */
  routes: readonly OspfRoute[] = [];
  /** The tree of the last SPF run. */
  paths: ShortestPaths | undefined = undefined;
  /** RFC 5250: opaque LSAs are taken. */
  opaqueCapable = false;
  spfRuns = 0;
  /** NSSA: this router carries its externals on to the AS, RFC 3101 §3.1; until then when it lost the election. */
  translates = false;
  translatesUntil: Instant | undefined = undefined;
  /** An LSA of the area changed since the last SPF run. */
  spfWanted = false;

  constructor(config: OspfAreaConfig) {
    super();
    this.areaId = config.areaId;
    this.config = config;
  }

  get isBackbone(): boolean {
    return this.areaId === backboneId;
  }

  get isNssa(): boolean {
    return this.config.kind === 'nssa';
  }

  /** RFC 2328 §3.6: AS-external-LSAs and ASBR-summary-LSAs are flooded here. */
  get takesExternals(): boolean {
    return this.config.kind === undefined || this.config.kind === 'normal';
  }

  /** Options of hellos, database descriptions, router- and network-LSAs here. */
  get options(): number {
    if (this.takesExternals) return externalRoutingOption;
    return this.isNssa ? nssaOption : 0;
  }
}
