// `show ip ospf database TYPE self-originate|adv-router … json`: in this form FRR names the LSAs of each area by their link state id.

import type { JsonValue } from '../packet/describe-ospf.ts';
import { dotted } from './dotted.ts';
import type { OspfLsaView, OspfView } from './ospf-view.ts';
import { lsaJson, lsasOfTheAs, type LsaLayout } from './show-database-detail.ts';
import type { ShowDialect } from './show-dialect.ts';

export function keyedDatabaseJson(
  view: OspfView,
  layout: LsaLayout,
  isWanted: (shown: OspfLsaView) => boolean,
  { databaseJson }: ShowDialect,
): string {
  const byId = (lsas: readonly OspfLsaView[]): JsonValue => {
    const entries: Record<string, JsonValue> = {};
    for (const shown of lsas) {
      const isOne = shown.lsa.type === layout.type && isWanted(shown);
      if (isOne) entries[dotted(shown.lsa.linkStateId)] = lsaJson(shown, layout);
    }
    return entries;
  };
  const areas: Record<string, JsonValue> = {};
  for (const { areaId, lsas } of view.areas) areas[dotted(areaId)] = byId(lsas);
  const found = layout.ofTheAs === true ? byId(lsasOfTheAs(view, layout)) : areas;
  return `${databaseJson({ routerId: dotted(view.routerId), [layout.heading]: found })}\n`;
}
