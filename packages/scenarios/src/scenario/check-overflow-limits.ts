// RFC 1765 §2.1: routers that hold external LSAs have to agree on how many they may be.

import type { LoadLog } from './load-log.ts';
import type { LoadedNode } from './scenario.ts';

export function checkOverflowLimits(nodes: readonly LoadedNode[], log: LoadLog): void {
  const routers = nodes.filter(({ frr }) => takesExternals(frr));
  const limited = routers.find(({ databaseOverflow }) => databaseOverflow !== undefined);
  if (limited === undefined) return;
  const limit = limited.databaseOverflow?.limit;
  for (const { name, at, databaseOverflow } of routers) {
    if (databaseOverflow?.limit === limit) continue;
    const own = databaseOverflow === undefined ? 'no limit' : `the limit ${databaseOverflow.limit}`;
    log.warning(
      at,
      `${name} has ${own} of external LSAs and ${limited.name} has ${limit}, so their databases may differ`,
      `write \`ospf: { databaseOverflow: { limit: ${limit} } }\` on each router`,
    );
  }
}

/** In some area at least. */
function takesExternals(frr: LoadedNode['frr']): boolean {
  const ospf = frr?.ospf;
  if (frr === undefined || ospf === undefined) return false;
  const withoutExternals = new Set(
    ospf.areas.filter(({ kind }) => kind !== 'normal').map(({ area }) => area),
  );
  const areas = [...ospf.networks, ...frr.interfaces.map((entry) => entry.ospf)].map(({ area }) => area);
  return areas.some((area) => area !== undefined && !withoutExternals.has(area));
}
