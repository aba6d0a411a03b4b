// What a boundary router tells of routes out of the AS: type 5 to the AS and type 7 to its NSSAs, RFC 2328 §12.4.4, RFC 3101 §2.4.

import { maskOfLength, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import { externalRoutingOption, nssaOption, type Area } from '../area.ts';
import type { WantedLsa } from '../flooding-scope.ts';
import type { ExternalRouteAdded } from '../input.ts';
import { interfaceState } from '../interface/interface-state.ts';
import { lsTypes, type ExternalLsaBody } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import { prefixNumber } from '../routing/route-book.ts';
import { advertise } from './advertise.ts';
import { bestImports } from './best-imports.ts';
import { assignLinkStateIds } from './link-state-ids.ts';
import { withSummaries } from './external-summaries.ts';
import { translatedExternals } from './nssa-translation.ts';

const itself = 0 as Ipv4Address;
const defaultRoute: Ipv4Prefix = { address: 0 as Ipv4Address, length: 0 };

/** A prefix with what its LSA says of it. */
export interface AdvertisedExternal extends Omit<ExternalLsaBody, 'kind' | 'mask'> {
  readonly prefix: Ipv4Prefix;
  readonly translated?: true;
}

/** Looks at everything that is imported anew. */
export function advertiseExternals(router: RouterState): void {
  const imported = withSummaries(bestImports(router), {
    current: router.externalSummaries,
    wanted: router.wantedExternalSummaries,
    late: router.lateImports,
  });
  const externals = imported.map((route) => externalOf(route, forwardingAddressOf(router, route)));
  const known = new Set(externals.map(({ prefix }) => prefixNumber(prefix)));
  for (const area of router.areas) {
    if (!area.isNssa) continue;
    const lsas = nssaLsas(router, area, imported);
    advertise(router, area, [lsTypes.nssaExternal], lsas);
    if (!area.translates) continue;
    for (const external of translatedExternals(router, area)) {
      if (known.has(prefixNumber(external.prefix))) continue;
      known.add(prefixNumber(external.prefix));
      externals.push({ ...external, translated: true });
    }
  }
  const lsas = externalLsas(lsTypes.asExternal, externalRoutingOption, externals);
  advertise(router, undefined, [lsTypes.asExternal], lsas);
}

// RFC 3101 §2.4: only a router inside the area asks for translation; a border router tells the AS itself.
function nssaLsas(router: RouterState, area: Area, imported: readonly ExternalRouteAdded[]): WantedLsa[] {
  const own = addressInside(router, area);
  const carriedOn = !router.areaBorderRouter;
  const options = externalRoutingOption | (carriedOn ? nssaOption : 0);
  const externals: AdvertisedExternal[] = [];
  for (const route of imported) {
    const forwardingAddress = forwardingAddressOf(router, route) || (carriedOn ? own : itself);
    if (forwardingAddress === undefined) continue;
    externals.push(externalOf(route, forwardingAddress as Ipv4Address));
  }
  const toldDefault = externalDefaultOf(router, area);
  if (toldDefault !== undefined && !imported.some(({ prefix }) => prefix.length === 0)) {
    externals.push({ prefix: defaultRoute, ...toldDefault, forwardingAddress: itself, tag: 0 });
  }
  return externalLsas(lsTypes.nssaExternal, options, externals);
}

// RFC 3101 §2.7
function externalDefaultOf({ areaBorderRouter, profile }: RouterState, { config }: Area) {
  if (!areaBorderRouter) return undefined;
  if (config.externalDefault !== undefined) return config.externalDefault;
  if (config.noSummary === true || profile.nssaDefault !== 'external') return undefined;
  return { metricType: 2, metric: config.defaultCost ?? profile.stubDefaultCost } as const;
}

/** Where others of the area find this router, RFC 3101 §2.3; undefined when nothing is up. */
function addressInside({ profile }: RouterState, area: Area): Ipv4Address | undefined {
  const { down, loopback } = interfaceState;
  const first = area.interfaces.find(({ state }) => state !== down);
  if (profile.nssaAddress === 'first') return first?.config.address;
  return (area.interfaces.find(({ state }) => state > loopback) ?? first)?.config.address;
}

function externalOf(
  { prefix, metricType, metric, tag }: ExternalRouteAdded,
  forwardingAddress: Ipv4Address,
): AdvertisedExternal {
  return { prefix, metricType, metric, tag, forwardingAddress };
}

// RFC 2328 §12.4.4.1
function forwardingAddressOf(router: RouterState, { nextHop }: ExternalRouteAdded): Ipv4Address {
  if (nextHop === undefined) return itself;
  const onNetwork = router.interfaces.some(
    ({ state, config, mask }) => state > interfaceState.loopback && ((config.address ^ nextHop) & mask) === 0,
  );
  return onNetwork ? nextHop : itself;
}

function externalLsas(type: number, options: number, externals: readonly AdvertisedExternal[]): WantedLsa[] {
  const ids = assignLinkStateIds(externals.map(({ prefix }) => prefix));
  const lsas: WantedLsa[] = [];
  externals.forEach(({ prefix, metricType, metric, forwardingAddress, tag, translated }, index) => {
    const linkStateId = ids[index];
    if (linkStateId === undefined) return;
    const mask = maskOfLength(prefix.length);
    lsas.push({
      type,
      linkStateId,
      options,
      body: { kind: 'external', mask, metricType, metric, forwardingAddress, tag },
      ...(translated === true ? { translated } : {}),
    });
  });
  return lsas;
}
