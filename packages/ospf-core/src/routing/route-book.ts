// Routes by prefix while they are being computed: the better path stays, equally good ones are joined. RFC 2328 §11 and §16.

import { comparePrefixes, type Ipv4Prefix } from '@ospflab/net';
import type { OspfProfile } from '../profile/ospf-profile.ts';
import { compareNextHops, type OspfNextHop, type OspfRoute } from '../spf/ospf-route.ts';

export class RouteBook {
  readonly #routes = new Map<number, OspfRoute>();
  readonly #profile: OspfProfile;

  constructor(profile: OspfProfile) {
    this.#profile = profile;
  }

  get(prefix: Ipv4Prefix): OspfRoute | undefined {
    return this.#routes.get(prefixNumber(prefix));
  }

  /** RFC 2328 §11: intra-area paths before inter-area ones, then the cheaper, then both. */
  offer(route: OspfRoute): void {
    const known = this.get(route.prefix);
    if (known !== undefined) {
      if (known.pathType !== route.pathType) {
        if (known.pathType === 'intraArea') return;
      } else if (known.cost < route.cost) {
        return;
      } else if (known.cost === route.cost) {
        const nextHops = joinNextHops(known.nextHops, route.nextHops, this.#profile.maximumPaths);
        this.replace({ ...known, nextHops });
        return;
      } else if (route.pathType === 'intraArea' && this.#profile.firstAreaKeepsNetwork) {
        this.replace({ ...route, areaId: known.areaId });
        return;
      }
    }
    this.replace(route);
  }

  replace(route: OspfRoute): void {
    this.#routes.set(prefixNumber(route.prefix), route);
  }

  removeDead(): void {
    for (const [key, { nextHops }] of this.#routes) if (nextHops.length === 0) this.#routes.delete(key);
  }

  values(): IterableIterator<OspfRoute> {
    return this.#routes.values();
  }

  /** In canonical prefix order. */
  sorted(): OspfRoute[] {
    return [...this.#routes.values()].sort((left, right) => comparePrefixes(left.prefix, right.prefix));
  }
}

/** One number per prefix, for maps. */
export function prefixNumber({ address, length }: Ipv4Prefix): number {
  return address * 64 + length;
}

/** The union in canonical order, cut at the maximum number of paths. */
export function joinNextHops(
  left: readonly OspfNextHop[],
  right: readonly OspfNextHop[],
  maximumPaths: number,
): readonly OspfNextHop[] {
  const joined = [...left];
  for (const hop of right) {
    if (!left.some((other) => compareNextHops(other, hop) === 0)) joined.push(hop);
  }
  return joined.sort(compareNextHops).slice(0, maximumPaths);
}
