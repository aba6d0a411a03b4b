// From the `area` statements of one area, and the lists they name, to the area that the core knows.

import type { AreaId, OspfAreaConfig, OspfAreaRange, OspfPrefixFilter } from '@ospflab/ospf-core';
import type { FrrArea, FrrAreaRange, FrrConfig } from '../readers/frr/frr-config.ts';
import { accessListNamed, prefixListNamed } from './frr-lists.ts';

export function areaConfigOf(frr: FrrConfig, area: FrrArea): OspfAreaConfig {
  const {
    kind,
    authentication,
    noSummary,
    translator,
    defaultCost,
    externalDefault,
    suppressForwardingAddress,
  } = area;
  return {
    areaId: area.area as number as AreaId,
    ...(authentication === undefined ? {} : { authentication }),
    kind,
    noSummary,
    ...(translator === undefined ? {} : { translator }),
    ...(defaultCost === undefined ? {} : { defaultCost }),
    ...(externalDefault === undefined ? {} : { externalDefault }),
    suppressForwardingAddress,
    ranges: area.ranges.map(rangeOf),
    externalRanges: area.externalRanges.map(rangeOf),
    announces: filters(prefixListOf(frr, area.prefixListOut), accessListOf(frr, area.exportList)),
    accepts: filters(prefixListOf(frr, area.prefixListIn), accessListOf(frr, area.importList)),
  };
}

function rangeOf({ prefix, advertise, cost, substitute }: FrrAreaRange): OspfAreaRange {
  return {
    prefix,
    advertise,
    ...(cost === undefined ? {} : { cost }),
    ...(substitute === undefined ? {} : { substitute }),
  };
}

/** FRR: ospfd/ospf_abr.c, 8.4: a name that no list bears filters nothing. */
function filters(...lists: readonly (OspfPrefixFilter | undefined)[]): OspfPrefixFilter[] {
  return lists.filter((list) => list !== undefined);
}

function prefixListOf(frr: FrrConfig, name: string | undefined): OspfPrefixFilter | undefined {
  return name === undefined ? undefined : prefixListNamed(frr, name);
}

function accessListOf(frr: FrrConfig, name: string | undefined): OspfPrefixFilter | undefined {
  return name === undefined ? undefined : accessListNamed(frr, name);
}
